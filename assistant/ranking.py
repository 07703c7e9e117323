"""Rankings: several joined into one, things put in the order of one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

_Ranked = TypeVar("_Ranked", bound=Hashable)


def in_turn(
    lists: Iterable[Sequence[_Ranked]], key: Callable[[_Ranked], Hashable] = lambda one: one
) -> tuple[_Ranked, ...]:
    """Join rankings: the first of each, then the second of each, and so on; of the same key, the first."""
    joined: dict[Hashable, _Ranked] = {}
    for row in zip_longest(*lists):
        for one in row:
            if one is not None:
                joined.setdefault(key(one), one)
    return tuple(joined.values())


def ranked(things: Iterable[_Ranked], ranking: Sequence[_Ranked]) -> list[_Ranked]:
    """Order things as a ranking has them; what it lacks comes last, in its own order."""
    place = {one: at for at, one in enumerate(ranking)}
    return sorted(things, key=lambda one: place.get(one, len(ranking)))
