"""Computes something of an edition once, however many libraries hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from corpus.instruments import Edition

Row = TypeVar("Row")


def once_per_edition(function: Callable[[Edition], Iterable[Row]]) -> Callable[[Edition], tuple[Row, ...]]:
    """Remember what a function returns for an edition as long as the edition is in memory.

    An edition never changes, and a process keeps the editions that it has read. So after a text is added,
    only that text is analysed.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(edition: Edition) -> tuple[Row, ...]:
        known = vars(edition)  # where cached properties are kept, too
        if name not in known:
            known[name] = tuple(function(edition))
        rows: tuple[Row, ...] = known[name]
        return rows

    return remembered
