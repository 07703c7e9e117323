"""Rankings: several joined into one, things put in the order of one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

_Ranked = TypeVar("_Ranked", bound=Hashable)


def interleaved(lists: Iterable[Sequence[_Ranked]]) -> tuple[_Ranked, ...]:
    """Join rankings, each thing once: the first of each, then the second of each, and so on."""
    return tuple(dict.fromkeys(thing for row in zip_longest(*lists) for thing in row if thing is not None))


def ranked(things: Iterable[_Ranked], ranking: Sequence[_Ranked]) -> list[_Ranked]:
    """Order things as a ranking has them; what it lacks comes last, in its own order."""
    place = {thing: at for at, thing in enumerate(ranking)}
    return sorted(things, key=lambda thing: place.get(thing, len(ranking)))
