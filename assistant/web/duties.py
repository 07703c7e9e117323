"""Duties as the templates show them: rows, groups, choices, dates and mentions; no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.comparison.redline import Edit
from assistant.drafting.recurrence import Recurrence, Unit
from assistant.drafting.strength import Strength
from assistant.library.library import Library
from assistant.register.calendar_export import Date
from assistant.register.changes import ChangedDuty, DutyChange
from assistant.register.entries import DutyRegister
from assistant.register.office import Mention
from assistant.register.selection import Grouping, Order, Wanted, When
from assistant.web.addresses import address
from assistant.web.duty_table import BodyLink, Row, body_link, row

_AROUND = 110  # characters on each side of a mention
WHEN_NAMES = {
    When.ALL: "Any",
    When.TIMED: "With a time",
    When.RECURRING: "Recurring",
    When.DUE: "Due by a date or an event",
}
GROUP_NAMES = {Grouping.TEXT: "Text", Grouping.BODY: "Addressee"}
ORDER_NAMES = {
    Order.TEXT: "Order of the text",
    Order.BODY: "Addressee",
    Order.FORCE: "Force",
    Order.TIME: "Time",
}
_FORCE_NAMES = {
    Strength.BINDING: "Binding: instructs, decides …",
    Strength.REQUESTING: "Requesting: requests, calls upon …",
    Strength.INVITING: "Inviting: invites, encourages, urges …",
}
_EVERY = {Unit.DAILY: "day", Unit.WEEKLY: "week", Unit.MONTHLY: "month", Unit.YEARLY: "year"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a form: what is sent, what is shown."""

    value: str
    name: str
    chosen: bool


def verb_choices(register: DutyRegister, wanted: Wanted) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Return the forces and the verbs that the form offers."""
    forces = tuple(Choice(one.value, _FORCE_NAMES[one], wanted.verb.lower() == one.value) for one in Strength)
    verbs = sorted({_bare(one.verb) for one in register.entries(superseded=True)})
    if wanted.verb and wanted.verb.lower() not in [*verbs, *Strength]:
        verbs.append(wanted.verb)
    return forces, tuple(Choice(one, one, wanted.verb.lower() == one.lower()) for one in verbs)


def _bare(verb: str) -> str:
    """Return a verb without what only joins it to the one before: "also requests" → "requests"."""
    joining = ("also", "further", "strongly", "we")
    return " ".join(word for word in verb.split() if word not in joining) or verb


def body_groups(register: DutyRegister) -> tuple[tuple[str, tuple[BodyLink, ...]], ...]:
    """Return the bodies of each organization, of the main text's first; then what names no office."""
    groups = register.bodies.listed(register.organisation)
    return tuple((name, tuple(body_link(one) for one in bodies)) for name, bodies in groups)


def text_choices(library: Library, chosen: str) -> tuple[Choice, ...]:
    """Return the texts that the form offers, each edition by its key."""
    return tuple(
        Choice(
            str(one.key),
            one.name if library.is_in_force(one.key) else f"{one.name} (superseded)",
            str(one.key) == chosen,
        )
        for editions in library.instruments.values()
        for one in editions
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry of an office's calendar."""

    day: str
    every: str
    words: str
    action: str
    clause: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What recurs, what is due from today on, what was due before."""

    recurring: tuple[Dated, ...]
    coming: tuple[Dated, ...]
    past: tuple[Dated, ...]


def agenda(dates: Iterable[Date], today: date) -> Agenda:
    """Return the calendar of an office as a page shows it."""
    recurring: list[Dated] = []
    coming: list[Dated] = []
    past: list[Dated] = []
    for one in dates:
        where = recurring if one.every else coming if one.day >= today else past
        where.append(_dated(one))
    return Agenda(tuple(recurring), tuple(coming), tuple(past))


def _dated(one: Date) -> Dated:
    """Return an entry of a calendar."""
    every = _every(one.every) if one.every else ""
    label, address_ = one.entry.duty.label, address(one.entry.duty.provision)
    reason = " ".join(filter(None, (one.reason, one.ends)))
    return Dated(one.day.strftime("%-d %B %Y"), every, one.words, one.action, label, address_, reason)


def _every(every: Recurrence) -> str:
    """Return how often in words: "every 2 years"."""
    unit = _EVERY[every.unit]
    return f"every {unit}" if every.interval == 1 else f"every {every.interval} {unit}s"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A mention with the words around it."""

    clause: str
    address: str
    before: str
    name: str
    after: str


def snippet(one: Mention) -> Snippet:
    """Return a mention with the words around it, cut between words."""
    text = one.provision.text
    before, after = text[: one.start], text[one.end :]
    if len(before) > _AROUND:
        before = f"… {before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]} …"
    id_ = one.edition.id_of(one.provision)
    return Snippet(
        one.edition.citation(one.provision), address(id_), before, text[one.start : one.end], after
    )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A duty that changed: its old and its new form, and the redline of its words."""

    kind: str
    old: Row | None
    new: Row | None
    diff: tuple[Edit, ...]


def change_rows(
    register: DutyRegister, changes: Sequence[ChangedDuty], kind: str
) -> tuple[tuple[ChangeRow, ...], tuple[tuple[DutyChange, int], ...]]:
    """Return the changes of a kind, or all but what is unchanged, and how many there are of each kind."""
    counts = Counter(one.kind for one in changes)
    shown = [
        one for one in changes if one.kind == kind or (not kind and one.kind is not DutyChange.UNCHANGED)
    ]
    rows = tuple(
        ChangeRow(
            one.kind.value,
            row(register, one.old) if one.old else None,
            row(register, one.new) if one.new else None,
            one.diff,
        )
        for one in shown
    )
    return rows, tuple((one, counts[one]) for one in DutyChange if counts[one])
