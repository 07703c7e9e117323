"""What a user meets: the blind sets, the assistant beside the search beneath it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from evals.first_hit import Comparison, comparisons
from evals.report.tables import Section, Table, difference, shown
from evals.report.words import METRICS
from evals.results import LOWER_IS_BETTER, Results, figures, world_of_case
from evals.search_systems import FIRST, by_row
from evals.stats import Interval
from evals.test_runs import HEADLINE, TestRun, looks

OURS = "the assistant"
HALVES = {"dev": "development", "test": "test"}
_OF_SYSTEMS = ("citation recall", *HEADLINE)


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
        ("over all of them", *_OF_SYSTEMS),
        tuple(
            (name, *(shown(_figure(results, name, metric, every)) for metric in _OF_SYSTEMS))
            for name in (OURS, *results.systems)
        ),
    )
    return Section("What a user meets", text, (Table(columns, tuple(rows)), systems))


def against_first_hit(results: Results, expected: Collection[str]) -> Section:
    """Show the comparisons of the gate."""
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
        "which it passes. The gate counts a conversation among the questions of its kind."
    )
    gate = Table(("rows", "metric", "assistant less first hit", "count", ""), tuple(rows))
    return Section("Against the first hit of its own search", text, (gate,))


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


def _scores(results: Results, system: str, metric: str, ids: Collection[str]) -> dict[str, float]:
    """Return a system's scores over some rows."""
    rows = results.scores.get(metric, {}) if system == OURS else by_row(results.systems, system, metric)
    return {id_: score for id_, score in rows.items() if id_ in ids}


def _figure(results: Results, system: str, metric: str, ids: Collection[str]) -> Interval | None:
    """Return a system's figure over some rows."""
    return figures({metric: _scores(results, system, metric, ids)}, None, results.documents).get(metric)
