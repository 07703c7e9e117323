"""icalendar: duties → a calendar (RFC 5545) of what recurs and what is due.

A day that the text does not name is not invented. Of a month or a year that is named, the last day is
taken, and the description says so. What recurs without a date is counted from the adoption of its text,
and says so. What has neither a date nor an interval ("at its next session") is not in the calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from assistant.drafting.recurrence import (
    Day,
    Recurrence,
    first_day,
    is_relative,
    last_day,
    named_days,
    recurrence,
)
from assistant.drafting.timing import Time, TimeKind
from assistant.library.library import Library
from assistant.register.entries import Entry

_FROM = ("starting", "beginning", "commencing", "as from", "as of", "from")
_UNTIL = ("until",)
_TITLE = 120  # characters of an event's title


@dataclass(frozen=True, slots=True)
class Date:
    """An entry of the calendar: a day, how often from then on and until when, and why this day."""

    entry: Entry
    words: str
    day: date
    every: Recurrence | None
    until: date | None
    reason: str


def dates(entries: Iterable[Entry], library: Library) -> tuple[Date, ...]:
    """Return what recurs or is due, by day."""
    found = [one for entry in entries for one in _dates(entry, library)]
    return tuple(sorted(found, key=lambda one: (one.day, one.entry.duty.label, one.words)))


def calendar(
    entries: Iterable[Entry], library: Library, name: str, link: Callable[[Entry], str], now: datetime
) -> bytes:
    """Write the calendar; `link` gives the address of a duty's clause, `now` is in UTC."""
    made = Calendar()
    made.add("prodid", "-//Resolutions//Duties//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for one in dates(entries, library):
        made.add_component(_event(one, link(one.entry), now))
    return bytes(made.to_ical())


def _dates(entry: Entry, library: Library) -> Iterator[Date]:
    """Walk the dates of a duty: what recurs, from a date that is named or from adoption; then each day."""
    starts = [first_day(one.words) for one in entry.duty.times if one.words.lower().startswith(_FROM)]
    until = next((_until(one) for one in entry.duty.times if one.words.lower().startswith(_UNTIL)), None)
    start = next(filter(None, starts), None)
    often = [(one, every) for one in entry.duty.times if (every := recurrence(one.words))]
    for time, every in often:
        day, reason = _anchor(time, start, entry, library)
        yield Date(entry, time.words, day, every, until, reason)
    for one in entry.duty.times:
        if one.kind is TimeKind.DATE and not is_relative(one.words):
            yield from _days(one, entry, recurs=bool(often))


def _days(time: Time, entry: Entry, *, recurs: bool) -> Iterator[Date]:
    """Walk the days that a time names; a start or an end of what recurs is none."""
    words = time.words.lower()
    if recurs and words.startswith((*_FROM, *_UNTIL)):
        return
    if words.startswith(_FROM):
        first = first_day(time.words)
        days: tuple[Day, ...] = (first,) if first else ()
    else:
        days = named_days(time.words)
    for one in days:
        yield Date(entry, time.words, one.day, None, None, _of_day(one, is_first=words.startswith(_FROM)))


def _until(time: Time) -> date | None:
    """Return the day until which something recurs."""
    end = last_day(time.words)
    return end.day if end else None


def _anchor(time: Time, start: Day | None, entry: Entry, library: Library) -> tuple[date, str]:
    """Return the day from which something is counted, and why it is that."""
    named = last_day(time.words)
    if named:
        return named.day, _of_day(named)
    if start:
        return start.day, "Counted from the start date given in the text."
    adopted = library.edition(entry.key).adopted
    day = _day(adopted)
    if day:
        return day, f"The text names no date: counted from its adoption on {adopted}."
    return date(entry.key.year, 12, 31), (
        f"The text names no date: counted from the end of {entry.key.year}, the year of its adoption."
    )


def _day(written: str) -> date | None:
    """Read a day as in 2022-10-14; None for a year alone, or a day that no calendar has."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _of_day(day: Day, *, is_first: bool = False) -> str:
    """Say why it is this day."""
    if day.is_exact:
        return "The text gives this date."
    return f"The text names only the month or the year: this is its {'first' if is_first else 'last'} day."


def _event(one: Date, link: str, now: datetime) -> Event:
    """Make the event of a date, a whole day that blocks no time."""
    event = Event()
    what = " ".join(one.entry.words.split())
    title = f"{one.entry.addressees}: {what}"
    event.add("uid", f"{_uid(one)}@resolutions")
    event.add("dtstamp", now)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", title if len(title) <= _TITLE else f"{title[:_TITLE]}…")
    event.add("description", _description(one, link))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    if one.every:
        event.add("rrule", _rule(one))
    return event


def _rule(one: Date) -> dict[str, object]:
    """Return the rule by which a date recurs."""
    assert one.every is not None
    rule: dict[str, object] = {"freq": one.every.unit.value, "interval": one.every.interval}
    return {**rule, "until": one.until} if one.until else rule


def _description(one: Date, link: str) -> str:
    """Say what the text has, in its own words, and how the day was found."""
    entry = one.entry
    lines = [
        f"{entry.duty.label}: {entry.verb} {entry.addressees}",
        entry.words,
        f"When: {one.words}. {one.reason}",
    ]
    lines += [f"Conditions: {entry.conditions}"] if entry.conditions else []
    lines += [f"Reports to: {entry.reports_to}"] if entry.reports_to else []
    lines += [] if entry.in_force else ["This edition is superseded."]
    return "\n\n".join([*lines, link])


def _uid(one: Date) -> str:
    """Name an event by its clause, its verb, its words and its rule: the same in each export."""
    named = (str(one.entry.duty.provision), one.entry.duty.head.text, one.words, one.day.isoformat())
    return sha256("|".join(named).encode()).hexdigest()[:32]
