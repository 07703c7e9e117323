"""Searches the editions of a scope; a question with what was retrieved for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.scope.scope import Scope, ScopeReason
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.query import Query
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey
from index.bank import Neighbours
from index.passages import Passage
from index.search import Hit, Searcher


@dataclass(frozen=True, slots=True)
class Retriever:
    """A searcher over the passages of a library, kept to the editions of a scope."""

    scope: Scope
    searcher: Searcher

    @property
    def library(self) -> Library:
        """All texts, also those beyond the scope."""
        return self.scope.lexicon.library

    @property
    def lexicon(self) -> Lexicon:
        """What the editions of the scope say."""
        return self.scope.lexicon

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of the scope."""
        return self.scope.editions

    @property
    def beyond(self) -> Retriever | None:
        """The same over the wider scope, if there is one."""
        return Retriever(self.scope.beyond, self.searcher) if self.scope.beyond else None

    def among(self, *editions: Edition) -> Retriever:
        """Return the same over these editions alone."""
        return Retriever(Scope(Lexicon(self.library, editions), ScopeReason.NAMED), self.searcher)

    @property
    def packed(self) -> frozenset[EditionKey]:
        """The editions that have a question pack."""
        return self.searcher.bank.editions if self.searcher.bank else frozenset()

    def search(self, text: str, top: int) -> tuple[Hit, ...]:
        """Return the clauses nearest to a text, best first."""
        return self.searcher.search(text, top=top, editions=self.scope.keys)

    def neighbours(self, text: str) -> Neighbours:
        """Return the nearest bank questions about the editions of the scope."""
        return self.searcher.neighbours(text, self.scope.keys)

    def neighbours_by_word(self, text: str) -> Neighbours:
        """Return the same bank questions in the order in which their words come near those of a text."""
        return self.searcher.neighbours_by_word(text, self.scope.keys)

    def unit(self, passage: Passage) -> tuple[Edition, Provision]:
        """Return a passage's edition and provision."""
        edition = self.library.edition(passage.edition)
        return edition, edition.provision(passage.eid)

    def provisions(self) -> Iterator[tuple[Edition, Provision]]:
        """Walk every provision of the editions of the scope, in order."""
        return ((edition, provision) for edition in self.editions for provision in edition.provisions)

    def coverage(self, hit: Hit, asked: Sequence[str]) -> float:
        """Return the share of a question's words that a hit's clause has."""
        return self.lexicon.vocabulary.coverage(asked, *self.unit(hit.passage))


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A question as it is read in its scope, with its hits there, best first: what a strategy answers from.

    `wider` are the hits in all texts, where the scope is the main text alone.
    """

    retriever: Retriever
    query: Query
    hits: Sequence[Hit]
    wider: Sequence[Hit] | None = None

    @property
    def wider_hits(self) -> Sequence[Hit]:
        """The hits in all texts, or in the scope where that is something other than the main text."""
        return self.hits if self.wider is None else self.wider
