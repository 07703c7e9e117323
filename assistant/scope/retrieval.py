"""A question with what was retrieved for it: what a strategy answers from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.scope.retriever import Retriever
from assistant.understanding.query import Query
from index.search import Hit


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A question as it is read in its scope, and its hits there, best first.

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
