"""Abbreviations and terms of the texts, each with the words that explain it and their clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.library.library import Library
from assistant.overview.wording import sentence_with, shortened
from assistant.understanding.abbreviations import spelt_out_in, used_in
from assistant.understanding.glossary import defined
from corpus.instruments import Edition, Kind, Provision
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
        """Take a library."""
        self._editions = library.editions
        self._found: dict[EditionKey, tuple[Entry, ...]] = {}

    @cached_property
    def _abbreviations(self) -> dict[str, list[tuple[Edition, Provision, str, str]]]:
        """Where each abbreviation is spelt out, by its singular: the clause, as it stands, its words."""
        found: dict[str, list[tuple[Edition, Provision, str, str]]] = {}
        for edition in self._editions:
            for one in edition.provisions:
                for short, long in spelt_out_in(one.text):
                    found.setdefault(short.removesuffix("s"), []).append((edition, one, short, long))
        return found

    def of(self, edition: Edition) -> tuple[Entry, ...]:
        """Return the entries of a text; an abbreviation that it uses may be spelt out by another."""
        if edition.key not in self._found:
            self._found[edition.key] = tuple(_in_order(self._of(edition)))
        return self._found[edition.key]

    def abbreviations(self, edition: Edition) -> tuple[Entry, ...]:
        """Return the abbreviations that a text uses."""
        return tuple(one for one in self.of(edition) if one.uses)

    def search(self, words: str, first: Edition) -> tuple[Entry, ...]:
        """Return the entries of all texts that have some words, those of one text before the others."""
        wanted = words.lower().split()
        every = (*self.of(first), *(entry for one in self._editions for entry in self.of(one)))
        found = (one for one in every if all(word in f"{one.term} {one.words}".lower() for word in wanted))
        return tuple(_in_order({(one.term.lower(), one.words): one for one in found}.values()))

    def _of(self, edition: Edition) -> Iterator[Entry]:
        uses = used_in((one.text for one in edition.provisions), self._abbreviations)
        for short, count in uses.items():
            yield self._abbreviation(edition, short, count)
        for term, one in _defined_once(edition):
            words = one.text.partition("\t")[2] or sentence_with("", one, edition)
            yield _entry(edition, one, term, words)

    def _abbreviation(self, edition: Edition, short: str, uses: int) -> Entry:
        """Return what an abbreviation stands for: as the text itself says, else as most texts do."""
        every = self._abbreviations[short]
        own = [row for row in every if row[0] is edition] or every
        words = Counter(long.lower() for _, _, _, long in own).most_common(1)[0][0]
        text, one, written, long = next(row for row in own if row[3].lower() == words)
        return _entry(text, one, written, long, uses)


def _defined_once(edition: Edition) -> Iterator[tuple[str, Provision]]:
    """Walk the terms that a text defines in one place; rows of tables go before sentences."""
    found: dict[str, list[tuple[str, Provision]]] = {}
    for term, one in defined(edition):
        found.setdefault(term.lower(), []).append((term, one))
    for places in found.values():
        rows = [place for place in places if place[1].kind is Kind.TABLE_ROW]
        yield from (rows or places) if len(rows or places) == 1 else ()


def _entry(edition: Edition, one: Provision, term: str, words: str, uses: int = 0) -> Entry:
    name = " ".join(term.split())
    said = shortened(words, _WORDS)
    return Entry(name, said, edition.id_of(one), edition.citation(one), uses)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.term.lower(), one.label))
