"""What every way of answering works with: the texts that are searched, the search, their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Status
from assistant.comparison.changes import Change, compare
from assistant.library.held import Library
from assistant.rendering import Chosen, narrowed
from assistant.selection.facts import is_near
from assistant.selection.groups import Group
from assistant.selection.named_lists import named_groups
from assistant.selection.vocabulary import Vocabulary
from assistant.strategies.glossary import Glossary
from assistant.strategies.unnumbered_documents import Document, documents
from assistant.understanding.unknown_names import Known
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, ProvisionId
from index.bank import Neighbours
from index.passages import Passage
from index.search import Hit, Searcher
from index.tokens import words


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way of answering found: clauses that answer, or a status and the closest ones."""

    status: Status
    lead: str
    chosen: tuple[Chosen, ...] = ()
    closest: tuple[ProvisionId, ...] = ()
    reason: str = ""


class Desk:
    """A library, a searcher over its passages, and the words of the editions that are searched."""

    def __init__(
        self,
        library: Library,
        searcher: Searcher,
        editions: Sequence[Edition] | None = None,
        beyond: Desk | None = None,
    ) -> None:
        """Lay out a library and its searcher; the editions searched are those in force, or these.

        `beyond` is the desk with more editions, where a question is taken to mean these without saying so.
        """
        self.library = library
        self.searcher = searcher
        self.beyond = beyond
        self._changes: dict[tuple[EditionKey, EditionKey], tuple[Change, ...]] = {}
        in_force = [one for one in library.editions if library.is_in_force(one.key)]
        self._in_force = len(in_force)
        self.editions = tuple(in_force if editions is None else editions)

    @cached_property
    def superseded(self) -> Desk | None:
        """The desk with the editions that are no longer in force; None where all that are held are."""
        earlier = [one for one in self.library.editions if not self.library.is_in_force(one.key)]
        searched = {one.key for one in self.editions}
        if not earlier or any(one.key in searched for one in earlier) or len(searched) < self._in_force:
            return None
        return Desk(self.library, self.searcher, earlier)

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
    def lists(self) -> tuple[Group, ...]:
        """The lists of the editions that are searched, with what their items are called."""
        return named_groups(self.editions)

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

    def is_near(self, hit: Hit, asked: Sequence[str]) -> bool:
        """Tell whether a hit is on the topic of a question with these content words."""
        return is_near(hit.dense, self.coverage(hit, asked))

    def choose(self, hit: Hit, asked: Sequence[str]) -> Chosen:
        """Choose a hit's clause, or the item in its sentence that has the same words asked for."""
        edition, provision = self.unit(hit.passage)
        had = set(asked) & set(words(provision.text))
        for item in edition.children(provision.eid):
            if item.inline and had and had <= set(words(item.text)):
                return Chosen(edition, item)
        return narrowed(edition, provision, asked)

    @cached_property
    def _keys(self) -> frozenset[EditionKey]:
        return frozenset(one.key for one in self.editions)


def ids(hits: Sequence[Hit], count: int) -> tuple[ProvisionId, ...]:
    """Return the provisions of the first hits."""
    return tuple(hit.passage.provision for hit in hits[:count])
