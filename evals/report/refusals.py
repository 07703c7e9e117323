"""Whether the assistant knows what it knows: right and grounded, nearness, refusals, statuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evals.metrics.abstention import auroc, rejected_at
from evals.outcomes import Outcome
from evals.report.pictures import curves, reliability
from evals.report.tables import Picture, Section, Table
from evals.report.words import STATUSES
from evals.results import Results
from evals.stats import interval

_BINS = 10
_STEPS = 60


def correct_and_grounded(results: Results) -> Section:
    """Count answers that are correct or not by whether what they state stands in the texts."""
    correct, grounded = results.scores.get("correct", {}), results.scores.get("grounded", {})
    counts = Counter((grounded.get(id_), score == 1) for id_, score in correct.items())
    rows = [
        (label, str(counts[key, True]), str(counts[key, False]))
        for key, label in (
            (1.0, "every statement stands in its clause"),
            (0.0, "a statement does not"),
            (None, "nothing stated: refused"),
        )
    ]
    text = (
        "An answer can be true to its clause and still miss the question, so both are counted. "
        "Correct: the right kind of answer, with every clause it needs. The worst are those in the middle "
        "row: statements that no clause bears out. Possible answers decide nothing and are not counted."
    )
    return Section("Correct and grounded", text, (Table(("", "correct", "not correct"), tuple(rows)),))


def nearness(results: Results) -> Section:
    """Show what nearness says of being correct, and what refusing below each nearness would do."""
    near = _near(results.outcomes)
    area, rejected = auroc(results.outcomes), rejected_at(results.outcomes)
    text = (
        "Nearness is how close the question comes to the nearest clause (a cosine). It would part the "
        f"questions the texts answer from the others in {_number(area)} of pairs (50 % is a coin); a "
        f"threshold that lets 95 % of the answerable pass would refuse {_number(rejected)} of the others. "
        "The dotted lines are what the assistant reaches as it is, which reads more than nearness."
    )
    pictures = [_reliability(near, results)] if near else []
    if {outcome.case.is_answerable for _, outcome in near} == {True, False}:
        pictures.append(_over_thresholds(near, results))
    return Section("Nearness, and refusing", text, (), tuple(pictures))


def statuses(results: Results) -> Section:
    """Count how questions were met, by how they deserve to be."""
    found = counts(results)
    known = [status for status in STATUSES if status in found or any(status in met for met in found.values())]
    rows = [
        (f"deserves: {STATUSES[status]}", *(str(found.get(status, {}).get(met, "·")) for met in known))
        for status in known
    ]
    columns = ("", *(STATUSES[status] for status in known))
    text = "Each row is what questions deserve, each column how they were met; the diagonal is right."
    return Section("How questions were met", text, (Table(columns, tuple(rows)),))


def counts(results: Results) -> dict[str, dict[str, int]]:
    """Count the questions by the status that they deserve, then by that with which they were met."""
    found: dict[str, dict[str, int]] = {}
    for outcome in results.outcomes:
        if outcome.answer:
            met = found.setdefault(str(outcome.case.status), {})
            met[str(outcome.answer.status)] = met.get(str(outcome.answer.status), 0) + 1
    return found


def _near(outcomes: Sequence[Outcome]) -> list[tuple[float, Outcome]]:
    """Return the outcomes whose nearness is known, nearest last."""
    found = [(outcome.answer.nearness, outcome) for outcome in outcomes if outcome.answer]
    return sorted(((near, outcome) for near, outcome in found if near is not None), key=lambda pair: pair[0])


def _reliability(near: Sequence[tuple[float, Outcome]], results: Results) -> Picture:
    """Draw the share that is correct over nearness, in tenths of the questions."""
    correct = results.scores.get("correct", {})
    near = [(nearness, outcome) for nearness, outcome in near if outcome.case.id in correct]
    size = max(1, len(near) // _BINS)
    points = []
    for at in range(0, len(near) - size + 1, size):
        part = near[at : at + size]
        share = interval([correct[outcome.case.id] for _, outcome in part])
        if share:
            points.append((sum(x for x, _ in part) / len(part), share))
    return reliability("How often it is right, by nearness: a tenth of the questions at each point", points)


def _over_thresholds(near: Sequence[tuple[float, Outcome]], results: Results) -> Picture:
    """Draw precision and recall of refusing whatever is less near than a threshold."""
    least, most = near[0][0], near[-1][0]
    unanswerable = sum(not outcome.case.is_answerable for _, outcome in near)
    places, precisions, recalls = [], [], []
    for step in range(1, _STEPS + 1):
        threshold = least + (most - least) * step / _STEPS
        refused = [not outcome.case.is_answerable for x, outcome in near if x < threshold]
        if refused:
            places.append(threshold)
            precisions.append(sum(refused) / len(refused))
            recalls.append(sum(refused) / unanswerable)
    figures = results.overall
    marks = {
        name: figures[metric].mean
        for name, metric in (("precision", "refusal precision"), ("recall", "refusal recall"))
        if metric in figures
    }
    lines = {"precision": (places, precisions), "recall": (places, recalls)}
    shows = "Precision and recall of refusals, were they made below a nearness"
    return curves(shows, ("refuse below this nearness", "share"), lines, marks)


def _number(value: float | None) -> str:
    """Show a share, where there is one."""
    return "–" if value is None else f"{value:.1%}".replace("%", " %")
