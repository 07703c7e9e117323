"""What a user meets: the blind sets, the assistant beside the search beneath it."""

from collections.abc import Collection, Mapping

from evals.first_hit import Comparison, comparisons
from evals.metrics import Scores
from evals.report.tables import Section, Table, difference, shown
from evals.report.words import METRICS
from evals.results import LOWER_IS_BETTER, Results, figures, world_of_case
from evals.stats import Interval
from evals.test_runs import HEADLINE, TestRun, looks

FIRST = "first hit"
HALVES = {"dev": "development", "test": "test"}


def blind_sets(results: Results, runs: tuple[TestRun, ...]) -> Section:
    """Show the five headline measures on each blind set, beside the first hit."""
    half = results.headline_half
    worlds = _worlds(results)
    rows = [
        (
            f"{metric}{' ↓' if metric in LOWER_IS_BETTER else ''}",
            *(
                cell
                for ids in worlds.values()
                for cell in (
                    shown(_figure(results.scores, metric, ids, results)),
                    shown(_figure(results.first_hit, metric, ids, results)),
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
    return Section("What a user meets", text, (Table(columns, tuple(rows)),))


def against_first_hit(results: Results) -> Section:
    """Show the comparisons of the gate."""
    rows = [
        (
            comparison.rows,
            comparison.metric,
            difference(comparison.difference),
            str(comparison.difference.count),
            _verdict(comparison),
        )
        for comparison in comparisons(results)
    ]
    text = (
        "The gate: on the development halves the assistant may not be worse than the first hit of its own "
        "search, beyond chance. The gate counts a conversation among the questions of its kind."
    )
    gate = Table(("rows", "metric", "assistant less first hit", "count", ""), tuple(rows))
    return Section("Against the first hit of its own search", text, (gate,))


def _verdict(comparison: Comparison) -> str:
    if comparison.is_worse:
        return "WORSE"
    return "better" if comparison.difference.low > 0 else "not worse"


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


def _figure(scores: Scores, metric: str, ids: Collection[str], results: Results) -> Interval | None:
    return figures({metric: scores.get(metric, {})}, ids, results.documents).get(metric)
