"""A query → the passages worth scoring: the best by words and the nearest by vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.errors import ModelUnavailable
from index.arrays import np
from index.encoded import Encoded, has_direction
from index.expansion import expander
from index.late_store import LateStore
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import Passage
from index.tokens import words

_CANDIDATES = 128  # taken from each side before their scores are joined
_SCANNED = 50_000  # passages: up to so many are compared exactly, in 7 ms, which misses none
_COPIED = 4  # times as many rows as are wanted: from there on copying the wanted ones is faster


class CandidateRetriever:
    """Finds candidates in the rows of an index; works without any part that is missing (see `notices`)."""

    def __init__(
        self,
        rows: Sequence[Passage],
        lexical: LexicalIndex,
        model: EmbeddingModel | None,
        vectors: np.ndarray | None,
        store: LateStore | None,
        notices: list[str],
    ) -> None:
        """Take the parts of an index, the dense ones where there are any; notices are added to the list."""
        self.row_of = {passage.id: row for row, passage in enumerate(rows)}
        self.lexical = lexical
        self._model, self._vectors, self._store = model, vectors, store
        self._notices, self._store_notice = notices, ""
        self.encoded = lru_cache(maxsize=256)(self._encode)

    def lexical_scores(self, query: str, expansion: float) -> np.ndarray:
        """Score the query's words, and with the weight `expansion` the official words behind them."""
        stems = words(query)
        added = dict.fromkeys(
            word for term in expander().terms(stems) for word in term.added if word not in stems
        )
        return self.lexical.scores(stems) + expansion * self.lexical.scores(list(added))

    def candidates(self, query: str, lexical: np.ndarray, allowed: np.ndarray) -> np.ndarray:
        """Return the rows worth scoring: the best of each side among the allowed.

        `lexical` and `allowed` have shape (passages,).
        """
        if int(allowed.sum()) <= _CANDIDATES:
            return np.flatnonzero(allowed)
        masked = np.where(allowed, lexical, -1.0)
        chosen = set(np.argpartition(-masked, _CANDIDATES - 1)[:_CANDIDATES].tolist())
        chosen = {row for row in chosen if masked[row] >= 0}
        if self.encoded(query) is not None:
            chosen |= set(self._nearest(query, allowed))
        return np.array(sorted(chosen), dtype=int)

    def cosines(self, query: str, rows: np.ndarray) -> np.ndarray | None:
        """Return the cosine of a query with some rows, shape (rows,); None where no vectors are compared."""
        encoded = self.encoded(query)
        if encoded is None or self._vectors is None:
            return None
        found: np.ndarray = self._vectors[rows] @ encoded.vectors[0]
        return found

    def _nearest(self, query: str, allowed: np.ndarray) -> list[int]:
        """Return the nearest of the allowed rows: of many from the vector store, else by comparing all."""
        encoded = self.encoded(query)
        assert self._vectors is not None
        assert encoded is not None
        vector, rows = encoded.vectors[0], np.flatnonzero(allowed)
        if len(rows) > _SCANNED and self._store is not None:
            near = [row for row in self._ask(self._store, vector) if allowed[row]]
            if len(near) >= _CANDIDATES // 2:
                return near
        # Multiplying the whole contiguous array is faster than copying many of its rows.
        is_most = len(self._vectors) < _COPIED * len(rows)
        cosines = (self._vectors @ vector)[rows] if is_most else self._vectors[rows] @ vector
        best = np.argpartition(-cosines, min(_CANDIDATES, len(rows)) - 1)[:_CANDIDATES]
        found: list[int] = rows[best].tolist()
        return found

    def _ask(self, store: LateStore, vector: np.ndarray) -> Sequence[int]:
        """Ask the vector store; the notices say what is wrong with it, for as long as that is so."""
        assert self._vectors is not None
        near = store.nearest(vector, _CANDIDATES, self.row_of, self._vectors)
        notice, before = store.notice, self._store_notice
        if notice != before:
            self._store_notice = notice
            kept = [other for other in self._notices if other != before]
            self._notices[:] = [*kept, *filter(None, [notice])]
        return near

    def _encode(self, query: str) -> Encoded | None:
        """Embed a query; None where there is no model, or it finds no direction, which is said once."""
        if self._vectors is None or self._model is None:
            return None
        try:
            encoded = self._model.encode([query])
        except ModelUnavailable as error:
            self._vectors = None
            self._notices.append(f"{error}; searching by words alone")
            return None
        if all(has_direction(rows).all() for rows in (encoded.vectors, encoded.tokens[0])):
            return encoded
        notice = f"the model {self._model.name} gave a question a vector that is zero or not a number"
        notice += "; it was searched by words alone"
        self._notices += [] if notice in self._notices else [notice]
        return None
