"""Words of a time → what a calendar needs: how often in months or weeks, or the last day that is meant.

Nothing is guessed: "regularly" and "at its next session" have no date and no interval, and give None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.understanding.forms import any_of
from assistant.verification.amounts import ORDINALS, SPELT
from ingest.markers import MONTHS


class Unit(StrEnum):
    """What a recurrence is counted in, as RFC 5545 has it."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every so many days, weeks, months or years."""

    unit: Unit
    interval: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day; `is_exact` is False where the text names only its month or its year."""

    day: date
    is_exact: bool


_NUMBERS = {**SPELT, **ORDINALS, "once": "1"}
_UNITS = {
    "day": (Unit.DAILY, 1), "week": (Unit.WEEKLY, 1), "fortnight": (Unit.WEEKLY, 2),
    "month": (Unit.MONTHLY, 1), "quarter": (Unit.MONTHLY, 3), "year": (Unit.YEARLY, 1),
    "biennium": (Unit.YEARLY, 2), "triennium": (Unit.YEARLY, 3), "quadrennium": (Unit.YEARLY, 4),
}  # fmt: skip
_ADVERBS = {
    "annual": "year", "yearly": "year", "biennial": "biennium", "triennial": "triennium",
    "quadrennial": "quadrennium", "quarterly": "quarter", "monthly": "month", "fortnightly": "fortnight",
    "weekly": "week", "daily": "day",
}  # fmt: skip
_UNIT = rf"(?P<count>\w+ )??(?:calendar )?(?P<unit>{'|'.join(_UNITS)})s?\b"
_EVERY = any_of(
    rf"\b(?:(?P<often>once|twice|\w+ times) (?:an?|per|each|every|in(?: every)?)|every|each) {_UNIT}"
)
_ADVERB = any_of(rf"\b({'|'.join(_ADVERBS)})(?:ly)?\b")
_SITTING = any_of(r"\b(?:sessions?|meetings?|conferences?|assembl(?:y|ies)|congress(?:es)?)\b")
_DATE = any_of(
    rf"\b(?:(?P<day>\d{{1,2}}) )?(?P<month>{MONTHS}) (?P<year>(?:19|20)\d\d)\b",
    r"\b(?P<only>(?:19|20)\d\d)(?:[-–](?P<until>(?:19|20)\d\d))?\b",
)  # fmt: skip
_RELATIVE = any_of(r"\b(?:days?|weeks?|months?|years?) (?:before|after|prior to|following)\b")
_MONTHS = MONTHS.lower().split("|")
_YEAR_MONTHS = 12


def recurrence(words: str) -> Recurrence | None:
    """Return how often, or None where the words give no interval.

    >>> recurrence("twice a year")
    Recurrence(unit=<Unit.MONTHLY: 'MONTHLY'>, interval=6)
    """
    if match := _EVERY.search(words):
        unit, interval = _UNITS[match["unit"].lower()]
        often, count = (match["often"] or "once").lower().split(" ")[0], _number(match["count"] or "one")
        per = _number(often)
        return _divided(Recurrence(unit, interval * count), per) if count and per else None
    match = _ADVERB.search(words)
    if match is None or _SITTING.search(words):
        return None  # "at its annual session": the day of the session is not known
    return Recurrence(*_UNITS[_ADVERBS[match[1].lower()]])


def _divided(every: Recurrence, per: int) -> Recurrence | None:
    """Return an interval divided by a number of times; None where that gives no whole number of months."""
    if per == 1:
        return every
    months = every.interval * (_YEAR_MONTHS if every.unit is Unit.YEARLY else 1)
    divides = every.unit in (Unit.YEARLY, Unit.MONTHLY) and months % per == 0
    return Recurrence(Unit.MONTHLY, months // per) if divides else None


def _number(word: str) -> int | None:
    digits = _NUMBERS.get(word.strip().lower(), word.strip())
    return int(digits) if digits.isdecimal() else None


def named_days(words: str) -> tuple[Day, ...]:
    """Return the last day of each date that the words of a time name: "in 2026 and 2027" has two.

    >>> [day.day.isoformat() for day in named_days("by the end of June 2017")]
    ['2017-06-30']
    """
    days = (_day(match, at_end=True) for match in _DATE.finditer(words))
    return tuple(day for day in days if day)


def last_day(words: str) -> Day | None:
    """Return the last day that the words of a time name; of a month or a year its last day."""
    return max(named_days(words), key=lambda day: day.day, default=None)


def first_day(words: str) -> Day | None:
    """Return the first day that the words of a time name: "starting in 2019" → 1 January 2019."""
    days = [_day(match, at_end=False) for match in _DATE.finditer(words)]
    return min(filter(None, days), key=lambda day: day.day, default=None)


def is_relative(words: str) -> bool:
    """Return True for a time counted from something: "seven weeks before its 2025 session"."""
    return _RELATIVE.search(words) is not None


def _day(match: re.Match[str], *, at_end: bool) -> Day | None:
    """Return the day of a date, the first or the last one where only its month or year is named."""
    if match["only"]:
        year = int((at_end and match["until"]) or match["only"])
        return Day(date(year, 12, 31) if at_end else date(year, 1, 1), is_exact=False)
    year, month = int(match["year"]), _MONTHS.index(match["month"].lower()) + 1
    last = monthrange(year, month)[1]
    if not match["day"]:
        return Day(date(year, month, last if at_end else 1), is_exact=False)
    return Day(date(year, month, int(match["day"])), is_exact=True) if 0 < int(match["day"]) <= last else None
