"""What was measured over all rows and by group: the sections of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.report.pictures import bars
from evals.report.tables import Picture, Section, Table, difference, judged, shown, table
from evals.report.words import EVERY_ROW, METRICS
from evals.results import LOWER_IS_BETTER, Results
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
            shown(one),
            str(one.count),
            METRICS.get(metric, ""),
            difference(behind.get(metric)),
            judged(metric, behind.get(metric)),
        )
        for metric, one in results.overall.items()
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
        group_table(results, by) for by in _GROUPINGS if any(one.by == by for one in results.groups)
    )
    kinds = [one.name for one in results.groups if one.by == "kind"]
    pictures = (_recall(results, kinds),) if kinds else ()
    return Section("By kind of question, reader and texts", EVERY_ROW, tables, pictures)


def group_table(results: Results, by: str) -> Table:
    """Show the chief metrics of each group of one sort."""
    metrics = _OF_CHANGES if by == "change" else _BY_GROUP
    columns = (_GROUPINGS[by], "rows", *metrics)
    groups = [one for one in results.groups if one.by == by]
    rows = [
        (
            one.name.replace("_", " "),
            str(len(one.ids)),
            *(shown(results.figures[by, one.name].get(metric)) for metric in metrics),
        )
        for one in groups
    ]
    return table(columns, rows)


def _recall(results: Results, kinds: Sequence[str]) -> Picture:
    """Draw what is found and what is cited by kind of question."""
    series = {
        said: [results.figures["kind", kind].get(metric) for kind in kinds]
        for metric, said in (("recall@10", "among the first 10 found"), ("citation recall", "cited"))
    }
    return bars("Share of the right clauses, by kind of question", kinds, series)
