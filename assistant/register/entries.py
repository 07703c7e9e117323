"""Entries of the register: a duty with the list below its clause, in the words of the text.

    DutyRegister(library).entries()   the duties of the texts in force

A clause that opens a list ("to contribute …, in order to:") is one entry with its list; each item has its
own times, conditions and recipients. A clause that only names the body ("Calls upon Member States:", "The
Council shall:") gives an entry for each item. Each edition is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Self

from assistant.drafting.duties import NO_PARTICULARS, Duty, Particulars, duties_of, particulars
from assistant.drafting.obligations import is_lead_in
from assistant.drafting.strength import Strength
from assistant.drafting.timing import Time
from assistant.library.library import Library
from assistant.register.bodies import Bodies
from corpus.instruments import Edition, Provision
from corpus.issuers import organisation
from corpus.keys import EditionKey, ProvisionId

_DOES = re.compile(
    r"(?<!order )(?<!so as )\bto (?!the\b|a\b|an\b|its\b|their\b|this\b|that\b|which\b)[a-z]{2,}"
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the list below a duty's clause: its marker, its words, its depth from 0.

    `name` cites it within its clause: "iii)", "2 a)", "item 3"; '' for the words that close a list. `own`
    are the times, conditions and recipients that its words name.
    """

    marker: str
    text: str
    depth: int
    name: str = ""
    own: Particulars = NO_PARTICULARS


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty as the register has it.

    `lead` are the words of the clause that introduces it, `items` the list below it; `edition` is the
    name of its text. `is_shared` is True for a duty that is listed for a body which is one of several that
    it addresses by one name: the Director of a Bureau for "the Directors of the Bureaux".
    """

    duty: Duty
    edition: str
    in_force: bool
    lead: str = ""
    items: tuple[Item, ...] = ()
    is_shared: bool = False

    @property
    def key(self) -> EditionKey:
        """The edition that it is in."""
        return self.duty.provision.edition

    @property
    def place(self) -> str:
        """The citation of its clause without the name of its text."""
        return self.duty.label.removeprefix(f"{self.edition}, ").removesuffix(f" of the {self.edition}")

    @property
    def strength(self) -> Strength | None:
        """How far its verb binds."""
        return self.duty.strength

    @property
    def verb(self) -> str:
        """Its verb, in small letters."""
        return self.duty.head.verb.lower()

    @property
    def addressees(self) -> str:
        """The bodies that are told, in one line."""
        return "; ".join(self.duty.addressees)

    @property
    def opening(self) -> str:
        """What is to be done, with what introduces it, without the list below."""
        first = ": ".join(filter(None, (self.lead, self.duty.action)))
        return f"{first}:" if self.items else first

    @property
    def words(self) -> str:
        """What is to be done, with what introduces it and the list below, an item a line."""
        lines = [f"{'  ' * item.depth}{item.marker} {item.text}".rstrip() for item in self.items]
        return "\n".join((self.opening, *lines))

    @property
    def sections(self) -> tuple[Item, ...]:
        """The clause without its list, then each item that says when, on what condition or to whom."""
        own = Particulars(self.duty.times, self.duty.conditions, self.duty.reports_to)
        items = (item for item in self.items if item.own != NO_PARTICULARS)
        return (Item("", self.opening, 0, own=own), *items)

    @property
    def times(self) -> tuple[Time, ...]:
        """By when and how often, of its clause and its items."""
        return tuple(time for section in self.sections for time in section.own.times)

    def lines(self, words: Callable[[Particulars], Iterable[str]]) -> str:
        """Return words of each section, a line each; those of an item after its name: "ii) every year"."""
        found = [(section.name, "; ".join(words(section.own))) for section in self.sections]
        return "\n".join(f"{name}: {text}" if name else text for name, text in found if text)


class DutyRegister:
    """The duties of a library, read once for each edition."""

    def __init__(self, library: Library, subject: EditionKey | None = None) -> None:
        """Take a library and its main text, whose organization comes first; nothing is read yet."""
        self.library, self.subject = library, subject
        self._read: dict[EditionKey, tuple[Entry, ...]] = {}
        self._reading = Lock()  # two requests at once read an edition once

    def over(self, library: Library) -> Self:
        """Return the register of a library with the same adopted texts, whose duties are read already."""
        other = copy(self)
        other.library = library
        return other

    def of(self, key: EditionKey) -> tuple[Entry, ...]:
        """Return the duties of an edition. Raises UnknownEdition."""
        edition = self.library.edition(key)
        if not edition.is_adopted:  # other texts may have this key in another library: see `over`
            return tuple(_entries(edition, in_force=False))
        with self._reading:
            if key not in self._read:
                self._read[key] = tuple(_entries(edition, in_force=self.library.is_in_force(key)))
        return self._read[key]

    def entries(self, *, superseded: bool = False) -> tuple[Entry, ...]:
        """Return the duties of the editions in force, or of all, in the order of the library."""
        keys = [edition.key for editions in self.library.instruments.values() for edition in editions]
        return tuple(
            entry for key in keys if superseded or self.library.is_in_force(key) for entry in self.of(key)
        )

    @property
    def organisation(self) -> str:
        """The organization of the main text; '' where there is none."""
        return organisation(self.subject.instrument) if self.subject else ""

    @cached_property
    def bodies(self) -> Bodies:
        """The bodies that some edition tells something."""
        entries = self.entries(superseded=True)
        return Bodies((entry.duty for entry in entries), {entry.key for entry in entries if entry.in_force})


def _entries(edition: Edition, *, in_force: bool) -> Iterator[Entry]:
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
            if not duty.items_apart:
                places[duty.provision] = len(found)
            lead = leads.get(above, "") if above else ""
            found.append(Entry(duty, edition.name, in_force, lead))
    yield from (_closed(entry, edition) for entry in found)


def _opens(duty: Duty, edition: Edition) -> bool:
    """Return True for a clause that says nothing to be done, but introduces a list that does."""
    clause = edition.provision(duty.provision.eid)
    if duty.items_apart:
        return is_lead_in(clause.text)
    ends_open = clause.text.rstrip().endswith(":") and bool(edition.children(clause.eid))
    return ends_open and not duty.is_obligation and not _DOES.search(duty.action)


def _with(entry: Entry, duty: Duty, edition: Edition) -> Entry:
    clause, top = edition.provision(duty.provision.eid), entry.duty.provision.eid
    above = edition.ancestors(clause.eid)
    path = [*(ancestor for ancestor in above if ancestor.eid.startswith(f"{top}__")), clause]
    closing = edition.find(f"{clause.eid}__wrapup")
    own = particulars(f"{clause.text} {closing.text}" if closing else clause.text, edition.key.year)
    marker = clause.label if clause.has_marginal_number else clause.marker
    depth = len(above) - len(edition.ancestors(top)) - 1
    item = Item(marker, clause.text, depth, _name(path, edition), own)
    return replace(entry, items=(*entry.items, item))


def _name(path: Sequence[Provision], edition: Edition) -> str:
    """Return what an item is called within its clause: its markers from above, else its place."""
    item = path[-1]
    if item.has_marginal_number:
        return item.label
    marks = [provision.marker for provision in path]
    if all(re.search(r"\w", mark) for mark in marks):
        return " ".join(marks)
    siblings = [sibling.eid for sibling in edition.children(item.parent)]
    return f"item {siblings.index(item.eid) + 1}"


def _closed(entry: Entry, edition: Edition) -> Entry:
    """Return an entry with the words that close its list, where there are some."""
    closing = edition.find(f"{entry.duty.provision.eid}__wrapup")
    return replace(entry, items=(*entry.items, Item("", closing.text, 0))) if closing else entry
