"""How near the words of a claim come to those of a clause, each read in its context.

Late interaction, as the reranker scores passages (index/reranker.py): every word of the one goes to the
nearest of the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from corpus.errors import ModelUnavailable
from index.arrays import np
from index.model import EmbeddingModel

_KEPT = 384  # texts whose vectors are kept, some 35 MB: a document's claims meet the same clauses again
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")


@cache
def shipped_nearness() -> Nearness | None:
    """Return the comparison by the shipped encoder, not loaded yet; None where it is not installed."""
    try:
        return Nearness(EmbeddingModel())
    except ModelUnavailable:
        return None


class Nearness:
    """Compares words by the shipped encoder's token vectors."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self._vectors = lru_cache(maxsize=_KEPT)(self._by_word)

    def words(self, text: str, other: str) -> list[tuple[str, float]]:
        """Return a text's words, each with the cosine of the nearest word of another text, −1 to 1."""
        (own, rows), (_, others) = self._vectors(text), self._vectors(other)
        if not own or not len(others):
            return []
        return list(zip(own, (rows @ others.T).max(axis=1).tolist(), strict=True))

    def _by_word(self, text: str) -> tuple[Sequence[str], np.ndarray]:
        """Return a text's words and their vectors, of length one, shape (words, dimensions)."""
        (tokens,) = self._model.encode([text]).tokens
        spans = self._model.token_spans(text)[: len(tokens)]
        found, rows, first = [], [], 0
        for match in _WORD.finditer(text):
            while first < len(spans) and spans[first][1] <= match.start():
                first += 1
            last = first
            while last < len(spans) and spans[last][0] < match.end():
                last += 1
            if last > first:
                mean = tokens[first:last].mean(axis=0)
                found.append(match.group())
                rows.append(mean / np.linalg.norm(mean))
        return found, np.array(rows)
