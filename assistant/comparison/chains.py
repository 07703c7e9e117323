"""Chains: pairs that can be read in order on both sides."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

Pair = tuple[int, int]
"""A place in the old text and one in the new."""

Scores = dict[Pair, float]


def heaviest_chain(scores: Mapping[Pair, float]) -> list[Pair]:
    """Return the pairs of the greatest sum that can be read in order on both sides.

    Of chains that weigh the same, one is chosen by rule, always the same.
    """
    ends: list[int] = []  # the second place of the last pair of each chain kept, rising
    best: list[tuple[float, Pair]] = []  # and what that chain weighs, rising too
    came_from: dict[Pair, Pair | None] = {}
    for pair in sorted(scores, key=lambda pair: (pair[0], -pair[1])):
        at = bisect_left(ends, pair[1])
        weight, came_from[pair] = best[at - 1] if at else (0.0, None)
        weight += scores[pair]
        at = bisect_right(ends, pair[1])
        if at and best[at - 1][0] >= weight:
            continue
        start = at - 1 if at and ends[at - 1] == pair[1] else at
        stop = at
        while stop < len(best) and best[stop][0] <= weight:
            stop += 1
        ends[start:stop], best[start:stop] = [pair[1]], [(weight, pair)]
    chain: list[Pair] = []
    last = best[-1][1] if best else None
    while last is not None:
        chain.append(last)
        last = came_from[last]
    return chain[::-1]
