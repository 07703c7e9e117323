"""Duties as the templates show them: rows, groups, choices, dates and mentions; no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from assistant.comparison.redline import Edit
from assistant.drafting.recurrence import Recurrence, Unit
from assistant.drafting.strength import Strength
from assistant.library.library import Library
from assistant.register.bodies import Body
from assistant.register.calendar_export import Date
from assistant.register.changes import ChangedDuty, DutyChange
from assistant.register.entries import DutyRegister, Entry, Item
from assistant.register.office import Mention
from assistant.register.selection import Grouping, Order, Wanted, When, grouped
from assistant.web.addresses import address

ON_PAGE = 25  # duties of a page: so many are read on a phone
CLOSED = "none"  # the group that is open where all are closed
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
class BodyLink:
    """A body with the address of its office and how many duties it has."""

    name: str
    address: str
    duties: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item below a duty, and what its own words say, each with what that is: "When", "every year"."""

    marker: str
    text: str
    depth: int
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A duty of the table; `is_shared` for one that a body has as one of several."""

    bodies: tuple[BodyLink, ...]
    verb: str
    force: str
    action: str
    items: tuple[ItemRow, ...]
    times: tuple[str, ...]
    conditions: tuple[str, ...]
    reports_to: tuple[str, ...]
    clause: str
    address: str
    in_force: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of a text or of a body: how many there are, and those of the page where it is open.

    `toggle` are the fields that open or close it; '' where it cannot be closed.
    """

    name: str
    count: int
    rows: tuple[Row, ...]
    is_open: bool
    toggle: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The groups of a table, of which one is open where there are many duties; it may have several pages.

    `shown` are the fields by which the address says which is open, without the page.
    """

    groups: tuple[Group, ...]
    count: int
    texts: int
    forces: tuple[tuple[str, int], ...]
    shared: int
    page: int
    pages: int
    shown: str


def listing(register: DutyRegister, entries: Sequence[Entry], by: Grouping, opened: str, at: int) -> Listing:
    """Return a page of duties in groups, pages counted from 1.

    All groups are open where one page has room for them. Else one is: `opened`, that of the main text, or
    the first one; none where `opened` is CLOSED.
    """
    groups = grouped(register, entries, by)
    few = sum(len(members) for _, members in groups) <= ON_PAGE
    one = _opened([name for name, _ in groups], opened, register)
    members = dict(groups).get(one, ()) if not few else ()
    pages = max(1, -(-len(members) // ON_PAGE))
    at = min(max(at, 1), pages)
    forces = Counter(entry.strength for entry in entries)
    return Listing(
        tuple(_group(register, name, found, by, few=few, opened=one, at=at) for name, found in groups),
        len(entries),
        len({entry.key for entry in entries}),
        tuple((force.value, forces[force]) for force in Strength if forces[force]),
        sum(entry.is_shared for entry in entries),
        at,
        pages,
        urlencode({"open": one}) if one and not few else "",
    )


def _opened(names: Sequence[str], opened: str, register: DutyRegister) -> str:
    """Return the group that is open, or ''."""
    main = register.library.find(register.subject) if register.subject else None
    wanted = (opened, main.name if main else "", *names[:1])
    return "" if opened == CLOSED else next((name for name in wanted if name in names), "")


def _group(
    register: DutyRegister,
    name: str,
    members: Sequence[Entry],
    by: Grouping,
    *,
    few: bool,
    opened: str,
    at: int,
) -> Group:
    """Return a group, with its rows if it is open."""
    is_open = few or name == opened
    shown = members if few else members[(at - 1) * ON_PAGE : at * ON_PAGE] if is_open else ()
    rows = tuple(row(register, one, full=by is Grouping.BODY) for one in shown)
    toggle = "" if few else urlencode({"open": CLOSED if is_open else name})
    return Group(name, len(members), rows, is_open, toggle)


def row(register: DutyRegister, one: Entry, *, full: bool = True) -> Row:
    """Return the row of a duty; `full` gives its clause with the name of its text."""
    label = one.duty.label
    short = label.removeprefix(f"{one.edition}, ").removesuffix(f" of the {one.edition}")
    return Row(
        tuple(body_link(body) for body in register.bodies.of(one.duty)),
        one.verb,
        one.strength.value if one.strength else "",
        one.opening,
        tuple(_item(item) for item in one.items),
        tuple(time.words for time in one.duty.times),
        one.duty.conditions,
        one.duty.reports_to,
        label if full else short,
        address(one.duty.provision),
        one.in_force,
        one.is_shared,
    )


def body_link(body: Body) -> BodyLink:
    """Return a body with the address of its office."""
    return BodyLink(body.label, office_address(body.label), body.duties)


def _item(item: Item) -> ItemRow:
    """Return an item with what its own words say."""
    said = (
        ("When", "; ".join(one.words for one in item.own.times)),
        ("Condition", "; ".join(item.own.conditions)),
        ("Reports to", "; ".join(item.own.reports_to)),
    )
    return ItemRow(item.marker, item.text, item.depth, tuple(one for one in said if one[1]))


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
