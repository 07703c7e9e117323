"""The editions in which a question is searched, and why these: the only way to narrow a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assistant.library.library import Library
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.query import Query
from assistant.understanding.whole_texts import is_asked_of
from corpus.instruments import Edition
from corpus.keys import EditionKey


class ScopeReason(StrEnum):
    """Why a question is searched in these editions."""

    NEWEST_HELD = "the newest edition of each text"
    NAMED = "named in the question"
    MEANT = "the text that the question means"
    SUBJECT = "the main text, for a question about a whole text that names none"
    CONVERSATION = "the text that the conversation is about"
    FILTERED = "the texts that match the filters"


@dataclass(frozen=True)
class Scope:
    """The editions that are searched, with their words, and why these.

    `beyond` is the wider scope, where a question is taken to mean these editions without saying so.
    """

    lexicon: Lexicon
    reason: ScopeReason
    beyond: Scope | None = None

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that are searched."""
        return self.lexicon.editions

    @cached_property
    def keys(self) -> frozenset[EditionKey]:
        """Their keys."""
        return frozenset(edition.key for edition in self.editions)


class ScopeFinder:
    """Finds the scope of a question in a library; the words of the same editions are read once."""

    def __init__(
        self, library: Library, subject: Edition | None = None, editions: Sequence[Edition] | None = None
    ) -> None:
        """Take a library; `subject` is the text that "the resolution" means.

        The widest scope has the newest editions in the library, or the `editions` that filters leave.
        `lexicon` has all texts: a question is read against it before its scope is known.
        """
        self._library, self.subject = library, subject
        self._lexicons: dict[tuple[EditionKey, ...], Lexicon] = {}
        reason = ScopeReason.NEWEST_HELD if editions is None else ScopeReason.FILTERED
        self.widest = self._scope(library.newest if editions is None else editions, reason)
        self.lexicon = self._lexicon(library.editions)

    def of(self, query: Query, context: Sequence[Edition] = ()) -> tuple[Scope, Query]:
        """Return the scope of a question, and the question without the names of texts, read against it.

        `context` are the texts of the conversation. A question about a whole text, its preamble, what its
        heads govern or what changed in it, that names no text, is about the subject.
        """
        if self.subject and not context and self._asks_what_changed(query, self.subject):
            narrow = self._scope([self.subject], ScopeReason.SUBJECT, self.widest)
            return narrow, query.read_against(narrow.lexicon)
        scope, left = self.named(query, context)
        left = left.read_against(scope.lexicon)
        if scope is not self.widest or self.subject is None or query.label:
            return scope, left
        head, units = left.head, self.subject.provisions
        is_of_head = head is not None and any(is_asked_of(provision, head) for provision in units)
        if not left.whole and not is_of_head:
            return scope, left
        narrow = self._scope([self.subject], ScopeReason.SUBJECT, scope)
        there = left.read_against(narrow.lexicon)
        is_elsewhere = set(there.foreign_names) - set(left.foreign_names)
        return (scope, left) if is_elsewhere else (narrow, there)

    def _asks_what_changed(self, query: Query, subject: Edition) -> bool:
        """Return True for what changed in a whole text, where several may be meant, and the subject."""
        asked = query.change
        pair = asked.pairs.get(subject.key.instrument) if asked and len(asked.pairs) > 1 else None
        return asked is not None and pair is not None and asked.is_of_whole(*pair)

    def named(self, query: Query, context: Sequence[Edition]) -> tuple[Scope, Query]:
        """Return the scope of the editions that a question names, or that are meant, and the rest of it."""
        asked = query.scope_asked(context, self.subject)
        if not asked.editions:
            meant = self._scope(context, ScopeReason.CONVERSATION, self.widest) if context else self.widest
            return meant, query
        if asked.by_type:
            beyond = self.widest if asked.editions[0] is self.subject else None
            return self._scope(asked.editions, ScopeReason.MEANT, beyond), query
        return self._scope(asked.editions, ScopeReason.NAMED), query.left(asked.text, asked.form)

    def _scope(self, editions: Sequence[Edition], reason: ScopeReason, beyond: Scope | None = None) -> Scope:
        return Scope(self._lexicon(editions), reason, beyond)

    def _lexicon(self, editions: Sequence[Edition]) -> Lexicon:
        key = tuple(edition.key for edition in editions)
        return self._lexicons.setdefault(key, Lexicon(self._library, tuple(editions)))
