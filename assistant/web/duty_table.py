"""The table of duties as the templates show it: groups that open, and pages; no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.drafting.strength import Strength
from assistant.register.entries import DutyRegister, Entry
from assistant.register.selection import Grouping, grouped

ON_PAGE = 25  # duties of a page: so many are read on a phone
CLOSED = "none"  # the group that is open where all are closed


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of a text or of a body: how many there are, and those of the page where it is open.

    `toggle` are the fields that open or close it; '' where it cannot be closed.
    """

    name: str
    count: int
    duties: Sequence[Entry]
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
    forces: tuple[tuple[Strength, int], ...]
    shared: int
    page: int
    pages: int
    shown: str


def listing(register: DutyRegister, entries: Sequence[Entry], by: Grouping, opened: str, at: int) -> Listing:
    """Return a page of duties in groups, pages counted from 1.

    All groups are open where one page has room for them. Else one is: `opened`, that of the main text, or
    the first one; none where `opened` is CLOSED.
    """
    groups = dict(grouped(register, entries, by))
    few = sum(map(len, groups.values())) <= ON_PAGE
    one = _opened(list(groups), opened, register)
    pages = 1 if few else max(1, -(-len(groups.get(one, ())) // ON_PAGE))
    at = min(max(at, 1), pages)
    page = slice(None) if few else slice((at - 1) * ON_PAGE, at * ON_PAGE)
    forces = Counter(entry.strength for entry in entries)
    return Listing(
        tuple(
            Group(
                name,
                len(found),
                found[page] if few or name == one else (),
                few or name == one,
                "" if few else urlencode({"open": CLOSED if name == one else name}),
            )
            for name, found in groups.items()
        ),
        len(entries),
        len({entry.key for entry in entries}),
        tuple((force, forces[force]) for force in Strength if forces[force]),
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


def office_address(body: str) -> str:
    """Return the address of a body's office."""
    return f"/duties/office?body={quote(body, safe='')}"
