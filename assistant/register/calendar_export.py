"""icalendar: duties → a calendar (RFC 5545) of what recurs and what is due.

Days come from the text. If it names only a month or a year, the last day is used. What recurs without a
date starts, and ends if that is known, with the period in which the text applies. The description explains
each choice. What has neither a date nor an interval ("at its next session") is not in the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from textwrap import shorten

from icalendar import Calendar, Event

from assistant import plain_text
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
from assistant.plain_text import named
from assistant.register.entries import Entry, Item
from corpus.keys import EditionKey

_FROM = ("starting", "beginning", "commencing", "as from", "as of", "from")
_UNTIL = ("until",)
_TITLE = 120  # characters of an event's title
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–—]\s?((?:19|20)\d\d)\b")  # "strategic plan for 2024-2027"


@dataclass(frozen=True, slots=True)
class _Period:
    """The time for which a text applies: its first and last day, each with the reason for it."""

    first: date
    counted_from: str
    last: date | None
    ends: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An entry of the calendar: a day, how often from then on and until when, and why this day.

    `section` is the clause or the item whose words have it; `ends` says when it ends and why, '' for a day
    that does not recur.
    """

    entry: Entry
    section: Item
    words: str
    day: date
    every: Recurrence | None
    until: date | None
    reason: str
    ends: str = ""

    @property
    def action(self) -> str:
        """What is to be done, in one line: of an item, its text after its name."""
        words = " ".join(self.section.text.split())
        return f"{self.section.name} {words}" if self.section.name else words


def dates(entries: Iterable[Entry], library: Library) -> tuple[Occurrence, ...]:
    """Return what recurs or is due, by day."""
    found = [
        occurrence
        for entry in entries
        for section in entry.sections
        for occurrence in _dates(entry, section, library)
    ]
    return tuple(
        sorted(found, key=lambda occurrence: (occurrence.day, occurrence.entry.duty.label, occurrence.words))
    )


def calendar(
    entries: Iterable[Entry], library: Library, name: str, link: Callable[[Entry], str], now: datetime
) -> bytes:
    """Write the calendar; `link` gives the address of a duty's clause, `now` is in UTC."""
    ics = Calendar()
    ics.add("prodid", "-//Resolutions//Duties//EN")
    ics.add("version", "2.0")
    ics.add("x-wr-calname", name)
    for occurrence in dates(entries, library):
        ics.add_component(_event(occurrence, link(occurrence.entry), now))
    return bytes(ics.to_ical())


def _dates(entry: Entry, section: Item, library: Library) -> Iterator[Occurrence]:
    """Walk the dates of a clause or an item: what recurs, then each day that is named."""
    times = section.own.times
    limits = times if section.own.times == entry.duty.times else (*times, *entry.duty.times)
    often = [(time, every) for time in times if (every := recurrence(time.words))]
    for time, every in often:
        yield _recurring(time, every, limits, entry, section, library)
    for due in times:
        if due.kind is TimeKind.DATE and not is_relative(due.words):
            yield from _days(due, entry, section, recurs=bool(often))


def _recurring(
    time: Time, every: Recurrence, limits: Sequence[Time], entry: Entry, section: Item, library: Library
) -> Occurrence:
    """Return what recurs; `limits` are the times of its clause, which may say from when and until when."""
    starts = [first_day(limit.words) for limit in limits if limit.words.lower().startswith(_FROM)]
    until = next((last_day(limit.words) for limit in limits if limit.words.lower().startswith(_UNTIL)), None)
    period = _period(entry.key, library)
    if named_day := last_day(time.words):
        day, reason = named_day.day, _reason(named_day, "last")
    elif start := next(filter(None, starts), None):
        day, reason = start.day, "Counted from the start date given in the text."
    else:
        day, reason = period.first, f"The text names no date: {period.counted_from}."
    last, ends = (until.day, "Ends on the date given in the text.") if until else (period.last, period.ends)
    if last and last < day:
        last, ends = None, "No end is known."
    return Occurrence(entry, section, time.words, day, every, last, reason, ends)


def _days(time: Time, entry: Entry, section: Item, *, recurs: bool) -> Iterator[Occurrence]:
    """Walk the days that a time names; a start or an end of what recurs is none."""
    words = time.words.lower()
    begins = words.startswith(_FROM)
    if recurs and (begins or words.startswith(_UNTIL)):
        return
    for day in filter(None, [first_day(words)] if begins else named_days(words)):
        reason = _reason(day, "first" if begins else "last")
        yield Occurrence(entry, section, time.words, day.day, None, None, reason)


def _reason(day: Day, which: str) -> str:
    if day.is_exact:
        return "The text gives this date."
    return f"The text names only the month or the year: this is its {which} day."


def _period(key: EditionKey, library: Library) -> _Period:
    """Return the time for which an edition applies.

    It is the years in its title; else it begins with the adoption, or with the year after where only the
    year is known, and a superseded edition ends with the year of the one that follows it.
    """
    edition = library.edition(key)
    span = _SPAN.search(edition.title)
    if span and span[1] <= span[2]:
        years = f"{span[1]}–{span[2]}, the years in its title"
        first, last = date(int(span[1]), 1, 1), date(int(span[2]), 12, 31)
        return _Period(first, f"counted from the start of {years}", last, f"Ends with {years}.")
    try:
        first = date.fromisoformat(edition.adopted)
        counted_from = f"counted from its adoption on {first.strftime('%-d %B %Y')}"
    except ValueError:  # a year alone, or a day that no calendar has
        first = date(key.year + 1, 1, 1)
        counted_from = f"counted from the start of {first.year}, the year after this edition"
    newest = library.in_force(key.instrument)
    later = [other.key.year for other in library.instruments.get(key.instrument, ())]
    newer = min((year for year in (*later, newest.year if newest else 0) if year > key.year), default=None)
    if newer is None:
        return _Period(first, counted_from, None, "The text gives no end.")
    ends = f"Ends with {newer}, the year of the edition that superseded this one."
    return _Period(first, counted_from, date(newer, 12, 31), ends)


def _event(occurrence: Occurrence, link: str, now: datetime) -> Event:
    """Make the event of a date, a whole day that blocks no time."""
    event = Event()
    addressee = occurrence.entry.duty.head.addressed
    event.add("uid", f"{_uid(occurrence)}@resolutions")
    event.add("dtstamp", now)
    event.add("dtstart", occurrence.day)
    event.add("dtend", occurrence.day + timedelta(days=1))
    title = named(f"{addressee[:1].upper()}{addressee[1:]}: {occurrence.action}")
    short = shorten(title, _TITLE, placeholder=" …", break_on_hyphens=False)
    event.add("summary", re.sub(r"[ ,;:.–-]+ …$", " …", short))
    event.add("description", _description(occurrence, link))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    if occurrence.every:
        rule = {"freq": occurrence.every.unit.value, "interval": occurrence.every.interval}
        event.add("rrule", {**rule, "until": occurrence.until} if occurrence.until else rule)
    return event


def _description(occurrence: Occurrence, link: str) -> str:
    """Return the clause as a block with its citation, then how the day was found."""
    entry = occurrence.entry
    conditions = {name for part in (entry.sections[0], occurrence.section) for name in part.own.conditions}
    reports_to = occurrence.section.own.reports_to or entry.duty.reports_to
    words = f"{entry.opening}\n{occurrence.action}" if occurrence.section.name else entry.words
    clause = (plain_text.governing(entry.duty.mandate), plain_text.quote(words))
    lines = [
        "\n".join((*clause, plain_text.citation(entry.duty.label))),
        " ".join(filter(None, (f"When: {named(occurrence.words)}.", occurrence.reason, occurrence.ends))),
    ]
    lines += [f"Conditions: {named('; '.join(sorted(conditions)))}"] if conditions else []
    lines += [f"Reports to: {named('; '.join(reports_to))}"] if reports_to else []
    lines += [] if entry.in_force else ["This edition is superseded."]
    return "\n\n".join([*lines, link])


def _uid(occurrence: Occurrence) -> str:
    """Name an event by its clause and item, its verb, its words and its day: the same in each export."""
    clause = (str(occurrence.entry.duty.provision), occurrence.section.name, occurrence.entry.duty.head.text)
    parts = (*clause, occurrence.words, occurrence.day.isoformat())
    return sha256("|".join(parts).encode()).hexdigest()[:32]
