"""The graph of references: who names whom, from which clause, over all texts in the library, both ways.

A text often names an instrument without its edition: "the Convention", "Resolution 139". Such a reference
leads to the edition in force when the text was adopted, if one is known, and is marked so; otherwise to the
instrument. A reference to an edition leads there, even if that edition is superseded.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assistant.library.library import Library, Target
from assistant.references.names import edition_of, full_name, instrument_of
from corpus.instruments import Edition, Reference, Relation
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_DATE = re.compile(r" of [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}")  # "75/233 of 21 December 2020"
_ADOPTED_ONCE = "un-"  # what the United Nations adopt has one edition: its number names it


class LinkStatus(StrEnum):
    """How what a reference leads to stands in the library."""

    HELD = "held"
    SUPERSEDED = "superseded"
    NO_SUCH_CLAUSE = "no such clause"
    LATER_ONLY = "only a later edition held"
    NOT_HELD = "not held"


@dataclass(frozen=True, slots=True)
class Link:
    """A reference of a text that is held, and where it leads.

    `target` is what the text names; `leads` is the same with its edition, the one then in force where
    the text names none (`dated` is False), and an instrument where no edition of that time is known.
    """

    source: ProvisionId
    label: str
    text: str
    target: Target
    leads: Target
    dated: bool
    standing: LinkStatus
    superseded_by: EditionKey | None = None
    relation: Relation | None = None

    @property
    def held(self) -> bool:
        """Whether the library holds what the reference leads to."""
        return self.standing in (LinkStatus.HELD, LinkStatus.SUPERSEDED)

    @property
    def resolved(self) -> EditionKey | None:
        """The edition that the reference leads to."""
        return edition_of(self.leads)


@dataclass(frozen=True, slots=True)
class OtherText:
    """A text on the other side of references, and the references, in the order of the texts."""

    target: EditionKey | InstrumentKey
    name: str
    links: tuple[Link, ...]

    @property
    def is_in_library(self) -> bool:
        """Whether the library has the text."""
        return any(link.standing != LinkStatus.NOT_HELD for link in self.links)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a text or a clause cites, and what cites it; `inner` are references from a text to itself."""

    cites: tuple[OtherText, ...]
    cited_by: tuple[OtherText, ...]
    inner: tuple[Link, ...]


@dataclass(frozen=True)
class Graph:
    """All references of the texts that are held."""

    library: Library
    links: tuple[Link, ...]

    @classmethod
    def of(cls, library: Library) -> Graph:
        """Follow every reference of a library, in the order of its texts."""
        once = _adopted_once(library)
        return cls(
            library,
            tuple(_link(edition, reference, library, once) for edition, reference in library.references()),
        )

    def out_of(self, *focus: Target) -> tuple[Link, ...]:
        """Return what texts name, or provisions with all below them."""
        covers = self._covering(focus)
        return tuple(link for link in self.links if covers(link.source))

    def into(self, *focus: Target) -> tuple[Link, ...]:
        """Return what names instruments, editions, or provisions or something below them."""
        covers = self._covering(focus)
        return tuple(link for link in self.links if covers(link.leads))

    def called(self, words: str) -> tuple[Target, ...]:
        """Return what the texts mean when they name something with these words."""
        plain = words.lower().removeprefix("the ").strip()
        return tuple(dict.fromkeys(link.leads for link in self.links if link.text.lower() == plain))

    @cached_property
    def counts(self) -> Counter[tuple[EditionKey, EditionKey]]:
        """How often a text of the library cites another that the library has, by both."""
        return Counter(
            (link.source.edition, resolved)
            for link in self.links
            if (resolved := link.resolved)
            and resolved != link.source.edition
            and self.library.holds(resolved)
        )

    def around(self, focus: EditionKey | InstrumentKey | ProvisionId) -> Neighbours:
        """Return what a text, or a clause with all below it, cites, and what cites it."""
        own = edition_of(focus)
        out, into = self.out_of(focus), self.into(focus)
        outward = [link for link in out if link.source.edition != (link.resolved or own)]
        inward = [link for link in into if link.source.edition != link.resolved]
        inner = dict.fromkeys(link for link in (*out, *into) if link.source.edition == link.resolved)
        return Neighbours(
            self._grouped(outward, lambda link: link.resolved or instrument_of(link.leads)),
            self._grouped(inward, lambda link: link.source.edition),
            tuple(inner),
        )

    def _grouped(self, links: Sequence[Link], other: Callable[[Link], Target]) -> tuple[OtherText, ...]:
        """Group references by the text on their other side; the text with most references first."""
        found: dict[Target, list[Link]] = defaultdict(list)
        for link in links:
            found[other(link)].append(link)
        texts = [
            OtherText(target, full_name(target, self.library, _words(group)), tuple(group))
            for target, group in found.items()
            if not isinstance(target, ProvisionId)
        ]
        return tuple(sorted(texts, key=lambda text: (-len(text.links), text.name)))

    def _covering(self, focus: Iterable[Target]) -> Callable[[Target], bool]:
        """Return a predicate: True for a target that is one of these, or a part of one."""
        whole = set(focus)
        for target in tuple(whole):
            edition = self.library.adopted(target.edition) if isinstance(target, ProvisionId) else None
            if isinstance(target, ProvisionId) and edition:
                whole |= {edition.id_of(below) for below in edition.descendants(target.eid)}
        return lambda target: not whole.isdisjoint((target, edition_of(target), instrument_of(target)))


def _adopted_once(library: Library) -> dict[InstrumentKey, EditionKey]:
    """Return the only edition of what is adopted once, where any text says of which year it is."""
    named = {key for _, reference in library.references() if (key := edition_of(reference.target))}
    named |= {text.key for text in library.editions} | {
        text.edition for text in library.catalogue.instruments
    }
    found: dict[InstrumentKey, set[EditionKey]] = defaultdict(set)
    for key in named:
        if key.instrument.issuer.startswith(_ADOPTED_ONCE):
            found[key.instrument].add(key)
    return {instrument: min(keys) for instrument, keys in found.items() if len(keys) == 1}


def _link(
    edition: Edition, reference: Reference, library: Library, once: Mapping[InstrumentKey, EditionKey]
) -> Link:
    source, target = edition.provision(reference.source), reference.target
    if instrument_of(target).issuer.startswith(_ADOPTED_ONCE):
        dated, leads = True, once.get(target, target) if isinstance(target, InstrumentKey) else target
    else:
        dated = _names_edition(reference, source.text, edition.key, library)
        leads = target if dated else _in_force(target, edition.key.year, library)
    superseded_by = _superseded_by(edition_of(leads), edition.key, library)
    return Link(
        source=edition.id_of(source),
        label=edition.citation(source),
        text=reference.text,
        target=target,
        leads=leads,
        dated=dated,
        standing=_standing(leads, library, superseded=superseded_by is not None),
        superseded_by=superseded_by,
        relation=reference.relation,
    )


def _superseded_by(named: EditionKey | None, citing: EditionKey, library: Library) -> EditionKey | None:
    """Return what has superseded what is named; a text that names itself, or revokes it, needs none."""
    by = library.successor(named) if named and named != citing else None
    return None if by == citing and named and named.instrument != citing.instrument else by


def _names_edition(reference: Reference, text: str, citing: EditionKey, library: Library) -> bool:
    """Return True if the words say which edition they mean; "this resolution" means its own.

    What the catalogue does not know has no edition but that of the words: "A.1006(25)" says its session.
    """
    named = edition_of(reference.target)
    if named and library.catalogue.in_force(named.instrument) is None:
        return True
    date = _DATE.match(text, reference.end)
    wording = reference.text + (date.group() if date else "")
    return named is not None and (named == citing or str(named.year) in wording)


def _in_force(target: Target, year: int, library: Library) -> Target:
    """Return what a text of a year names in the edition that was then in force, else the instrument."""
    edition = library.in_force_in(instrument_of(target), year)
    if edition is None:
        return instrument_of(target)
    return ProvisionId(edition, target.eid) if isinstance(target, ProvisionId) else edition


def _standing(leads: Target, library: Library, *, superseded: bool) -> LinkStatus:
    if isinstance(leads, InstrumentKey) and library.holds(leads):
        return LinkStatus.LATER_ONLY
    if _is_held(leads, library):
        return LinkStatus.SUPERSEDED if superseded else LinkStatus.HELD
    named = edition_of(leads)
    return LinkStatus.NO_SUCH_CLAUSE if named and library.holds(named) else LinkStatus.NOT_HELD


def _is_held(target: Target, library: Library) -> bool:
    """Return True if the library has this provision, or, for an annex, anything in it."""
    if isinstance(target, ProvisionId) and (edition := library.adopted(target.edition)):
        return target.eid in edition or bool(edition.children(target.eid))
    return library.holds(target)


def _words(links: Iterable[Link]) -> str:
    """Return the words by which clauses name something, the longest of the most used."""
    counts = Counter(link.text for link in links)
    most = max(counts.values())
    return max((text for text, count in counts.items() if count == most), key=len)
