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
class Section:
    """A part of the report: a title, what it says in plain words, tables."""

    title: str
    said: str
    tables: tuple[Table, ...] = ()


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Make a table; a column in which no row says anything is left out."""
    found = [tuple(row) for row in rows]
    kept = [at for at in range(len(columns)) if at == 0 or any(row[at] not in ("", "–") for row in found)]
    return Table(tuple(columns[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in found))


def shown(interval: Interval | None) -> str:
    """Show a figure with its interval."""
    return f"{interval.mean:.3f} [{interval.low:.3f}–{interval.high:.3f}]" if interval else "–"


def share(interval: Interval | None) -> str:
    """Show a share with its interval, in hundredths."""
    return (
        f"{interval.mean:.1%} [{interval.low:.1%}–{interval.high:.1%}]".replace("%–", "–").replace("%", " %")
        if interval
        else "–"
    )


def difference(change: Paired | None) -> str:
    """Show a difference with its interval."""
    return (
        f"{change.difference:+.3f} [{change.low:+.3f}, {change.high:+.3f}]".replace("-", "−")
        if change
        else "–"
    )


def judged(metric: str, change: Paired | None) -> str:
    """Say whether a difference is for the better, for the worse, or may be chance."""
    if change is None or change.low <= 0 <= change.high:
        return "" if change is None else "no difference" if not change.difference else "may be chance"
    return "worse" if (change.difference > 0) == (metric in LOWER_IS_BETTER) else "better"
