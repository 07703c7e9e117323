"""Which questions are alike and which clauses are near, by the model that the search uses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.instruments import Edition
from index import EmbeddingCache, EmbeddingModel, Searcher, search_apart
from index.bank import distinct

_NEAREST = 8  # clauses that are found for a question


class IndexFinder:
    """Embeds with a model, and searches each edition apart, so that prompts do not depend on other texts."""

    def __init__(self, model: EmbeddingModel, cache: EmbeddingCache) -> None:
        """Take the model and the cache of its vectors."""
        self._model, self._cache = model, cache
        self._searcher = lru_cache(maxsize=1)(self._opened)

    def distinct(self, questions: Sequence[str]) -> Sequence[int]:
        """Return the places of the questions that nearly repeat no earlier one. Raises OSError."""
        return distinct(self._cache.embed(questions, self._model, tokens=False)) if questions else ()

    def nearest(self, edition: Edition, question: str) -> Sequence[str]:
        """Return the eIds of the clauses nearest to a question, best first. Raises OSError."""
        return [hit.passage.eid for hit in self._searcher(edition).search(question, top=_NEAREST)]

    def _opened(self, edition: Edition) -> Searcher:
        return search_apart(edition, self._model, self._cache)
