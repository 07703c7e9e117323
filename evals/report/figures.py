"""Report sections: every figure, figures by group, how questions were met, reviewed cases, controls."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answer import Answer
from evals.report.tables import Section, Table, difference, judged, shown, table
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


def all_figures(results: Results, behind: Mapping[str, Paired], baseline: str) -> Section:
    """Show every metric over all rows, beside its difference from the baseline, if there is one."""
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
    text = f"{EVERY_ROW} Of those marked ↓ less is better; of all others, more."
    if baseline:
        text += f" Each question is compared with itself in the run “{baseline}”."
    return Section("Every figure", text, (table(columns, rows),))


def by_group(results: Results) -> Section:
    """Show the chief metrics by kind of question, reader, texts, and follow-up."""
    tables = tuple(
        group_table(results, by) for by in _GROUPINGS if any(group.by == by for group in results.groups)
    )
    return Section("By kind of question, reader and texts", EVERY_ROW, tables)


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
    return STATUSES[answer.status] if answer else "error"


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


def controls(results: Results) -> Section:
    """Show what is known beforehand, and whether the measuring says so."""
    rows = [
        (control.name, control.must, control.got, "holds" if control.holds else "DOES NOT HOLD")
        for control in results.controls
    ]
    text = (
        "A measure is only worth something if it punishes what is bad. So systems and claims whose worth is "
        "known beforehand are measured too; where one does not score as it must, the run fails."
    )
    return Section(
        "Controls: is the measuring itself sound?", text, (Table(("", "must", "got", ""), tuple(rows)),)
    )
