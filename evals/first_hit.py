"""The assistant beside the first hit of its own search, and the gate that it must not be worse.

Compared are the development halves of the blind sets: each set, all of them, and each kind of
question with enough rows. The assistant is worse where the whole 95 % interval of the paired
differences lies below zero.

A comparison may be marked as expected to fail in `gate.toml`. The mark expires by itself: the first
run in which the comparison passes deletes it, and from then on a failure breaks the gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.results import Results, world_of_case
from evals.search_systems import FIRST, by_row
from evals.stats import Paired, paired

METRICS = ("citation recall", "answer precision")
_ENOUGH = 30  # rows of a kind that is compared
_DEV = "dev"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A metric over some rows: the assistant's score less that of the first hit."""

    rows: str
    metric: str
    difference: Paired

    @property
    def name(self) -> str:
        """What it is called in `gate.toml` and in messages."""
        return f"{self.rows}: {self.metric}"

    @property
    def is_worse(self) -> bool:
        """Whether the assistant is worse, beyond chance."""
        return self.difference.high < 0


def comparisons(results: Results) -> tuple[Comparison, ...]:
    """Compare the assistant with the first hit over each group of rows that was asked."""
    found = []
    for rows, ids in _groups(results).items():
        for metric in METRICS:
            ours = {id_: score for id_, score in results.scores.get(metric, {}).items() if id_ in ids}
            difference = paired(ours, by_row(results.systems, FIRST, metric))
            if difference is not None:
                found.append(Comparison(rows, metric, difference))
    return tuple(found)


def worse(results: Results, expected: frozenset[str]) -> Iterator[str]:
    """Name each comparison in which the assistant is worse and is not expected to be."""
    for comparison in comparisons(results):
        if comparison.is_worse and comparison.name not in expected:
            yield f"worse than the first hit of its own search: {shown(comparison)}"


def still_expected(results: Results, expected: frozenset[str]) -> frozenset[str]:
    """Return the marks that stay: comparisons that still fail, or were not made in this run."""
    made = {comparison.name: comparison for comparison in comparisons(results)}
    return frozenset(name for name in expected if name not in made or made[name].is_worse)


def shown(comparison: Comparison) -> str:
    """Show a comparison in one line."""
    difference = comparison.difference
    bounds = f"[{difference.low:+.3f}, {difference.high:+.3f}]"
    return f"{comparison.name} {difference.difference:+.3f} {bounds} over {difference.count} rows"


def _groups(results: Results) -> Mapping[str, frozenset[str]]:
    cases = [case for case in results.golden.cases if case.is_blind and case.split == _DEV]
    groups: dict[str, set[str]] = {}
    for case in cases:
        for name in ("all", world_of_case(case, results.texts), f"kind {case.kind}"):
            groups.setdefault(name, set()).add(case.id)
    return {
        name: frozenset(ids)
        for name, ids in groups.items()
        if not name.startswith("kind ")
        or sum(case.is_answerable for case in cases if case.id in ids) >= _ENOUGH
    }
