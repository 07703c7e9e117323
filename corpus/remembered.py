"""Computes something of an edition or of a library once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from corpus.instruments import Edition

Row = TypeVar("Row")
Whole = TypeVar("Whole")
Part = TypeVar("Part")
Rows = Callable[[Edition], Iterable[Row]]

storable: dict[str, Rows[Any]] = {}
"""The functions whose rows are worth storing, by their names."""
_STORED = "stored rows"  # the attribute of an edition that reads them


def once_per_edition(function: Rows[Row]) -> Callable[[Edition], tuple[Row, ...]]:
    """Remember what a function returns for an edition as long as the edition is in memory.

    An edition never changes, and a process keeps the editions that it has read. So after a text is added,
    only that text is analysed.
    """

    @wraps(function)
    def rows(edition: Edition) -> tuple[Row, ...]:
        return tuple(function(edition))

    return once(rows)


def stored_per_edition(
    load: Callable[[Edition, Any], Row],
) -> Callable[[Rows[Row]], Callable[[Edition], tuple[Row, ...]]]:
    """Remember what a function returns for an edition, and begin with what is stored (`read_stored_rows`).

    `load` makes a row from what JSON has left of it: see assistant/library/analyses.py.
    """

    def decorated(function: Rows[Row]) -> Callable[[Edition], tuple[Row, ...]]:
        name = _name(function)
        storable[name] = function

        @wraps(function)
        def rows(edition: Edition) -> Iterable[Row]:
            read = vars(edition).get(_STORED)
            stored = read(name) if read else None
            return function(edition) if stored is None else (load(edition, row) for row in stored)

        return once_per_edition(rows)

    return decorated


def read_stored_rows(edition: Edition, read: Callable[[str], list[Any] | None]) -> None:
    """Let an edition's rows be read by the name of their function; None where they are not stored."""
    vars(edition)[_STORED] = read


def once(function: Callable[[Whole], Part]) -> Callable[[Whole], Part]:
    """Remember what a function returns for an object that never changes, as long as it is in memory."""
    name = _name(function)

    @wraps(function)
    def remembered(whole: Whole) -> Part:
        known = vars(whole)  # where cached properties are kept, too
        if name not in known:
            known[name] = function(whole)
        part: Part = known[name]
        return part

    return remembered


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
