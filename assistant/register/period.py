"""The time for which a text applies: from when its recurring duties are counted, and when they end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.library.library import Library
from corpus.keys import EditionKey

_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–—]\s?((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day, None where the text has no known end; each with the reason for it."""

    first: date
    counted_from: str
    last: date | None
    ends: str


def period_of(key: EditionKey, library: Library) -> Period:
    """Return the time for which an edition applies. Raises UnknownEdition.

    It is the years in its title ("strategic plan for 2024-2027"); else it begins with the adoption, or
    with the year after where only the year is known, and a superseded edition ends with the year of
    the one that follows it.
    """
    edition = library.edition(key)
    span = _SPAN.search(edition.title)
    if span and int(span[1]) <= int(span[2]):
        years = f"{span[1]}–{span[2]}, the years in its title"
        last = date(int(span[2]), 12, 31)
        return Period(
            date(int(span[1]), 1, 1), f"counted from the start of {years}", last, f"Ends with {years}."
        )
    first, why = _first(key, edition.adopted)
    newer = _next(key, library)
    if newer is None:
        return Period(first, why, None, "The text gives no end.")
    ends = f"Ends with {newer}, the year of the edition that superseded this one."
    return Period(first, why, date(newer, 12, 31), ends)


def _first(key: EditionKey, adopted: str) -> tuple[date, str]:
    """Return the day from which a text without years in its title is counted, and why."""
    day = _day(adopted)
    if day:
        return day, f"counted from its adoption on {day.strftime('%-d %B %Y')}"
    return date(key.year + 1, 1, 1), f"counted from the start of {key.year + 1}, the year after this edition"


def _day(written: str) -> date | None:
    """Read a day as in 2022-10-14; None for a year alone, or a day that no calendar has."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _next(key: EditionKey, library: Library) -> int | None:
    """Return the year of the first later edition of an instrument, in the library or known; None for none."""
    held = [one.key.year for one in library.instruments.get(key.instrument, ())]
    newest = library.in_force(key.instrument)
    years = [year for year in (*held, newest.year if newest else 0) if year > key.year]
    return min(years, default=None)
