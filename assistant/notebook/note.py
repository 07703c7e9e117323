"""A note on a clause, a collection of clauses, and what can go wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import InvalidKey, NotFound, ResolutionsError
from corpus.instruments import Edition, Provision
from corpus.keys import ProvisionId


class UnknownNote(NotFound):
    """Raised for a note or collection that does not exist or belongs to another person."""

    code = "unknown-note"

    def __init__(self, noun: str) -> None:
        super().__init__(f"{noun} not found; it may have been deleted")


class NoteChanged(ResolutionsError):
    """Raised if a note changed after it was opened; `stored` is its current version."""

    code = "note-changed"

    def __init__(self, stored: Note) -> None:
        super().__init__("this note was changed in another window after you opened it")
        self.stored = stored


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause by its full id, with its citation and exact words when it was stored."""

    clause: str
    label: str
    words: str

    @classmethod
    def of(cls, edition: Edition, provision: Provision) -> StoredClause:
        """Return a clause with its current words."""
        return cls(str(edition.id_of(provision)), edition.citation(provision), provision.text)

    @property
    def id(self) -> ProvisionId | None:
        """The clause's id, or None if it cannot be parsed."""
        try:
            return ProvisionId.parse(self.clause)
        except InvalidKey:
            return None


@dataclass(frozen=True, slots=True)
class Note:
    """A note on words of a clause, from `start` to `stop`, or on the whole clause where both are 0.

    `body` is what the person wrote, '' for words that are only highlighted. `version` counts the changes.
    """

    id: str
    on: StoredClause
    start: int
    stop: int
    body: str
    version: int
    changed: str

    @property
    def highlighted(self) -> str:
        """The highlighted words; '' for a note on the whole clause."""
        return self.on.words[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class Collection:
    """Clauses under a title, in a person's order."""

    id: str
    title: str
    changed: str
    clauses: tuple[StoredClause, ...]
