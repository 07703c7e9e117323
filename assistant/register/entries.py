"""Entries of the register: a duty with the list below its clause, in the words of the text.

    DutyRegister(library).entries()   the duties of the texts in force

A clause that opens a list ("to contribute …, in order to:") is one entry with its list. A clause that
only names the body ("Calls upon Member States:") gives an entry for each item. What is costly is read
once for each edition and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import TypeVar

from assistant.comparison.counterparts import counterparts
from assistant.drafting.duties import Duty, duties_of
from assistant.drafting.strength import Strength
from assistant.library.library import Library
from corpus.instruments import Edition
from corpus.keys import EditionKey, ProvisionId

_T = TypeVar("_T")
_ALIGNED = 32  # pairs of editions whose clauses are kept paired
_DOES = re.compile(
    r"(?<!order )(?<!so as )\bto (?!the\b|a\b|an\b|its\b|their\b|this\b|that\b|which\b)[a-z]{2,}"
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the list below a duty's clause: its marker, its words, how deep it is, from 0."""

    marker: str
    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty as the register has it.

    `lead` are the words of the clause that introduces it, `items` the list below it; `edition` is the
    name of its text.
    """

    duty: Duty
    edition: str
    in_force: bool
    lead: str = ""
    items: tuple[Item, ...] = ()

    @property
    def key(self) -> EditionKey:
        """The edition that it is in."""
        return self.duty.provision.edition

    @property
    def strength(self) -> Strength | None:
        """How far its verb binds."""
        return self.duty.strength

    @property
    def verb(self) -> str:
        """Its verb, in small letters."""
        return self.duty.head.verb[:1].lower() + self.duty.head.verb[1:]

    @property
    def addressees(self) -> str:
        """The bodies that are told, in one line."""
        return "; ".join(self.duty.addressees)

    @property
    def words(self) -> str:
        """What is to be done, with what introduces it and the list below, an item a line."""
        first = ": ".join(filter(None, (self.lead, self.duty.action)))
        lines = [f"{'  ' * one.depth}{one.marker} {one.text}".rstrip() for one in self.items]
        return "\n".join((f"{first}:" if lines else first, *lines))

    @property
    def times(self) -> str:
        """By when and how often, in one line."""
        return "; ".join(one.words for one in self.duty.times)

    @property
    def conditions(self) -> str:
        """On what condition, in one line."""
        return "; ".join(self.duty.conditions)

    @property
    def reports_to(self) -> str:
        """To whom it is reported, in one line."""
        return "; ".join(self.duty.reports_to)


class DutyRegister:
    """The duties of a library, read once for each edition."""

    def __init__(self, library: Library) -> None:
        """Take a library; nothing is read yet."""
        self.library = library
        self._read: dict[EditionKey, tuple[Entry, ...]] = {}
        self._reading = Lock()  # two requests at once read an edition once
        self._aligned = lru_cache(maxsize=_ALIGNED)(self._align)

    def of(self, key: EditionKey) -> tuple[Entry, ...]:
        """Return the duties of an edition. Raises UnknownEdition."""
        edition = self.library.edition(key)
        with self._reading:
            if key not in self._read:
                self._read[key] = tuple(_entries(edition, in_force=self.library.is_in_force(key)))
        return self._read[key]

    def entries(self, *, superseded: bool = False) -> tuple[Entry, ...]:
        """Return the duties of the editions in force, or of all, in the order of the library."""
        keys = [one.key for editions in self.library.instruments.values() for one in editions]
        return tuple(
            entry for key in keys if superseded or self.library.is_in_force(key) for entry in self.of(key)
        )

    def counterparts(self, old: EditionKey, new: EditionKey) -> dict[str, str]:
        """Return which clause of one edition is which of another, by their eIds. Raises UnknownEdition."""
        return self._aligned(old, new)

    def _align(self, old: EditionKey, new: EditionKey) -> dict[str, str]:
        """Align two editions that were not compared lately."""
        return counterparts(self.library.edition(old), self.library.edition(new))

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The names of the bodies that some edition tells something, in the order of the alphabet."""
        names = {one for entry in self.entries(superseded=True) for one in entry.duty.addressees}
        return tuple(sorted(names, key=str.casefold))


def _entries(edition: Edition, *, in_force: bool) -> Iterator[Entry]:
    """Walk the entries of an edition, in the order of its text."""
    found: list[Entry] = []
    places: dict[ProvisionId, int] = {}  # of a clause: the entry that the items below it belong to
    leads: dict[ProvisionId, str] = {}
    for duty in duties_of(edition):
        above = duty.under
        if above in places:
            places[duty.provision] = places[above]
            found[places[above]] = _with(found[places[above]], duty, edition)
        elif _opens(duty, edition):
            leads[duty.provision] = duty.action
        else:
            places[duty.provision] = len(found)
            lead = leads.get(above, "") if above else ""
            found.append(Entry(duty, edition.name, in_force, lead))
    yield from (_closed(one, edition) for one in found)


def _opens(duty: Duty, edition: Edition) -> bool:
    """Return True for a clause that says nothing to be done, but introduces a list that does."""
    clause = edition.provision(duty.provision.eid)
    ends_open = clause.text.rstrip().endswith(":") and bool(edition.children(clause.eid))
    return ends_open and duty.head.verb not in ("shall",) and not _DOES.search(duty.action)


def _with(entry: Entry, duty: Duty, edition: Edition) -> Entry:
    """Return an entry with one more item; its times, conditions and reports count for the whole."""
    clause = edition.provision(duty.provision.eid)
    depth = len(edition.ancestors(clause.eid)) - len(edition.ancestors(entry.duty.provision.eid)) - 1
    whole = replace(
        entry.duty,
        times=_joined(entry.duty.times, duty.times),
        conditions=_joined(entry.duty.conditions, duty.conditions),
        reports_to=_joined(entry.duty.reports_to, duty.reports_to),
    )
    return replace(entry, duty=whole, items=(*entry.items, Item(clause.marker, clause.text, depth)))


def _closed(entry: Entry, edition: Edition) -> Entry:
    """Return an entry with the words that close its list, where there are some."""
    closing = edition.find(f"{entry.duty.provision.eid}__wrapup")
    if closing is None:
        return entry
    return replace(entry, items=(*entry.items, Item("", closing.text, 0)))


def _joined(first: tuple[_T, ...], second: tuple[_T, ...]) -> tuple[_T, ...]:
    """Return both, each value once."""
    return tuple(dict.fromkeys((*first, *second)))
