"""Tables of figures, of which every form of the report is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.results import LOWER_IS_BETTER
from evals.stats import Interval, Paired


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its first column names the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG, and what it shows, in words."""

    svg: str
    shows: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: a title, what it says in plain words, tables, pictures."""

    title: str
    said: str
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Make a table; a column in which no row says anything is left out."""
    found = [tuple(row) for row in rows]
    kept = [at for at in range(len(columns)) if at == 0 or any(row[at] not in ("", "–") for row in found)]
    return Table(tuple(columns[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in found))


def shown(one: Interval | None) -> str:
    """Show a figure with its interval."""
    return f"{one.mean:.3f} [{one.low:.3f}–{one.high:.3f}]" if one else "–"


def share(one: Interval | None) -> str:
    """Show a share with its interval, in hundredths."""
    return (
        f"{one.mean:.1%} [{one.low:.1%}–{one.high:.1%}]".replace("%–", "–").replace("%", " %") if one else "–"
    )


def difference(one: Paired | None) -> str:
    """Show a difference with its interval."""
    return f"{one.difference:+.3f} [{one.low:+.3f}, {one.high:+.3f}]".replace("-", "−") if one else "–"


def judged(metric: str, one: Paired | None) -> str:
    """Say whether a difference is for the better, for the worse, or may be chance."""
    if one is None or one.low <= 0 <= one.high:
        return "" if one is None else "no difference" if not one.difference else "may be chance"
    return "worse" if (one.difference > 0) == (metric in LOWER_IS_BETTER) else "better"
