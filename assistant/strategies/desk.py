"""What every way of answering works with: the texts that are searched, the search, their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.comparison.changes import Change, compare
from assistant.library.held import Library
from assistant.rendering import Chosen, Lead, Reason, narrowed
from assistant.understanding.glossary import Glossary
from assistant.understanding.unknown_names import Known
from assistant.understanding.unnumbered_documents import Document, documents
from assistant.understanding.vocabulary import Vocabulary
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, ProvisionId
from index.bank import Neighbours
from index.passages import Passage
from index.search import Hit, Searcher

if TYPE_CHECKING:
    from assistant.selection.reader import Reading


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way of answering found: clauses that answer, or a status and the closest ones.

    Without a `lead` the `reason` opens the answer. `reading` is what the reader made of the hits, where it
    was asked; `hits` are those of a search of the strategy's own.
    """

    status: Status
    lead: Lead | None = None
    chosen: tuple[Chosen, ...] = ()
    closest: tuple[ProvisionId, ...] = ()
    reason: Reason | None = None
    reading: Reading | None = None
    hits: tuple[Hit, ...] = ()


class Desk:
    """A library, a searcher over its passages, and the words of the editions that are searched."""

    def __init__(
        self,
        library: Library,
        searcher: Searcher,
        editions: Sequence[Edition] | None = None,
        beyond: Desk | None = None,
    ) -> None:
        """Lay out a library and its searcher.

        The editions searched are the newest held of each instrument, or these. `beyond` is the desk with more
        editions, where a question is taken to mean these without saying so.
        """
        self.library = library
        self.searcher = searcher
        self.beyond = beyond
        self._changes: dict[tuple[EditionKey, EditionKey], tuple[Change, ...]] = {}
        self.editions = tuple(library.newest if editions is None else editions)

    @cached_property
    def scope(self) -> Library:
        """The library with only the editions that are searched."""
        return Library(self.editions, self.library.catalogue)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the editions that are searched."""
        return Vocabulary(self.editions)

    @cached_property
    def known(self) -> Known:
        """The names in the editions that are searched."""
        return Known(self.editions, self.vocabulary)

    @cached_property
    def glossary(self) -> Glossary:
        """What the editions that are searched explain."""
        return Glossary.of(self.editions)

    def changes(self, old: Edition, new: Edition) -> tuple[Change, ...]:
        """Return what changed between two editions, compared once."""
        key = old.key, new.key
        if key not in self._changes:
            self._changes[key] = compare(old, new)
        return self._changes[key]

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """What the editions that are searched mention by a name alone, and are not."""
        return documents(self.editions)

    def provisions(self) -> Iterator[tuple[Edition, Provision]]:
        """Walk every provision of the editions that are searched, in order."""
        return ((edition, one) for edition in self.editions for one in edition.provisions)

    def search(self, text: str, top: int) -> tuple[Hit, ...]:
        """Return the clauses nearest to a text, best first."""
        return self.searcher.search(text, top=top, editions=self._keys)

    def neighbours(self, text: str) -> Neighbours:
        """Return the bank questions nearest to a text, among those about the editions that are searched."""
        return self.searcher.neighbours(text, self._keys)

    def unit(self, passage: Passage) -> tuple[Edition, Provision]:
        """Return a passage's edition and provision."""
        edition = self.library.edition(passage.edition)
        return edition, edition.provision(passage.eid)

    def coverage(self, hit: Hit, asked: Sequence[str]) -> float:
        """Return the share of a question's words that a hit's clause has."""
        return self.vocabulary.coverage(asked, *self.unit(hit.passage))

    def choose(self, hit: Hit, asked: Sequence[str]) -> Chosen:
        """Choose a hit's clause, or of a long one the sentence that has most of the words asked for."""
        return narrowed(*self.unit(hit.passage), asked)

    @staticmethod
    def every(edition: Edition, provisions: Sequence[Provision]) -> tuple[Chosen, ...]:
        """Choose provisions of an edition, each whole."""
        return tuple(Chosen(edition, one) for one in provisions)

    @cached_property
    def _keys(self) -> frozenset[EditionKey]:
        return frozenset(one.key for one in self.editions)


def ids(hits: Sequence[Hit], count: int) -> tuple[ProvisionId, ...]:
    """Return the provisions of the first hits."""
    return tuple(hit.passage.provision for hit in hits[:count])
