"""Report sections: overall figures, figures by group, reviewed cases, speed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.answer import Answer
from evals.report.pictures import bars, curves
from evals.report.tables import Picture, Section, Table, difference, judged, shown, table
from evals.report.words import EVERY_ROW, METRICS, STATUSES
from evals.results import LOWER_IS_BETTER, Results
from evals.reviewed import Reviewed
from evals.stats import Paired

_BY_GROUP = (
    "recall@10", "citation recall", "citation precision", "correct", "grounded", "wrongly refused",
    "refusal precision", "refusal recall",
)  # fmt: skip
_OF_CHANGES = ("false claims accepted", "honest claims rejected", "draft recall@10", "draft MRR")
_GROUPINGS = {
    "kind": "By kind of question",
    "reader": "By reader",
    "world": "By the texts that are held",
    "turns": "Single questions and conversations",
    "follow-up": "Conversations, by how the last turn follows",
    "change": "Drafts and claims, by what was changed in them",
}


def all_figures(results: Results, behind: Mapping[str, Paired]) -> Section:
    """Show every metric over all rows, beside its difference from the baseline."""
    rows = [
        (
            f"{metric}{' ↓' if metric in LOWER_IS_BETTER else ''}",
            shown(interval),
            str(interval.count),
            METRICS.get(metric, ""),
            difference(behind.get(metric)),
            judged(metric, behind.get(metric)),
        )
        for metric, interval in results.overall.items()
    ]
    columns = ("", "mean [95 %]", "rows", "what it is", "against the baseline", "")
    return Section(
        "Every figure",
        f"{EVERY_ROW} Of those marked ↓ less is better; of all others, more.",
        (table(columns, rows),),
    )


def by_group(results: Results) -> Section:
    """Show the chief metrics by kind of question, reader, texts, and follow-up."""
    tables = tuple(
        group_table(results, by) for by in _GROUPINGS if any(group.by == by for group in results.groups)
    )
    kinds = [group.name for group in results.groups if group.by == "kind"]
    pictures = (_recall(results, kinds),) if kinds else ()
    return Section("By kind of question, reader and texts", EVERY_ROW, tables, pictures)


def group_table(results: Results, by: str) -> Table:
    """Show the chief metrics of each group of one sort."""
    metrics = _OF_CHANGES if by == "change" else _BY_GROUP
    columns = (_GROUPINGS[by], "rows", *metrics)
    groups = [group for group in results.groups if group.by == by]
    rows = [
        (
            group.name.replace("_", " "),
            str(len(group.ids)),
            *(shown(results.figures[by, group.name].get(metric)) for metric in metrics),
        )
        for group in groups
    ]
    return table(columns, rows)


def _recall(results: Results, kinds: Sequence[str]) -> Picture:
    """Draw what is found and what is cited by kind of question."""
    series = {
        label: [results.figures["kind", kind].get(metric) for kind in kinds]
        for metric, label in (("recall@10", "among the first 10 found"), ("citation recall", "cited"))
    }
    return bars("Share of the right clauses, by kind of question", kinds, series)


def seconds(results: Results) -> Section:
    """Show how long each stage takes, half and nearly all of the time."""
    rows = [
        (stage, str(len(times)), *(f"{value * 1000:.0f} ms" for value in quantiles(times).values()))
        for stage, times in results.seconds.items()
    ]
    lines = {stage: _shares(times) for stage, times in list(results.seconds.items())[:2]}
    picture = curves(
        "Share of the answers given within so many milliseconds", ("milliseconds", "share"), lines
    )
    text = "Half of the answers take no longer than p50, 95 of 100 than p95; the first loads the model."
    return Section("Speed", text, (Table(("", "times", "p50", "p95", "longest"), tuple(rows)),), (picture,))


def quantiles(times: Sequence[float]) -> dict[str, float]:
    """Return the seconds within which half, nearly all, and all of the times lie."""
    return {name: _at(times, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("longest", 1.0))}


def _shares(times: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the milliseconds within which each share of the times lies, without the last hundredth."""
    shares = [at / 100 for at in range(100)]
    return [_at(times, share) * 1000 for share in shares], shares


def _at(times: Sequence[float], share: float) -> float:
    """Return the time within which a share of the times lies."""
    return float(np.quantile(np.array(times), share))


def reviewed(results: Results) -> Section:
    """Return the section that shows what each reviewed case deserves and how it was met."""
    found = results.reviewed
    rows = [
        (" → ".join(outcome.case.turns), STATUSES[outcome.case.status], _met(outcome.answer),
         "yes" if found.scores["correct"].get(outcome.case.id) == 1 else "no")
        for outcome in found.outcomes
    ]  # fmt: skip
    text = (
        f"{right(found)} of {len(found.outcomes)} cases that persons' verdicts became are met as they "
        "deserve. They are of this library, set no floor, and stand in no other figure."
    )
    left = f" {found.left_out} more suppose texts that are not in the library." if found.left_out else ""
    table = Table(("question", "deserved", "was met", "as it deserves"), tuple(rows))
    return Section("Cases from verdicts", text + left, (table,))


def right(found: Reviewed) -> int:
    """Count the cases that are met as they deserve."""
    return sum(score == 1 for score in found.scores.get("correct", {}).values())


def _met(answer: Answer | None) -> str:
    """Say how a case was met."""
    return STATUSES[answer.status] if answer else "error"
