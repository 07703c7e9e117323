"""What is computed of an edition once, however many libraries hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from corpus.instruments import Edition

Row = TypeVar("Row")


def once_per_edition(function: Callable[[Edition], Iterable[Row]]) -> Callable[[Edition], tuple[Row, ...]]:
    """Have a function compute its rows once for each edition; they are kept as long as the edition is.

    An edition never changes, and a process keeps those that it has read. So when a text is added, only what
    concerns that text is computed.
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
