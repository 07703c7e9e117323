"""How conversations fare by the way in which their last turn hangs on those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evals.cases import FOLLOW_UPS, Case


def by_follow_up(cases: Iterable[Case], scored: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Part a metric's scores by kind of follow-up, in a fixed order; a kind without scores is left out."""
    kind_of = {case.id: case.follow_up for case in cases}
    parts = {
        kind: {id_: score for id_, score in scored.items() if kind_of.get(id_) == kind} for kind in FOLLOW_UPS
    }
    return {kind: part for kind, part in parts.items() if part}
