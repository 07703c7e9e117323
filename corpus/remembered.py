"""Computes something of an edition or of a library once."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from corpus.instruments import Edition

Row = TypeVar("Row")
Whole = TypeVar("Whole")
Part = TypeVar("Part")


def once_per_edition(function: Callable[[Edition], Iterable[Row]]) -> Callable[[Edition], tuple[Row, ...]]:
    """Remember what a function returns for an edition as long as the edition is in memory.

    An edition never changes, and a process keeps the editions that it has read. So after a text is added,
    only that text is analysed.
    """

    @wraps(function)
    def rows(edition: Edition) -> tuple[Row, ...]:
        return tuple(function(edition))

    return once(rows)


def once(function: Callable[[Whole], Part]) -> Callable[[Whole], Part]:
    """Remember what a function returns for an object that never changes, as long as it is in memory."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(whole: Whole) -> Part:
        known = vars(whole)  # where cached properties are kept, too
        if name not in known:
            known[name] = function(whole)
        part: Part = known[name]
        return part

    return remembered
