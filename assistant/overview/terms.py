"""Abbreviations, terms and bodies of the texts, each with the words that explain it and their clause.

A text has its own terms and bodies, and those that a treaty of its organization has and it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.drafting.treaty_bodies import bodies_of, names_body
from assistant.library.library import Library
from assistant.overview.wording import sentence_with, shortened
from assistant.understanding.abbreviations import spelt_out_in, used_in
from assistant.understanding.glossary import defined
from corpus.instruments import Edition, Kind, Provision
from corpus.issuers import organisation
from corpus.keys import EditionKey, ProvisionId

_WORDS = 300  # characters of an explanation


@dataclass(frozen=True, slots=True)
class Entry:
    """A term, the words that explain it, and the clause that has them.

    `uses` counts the clauses of the text asked about that have an abbreviation; 0 for a term.
    """

    term: str
    words: str
    provision: ProvisionId
    label: str
    uses: int = 0


class Terms:
    """The entries of the texts of a library, each text read when it is first asked for."""

    def __init__(self, library: Library) -> None:
        self._editions = library.editions
        self._treaties = [edition for edition in library.newest if not edition.key.instrument.is_numbered]
        self._found: dict[EditionKey, tuple[Entry, ...]] = {}

    @cached_property
    def _abbreviations(self) -> dict[str, list[tuple[Edition, Provision, str, str]]]:
        """Where each abbreviation is spelt out, by its singular: the clause, as it stands, its words."""
        found: dict[str, list[tuple[Edition, Provision, str, str]]] = {}
        for edition in self._editions:
            for provision in edition.provisions:
                for short, long in spelt_out_in(provision.text):
                    found.setdefault(short.removesuffix("s"), []).append((edition, provision, short, long))
        return found

    @cached_property
    def _named(self) -> dict[tuple[str, str], Entry]:
        """The bodies and terms of treaties, by organization and name; the first that explains each."""
        found: dict[tuple[str, str], Entry] = {}
        for treaty in self._treaties:
            owner = organisation(treaty.key.instrument)
            terms = (term for term in _defined_once(treaty) if " " in term[0] and term[0].istitle())
            for name, provision in (*bodies_of(treaty), *terms):
                explained = _entry(treaty, provision, name, sentence_with("", provision, treaty))
                found.setdefault((owner, name.lower()), explained)
        return found

    def of(self, edition: Edition) -> tuple[Entry, ...]:
        """Return the entries of a text; an abbreviation that it uses may be spelt out by another."""
        if edition.key not in self._found:
            self._found[edition.key] = tuple(_in_order(self._of(edition)))
        return self._found[edition.key]

    def abbreviations(self, edition: Edition) -> tuple[Entry, ...]:
        """Return the abbreviations that a text uses."""
        return tuple(entry for entry in self.of(edition) if entry.uses)

    def search(self, words: str, first: Edition) -> tuple[Entry, ...]:
        """Return the entries of all texts that have some words, those of one text before the others."""
        wanted = words.lower().split()
        entries = (*self.of(first), *(entry for edition in self._editions for entry in self.of(edition)))
        found = (
            entry
            for entry in entries
            if all(word in f"{entry.term} {entry.words}".lower() for word in wanted)
        )
        return tuple(_in_order({(entry.term.lower(), entry.words): entry for entry in found}.values()))

    def _of(self, edition: Edition) -> Iterator[Entry]:
        uses = used_in((provision.text for provision in edition.provisions), self._abbreviations)
        for short, count in uses.items():
            yield self._abbreviation(edition, short, count)
        for term, provision in _defined_once(edition):
            words = provision.text.partition("\t")[2] or sentence_with("", provision, edition)
            yield _entry(edition, provision, term, words)
        whole, owner = (
            "\n".join(provision.text for provision in edition.provisions),
            organisation(edition.key.instrument),
        )
        own = {term.lower() for term, _ in _defined_once(edition)}
        for (of, name), entry in self._named.items():
            if of == owner and name not in own and names_body(whole, entry.term):
                yield entry

    def _abbreviation(self, edition: Edition, short: str, uses: int) -> Entry:
        """Return what an abbreviation stands for: as the text itself says, else as most texts do."""
        rows = self._abbreviations[short]
        own = [row for row in rows if row[0] is edition] or rows
        words = Counter(long.lower() for _, _, _, long in own).most_common(1)[0][0]
        text, provision, written, long = next(row for row in own if row[3].lower() == words)
        return _entry(text, provision, written, long, uses)


def _defined_once(edition: Edition) -> Iterator[tuple[str, Provision]]:
    """Walk the terms that a text defines in one place; rows of tables go before sentences."""
    found: dict[str, list[tuple[str, Provision]]] = {}
    for term, provision in defined(edition):
        found.setdefault(term.lower(), []).append((term, provision))
    for places in found.values():
        rows = [place for place in places if place[1].kind is Kind.TABLE_ROW]
        yield from (rows or places) if len(rows or places) == 1 else ()


def _entry(edition: Edition, provision: Provision, term: str, words: str, uses: int = 0) -> Entry:
    name = " ".join(term.split())
    explanation = shortened(words, _WORDS)
    return Entry(name, explanation, edition.id_of(provision), edition.citation(provision), uses)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.term.lower(), entry.label))
