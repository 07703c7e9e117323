"""Duties as the templates show them: rows, groups, choices, dates and mentions; no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from assistant.comparison.redline import Edit
from assistant.drafting.recurrence import Recurrence, Unit
from assistant.drafting.strength import Strength
from assistant.library.library import Library
from assistant.register.calendar_export import Date
from assistant.register.changes import ChangedDuty, DutyChange
from assistant.register.entries import DutyRegister, Entry, Item
from assistant.register.office import Mention
from assistant.register.selection import Grouping, Order, Wanted, When, grouped
from assistant.web.addresses import address

ON_PAGE = 100  # duties of a page
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


@dataclass(frozen=True, slots=True)
class Body:
    """A body with the address of its office."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A duty of the table."""

    bodies: tuple[Body, ...]
    verb: str
    force: str
    action: str
    items: tuple[Item, ...]
    frequency: str
    due: str
    conditions: tuple[str, ...]
    reports_to: tuple[str, ...]
    clause: str
    address: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a text or of a body, and how many there are on all pages."""

    name: str
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the table; `groups` are those of this page, `before` and `after` the addresses beside it."""

    groups: tuple[Group, ...]
    count: int
    texts: int
    forces: tuple[tuple[str, int], ...]
    page: int
    pages: int


def listing(entries: Sequence[Entry], wanted: Wanted, at: int) -> Listing:
    """Return a page of the duties that are wanted, pages counted from 1."""
    groups = grouped(entries, wanted.group)
    flat = [(name, len(members), one) for name, members in groups for one in members]
    pages = max(1, -(-len(flat) // ON_PAGE))
    at = min(max(at, 1), pages)
    shown: dict[str, list[Row]] = {}
    counts: dict[str, int] = {}
    for name, count, one in flat[(at - 1) * ON_PAGE : at * ON_PAGE]:
        shown.setdefault(name, []).append(row(one, full=wanted.group is Grouping.BODY))
        counts[name] = count
    forces = Counter(one.strength for one in entries)
    return Listing(
        tuple(Group(name, counts[name], tuple(found)) for name, found in shown.items()),
        len(entries),
        len({one.key for one in entries}),
        tuple((one.value, forces[one]) for one in Strength if forces[one]),
        at,
        pages,
    )


def row(one: Entry, *, full: bool = True) -> Row:
    """Return the row of a duty; `full` gives its clause with the name of its text."""
    label = one.duty.label
    short = label.removeprefix(f"{one.edition}, ")
    return Row(
        tuple(Body(name, office_address(name)) for name in one.duty.addressees),
        one.verb,
        one.strength.value if one.strength else "",
        one.words.partition("\n")[0],
        one.items,
        one.duty.frequency or "",
        one.duty.due or "",
        one.duty.conditions,
        one.duty.reports_to,
        label if full else short,
        address(one.duty.provision),
        one.in_force,
    )


def office_address(body: str) -> str:
    """Return the address of a body's office."""
    return f"/duties/office?body={quote(body, safe='')}"


def verb_choices(register: DutyRegister, wanted: Wanted) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Return the forces and the verbs that the form offers."""
    forces = tuple(Choice(one.value, _FORCE_NAMES[one], wanted.verb.lower() == one.value) for one in Strength)
    verbs = sorted({_bare(one.verb) for one in register.entries(superseded=True)})
    if wanted.verb and wanted.verb.lower() not in [*verbs, *Strength]:
        verbs.append(wanted.verb)
    return forces, tuple(Choice(one, one, wanted.verb.lower() == one.lower()) for one in verbs)


def _bare(verb: str) -> str:
    """Return a verb without what only joins it to the one before: "also requests" → "requests"."""
    words = verb.split()
    while len(words) > 1 and words[0] in ("also", "further", "strongly", "we"):
        words.pop(0)
    return " ".join(words)


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
    first = one.entry.words.partition("\n")[0]
    label, address_ = one.entry.duty.label, address(one.entry.duty.provision)
    return Dated(one.day.strftime("%-d %B %Y"), every, one.words, first, label, address_, one.reason)


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
    changes: Sequence[ChangedDuty], kind: str
) -> tuple[tuple[ChangeRow, ...], tuple[tuple[DutyChange, int], ...]]:
    """Return the changes of a kind, or all but what is unchanged, and how many there are of each kind."""
    counts = Counter(one.kind for one in changes)
    shown = [
        one for one in changes if one.kind == kind or (not kind and one.kind is not DutyChange.UNCHANGED)
    ]
    rows = tuple(
        ChangeRow(
            one.kind.value,
            row(one.old) if one.old else None,
            row(one.new) if one.new else None,
            one.diff,
        )
        for one in shown
    )
    return rows, tuple((one, counts[one]) for one in DutyChange if counts[one])
