"""What a user meets: the blind sets, the assistant beside the search beneath it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from evals.first_hit import Comparison, comparisons
from evals.report.pictures import bars
from evals.report.tables import Picture, Section, Table, difference, judged, shown
from evals.report.words import METRICS
from evals.results import LOWER_IS_BETTER, Results, figures, world_of_case
from evals.search_systems import FIRST, by_row
from evals.stats import Interval, paired
from evals.test_runs import HEADLINE, TestRun, looks

OURS = "the assistant"
HALVES = {"dev": "development", "test": "test"}
_BY_KIND = ("citation recall", "answer precision")


def blind_sets(results: Results, runs: tuple[TestRun, ...]) -> Section:
    """Show the five headline measures on each blind set, and every system over all of them."""
    half = results.headline_half
    worlds = _worlds(results)
    rows = [
        (
            f"{metric}{' ↓' if metric in LOWER_IS_BETTER else ''}",
            *(
                cell
                for ids in worlds.values()
                for cell in (
                    shown(_figure(results, OURS, metric, ids)),
                    shown(_figure(results, FIRST, metric, ids)),
                )
            ),
            METRICS[metric],
        )
        for metric in HEADLINE
    ]
    columns = ("", *(name for world in worlds for name in (world, f"{world}: {FIRST}")), "what it is")
    text = (
        "These questions were written and checked from the texts alone, without sight of the program. "
        f"The table shows the {HALVES[half]} halves, and beside the assistant the first hit of its own "
        f"search, which answers every question. {_looked(runs)}"
    )
    every = frozenset().union(*worlds.values())
    systems = Table(
        ("over all of them", *_BY_KIND, *HEADLINE[1:]),
        tuple(
            (name, *(shown(_figure(results, name, metric, every)) for metric in (*_BY_KIND, *HEADLINE[1:])))
            for name in (OURS, *results.systems)
        ),
    )
    return Section(
        "What a user meets", text, (Table(columns, tuple(rows)), systems), (_picture(results, worlds),)
    )


def against_first_hit(results: Results, expected: Collection[str]) -> Section:
    """Show the comparisons of the gate, and the same by kind of question on the half that is shown."""
    rows = [
        (
            comparison.rows,
            comparison.metric,
            difference(comparison.difference),
            str(comparison.difference.count),
            _verdict(comparison, expected),
        )
        for comparison in comparisons(results)
    ]
    text = (
        "The gate: on the development halves the assistant may not be worse than the first hit of its own "
        "search, beyond chance. A comparison marked as expected to fail loses the mark in the first run in "
        "which it passes. The gate counts a conversation among the questions of its kind; the tables below "
        "show conversations apart."
    )
    gate = Table(("rows", "metric", "assistant less first hit", "count", ""), tuple(rows))
    by_system = (_by_system(results, metric) for metric in _BY_KIND)
    return Section("Against the first hit of its own search", text, (gate, *by_system))


def _by_system(results: Results, metric: str) -> Table:
    """Show every system by a metric: over all, by set, by kind, on the half that is shown."""
    worlds, kinds = _worlds(results), _kinds(results)
    groups = {"all": frozenset().union(*worlds.values()), **worlds, **dict(sorted(kinds.items()))}
    rows = []
    for group, ids in groups.items():
        ours = _scores(results, OURS, metric, ids)
        cells = [shown(_figure(results, OURS, metric, ids))]
        for system in results.systems:
            less = paired(ours, _scores(results, system, metric, ids))
            cells += [
                shown(_figure(results, system, metric, ids)),
                f"{difference(less)} {judged(metric, less)}",
            ]
        rows.append((group, str(len(ids)), *(cell.strip() for cell in cells)))
    systems = (name for system in results.systems for name in (system, f"{OURS} less {system}"))
    return Table((f"{metric} ({results.headline_half})", "rows", OURS, *systems), tuple(rows))


def _verdict(comparison: Comparison, expected: Collection[str]) -> str:
    """Say what a comparison came to."""
    if not comparison.is_worse:
        return "better" if comparison.difference.low > 0 else "not worse"
    return "worse, expected to fail" if comparison.name in expected else "WORSE"


def _looked(runs: tuple[TestRun, ...]) -> str:
    """Say how often the test halves have been looked at."""
    counts = looks(runs)
    if not counts:
        return "Nobody has looked at the test halves yet."
    times = ", ".join(f"{world} {count}×" for world, count in sorted(counts.items()))
    return f"Runs on the test halves so far: {times}; the last on {runs[-1].date}."


def _worlds(results: Results) -> Mapping[str, frozenset[str]]:
    """Return the rows of each blind set, of the half that is shown."""
    found: dict[str, set[str]] = {}
    for case in results.headline_cases:
        found.setdefault(world_of_case(case, results.texts), set()).add(case.id)
    return {world: frozenset(ids) for world, ids in found.items()}


def _kinds(results: Results) -> Mapping[str, frozenset[str]]:
    """Return the answerable rows of each kind, of the half that is shown."""
    found: dict[str, set[str]] = {}
    for case in results.headline_cases:
        if case.is_answerable:
            found.setdefault("conversation" if case.follow_up else case.kind, set()).add(case.id)
    return {kind: frozenset(ids) for kind, ids in found.items()}


def _scores(results: Results, system: str, metric: str, ids: Collection[str]) -> dict[str, float]:
    """Return a system's scores over some rows."""
    rows = results.scores.get(metric, {}) if system == OURS else by_row(results.systems, system, metric)
    return {id_: score for id_, score in rows.items() if id_ in ids}


def _figure(results: Results, system: str, metric: str, ids: Collection[str]) -> Interval | None:
    """Return a system's figure over some rows."""
    return figures({metric: _scores(results, system, metric, ids)}, None, results.documents).get(metric)


def _picture(results: Results, worlds: Mapping[str, frozenset[str]]) -> Picture:
    """Draw the gold shown by the assistant and by the search, on each blind set."""
    names = list(worlds)
    series = {
        name: [_figure(results, name, "citation recall", ids) for ids in worlds.values()]
        for name in _drawn(results)
    }
    return bars("Share of the right clauses that is cited", names, series)


def _drawn(results: Results) -> Iterator[str]:
    """Name the systems that are drawn: more than two series are not told apart."""
    yield OURS
    yield from [FIRST] if FIRST in results.systems else []
