"""The table of duties as the templates show it: groups that open, pages, rows; no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.drafting.strength import Strength
from assistant.register.bodies import Body
from assistant.register.entries import DutyRegister, Entry, Item
from assistant.register.selection import Grouping, grouped
from assistant.web.addresses import address

ON_PAGE = 25  # duties of a page: so many are read on a phone
CLOSED = "none"  # the group that is open where all are closed


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
