"""A query → ranked hits: dense and lexical scores joined by weight, then a second look at the best.

Measured on questions that nothing was tuned on (recall@10, mean reciprocal rank): 128 over invented
texts .63, .47 by words, .75, .64 by vectors, .83, .67 by late interaction, .86, .68 joined; 114 over
Resolution 71 .69, .37; .84, .60; .89, .71; .89, .71. On 2,788 questions over 40 rulebooks .79
joined. The weights were chosen over 2,000 other questions and those; others near these differ by less
than .01: more for words finds more there, and less by plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelUnavailable
from corpus.keys import EditionKey
from index.bank import Neighbours, QuestionBank
from index.chroma import ChromaVectors
from index.encoded import Encoded, has_direction
from index.expansion import expander
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import Level, Passage
from index.reranker import Reranker
from index.resemblance import Marks, Resemblance, normalised
from index.spelling import Spelling
from index.tokens import words

if TYPE_CHECKING:
    import numpy as np

_CANDIDATES = 128  # taken from each side before their scores are joined
_SCANNED = 5000  # of some editions' passages: so many are compared exactly sooner than Chroma filters
_COPIED = 4  # times as many rows as are wanted: from there on copying the wanted ones is faster
_LOOKED_AT_AGAIN = 96  # of the candidates, those whose tokens are compared
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
# Measured on the development halves of the blind sets, first hit right: without the bank .71 over Resolution
# 71 and .54 over 36 texts; with 2, 3, 4, 5 and 6 here, at the best weight of each, .77 to .81 and .57 to .61.
_STEEPNESS = 4
_AGREES = 1e-3  # Chroma's cosine and the stored vector's may differ by this much


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for how much when scores are joined, each from 0 to 1.

    The four scores, each scaled to 0 … 1 among the candidates: `lexical`, `dense`, and of the second
    look `second`, where all words of a query count alike, and `rare`, where rare ones count for more.
    `expansion` is what an official word counts that a plain one of the query stands for, `title` what
    a text's title falls behind by, `recalled` what the clause of a bank question gains that asks the same:
    by the fourth power of its cosine with the query, so that only a near question weighs much.
    """

    lexical: float = 0.12
    dense: float = 0.18
    second: float = 0.35
    rare: float = 0.35
    expansion: float = 0.6
    title: float = 0.15  # it has the words of many questions and answers few
    recalled: float = 2.0


MEASURED = Weights()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores.

    `score` is the joined one: at most 1 within its query, less for a title, and more by `recalled` for
    the clause of a near bank question. `dense` is the cosine and `second` the score of the second look,
    None where no vectors were compared; `lexical` is BM25.
    """

    passage: Passage
    score: float
    dense: float | None
    lexical: float
    second: float | None = None
    recalled: float = 0.0


class Searcher:
    """Searches one set of passages; what it lacks it does without, and `notices` says so."""

    def __init__(
        self,
        rows: Sequence[Passage],
        lexical: LexicalIndex,
        model: EmbeddingModel | None = None,
        vectors: np.ndarray | None = None,
        chroma: ChromaVectors | None = None,
        reranker: Reranker | None = None,
        bank: QuestionBank | None = None,
        notices: Sequence[str] = (),
        weights: Weights = MEASURED,
    ) -> None:
        """Take the parts of an index, the dense ones where there are any."""
        self.rows = tuple(rows)
        self.notices = list(notices)
        self._titles = _titles(self.rows)
        self._row_of = {one.id: number for number, one in enumerate(self.rows)}
        self._lexical, self._model, self._vectors, self._chroma = lexical, model, vectors, chroma
        self._reranker = reranker
        self.bank = bank
        self.weights = weights
        self.spelling = Spelling((one.wording for one in self.rows), model.dictionary if model else None)
        self._encoded = lru_cache(maxsize=256)(self._encode)
        self._from_chroma = lru_cache(maxsize=64)(self._ask_chroma)
        self._allowed = lru_cache(maxsize=64)(self._find_allowed)
        self._among: Marks | None = None

    def among(self, marked: Marks) -> Searcher:
        """Return a searcher of the marked passages alone, and of the bank questions about them."""
        found = copy(self)
        found._among = marked
        if self.bank is not None:
            clauses = {self.rows[row].provision for row in marked.nonzero()[0].tolist()}
            found.bank = self.bank.about(clauses)
        found._allowed = lru_cache(maxsize=64)(found._find_allowed)
        return found

    @property
    def model(self) -> EmbeddingModel | None:
        """The model that queries are embedded with, where there is one."""
        return self._model

    def search(
        self,
        query: str,
        *,
        level: Level = Level.LEAF,
        top: int = 20,
        editions: Set[EditionKey] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the best passages of one level, best first; ties in the order of the texts.

        `editions` are those searched; all, where they are not given.
        """
        import numpy as np

        query = self.spelling.correct(query)
        lexical = self._lexical_scores(query)
        allowed = self._allowed(level, None if editions is None else frozenset(editions))
        if not allowed.any():
            return ()
        encoded = self._encoded(query)
        vector = encoded.vectors[0] if encoded else None
        rows = self._candidates(query, lexical, level, allowed)
        recalled = self._recalled(query, level, editions, allowed)
        rows = np.union1d(rows, list(recalled)).astype(int)
        dense = self._vectors[rows] @ vector if self._vectors is not None and vector is not None else None
        score = _joined(lexical[rows], dense, self.weights)
        again: dict[int, float] = {}
        if encoded is not None and dense is not None and self._reranker is not None:
            best = np.argsort(-score, kind="stable")[:_LOOKED_AT_AGAIN]
            score, again = self._looked_again(query, lexical[rows], dense, rows, best)
        score = score - self.weights.title * self._titles[rows]
        nearness = np.array([recalled.get(row, 0.0) for row in rows.tolist()])
        gained = self.weights.recalled * nearness**_STEEPNESS
        score = score + gained
        order = sorted(range(len(rows)), key=lambda at: (-score[at], rows[at]))[:top]
        return tuple(
            Hit(
                self.rows[rows[at]],
                float(score[at]),
                None if dense is None else float(dense[at]),
                float(lexical[rows[at]]),
                again.get(at),
                float(gained[at]),
            )
            for at in order
        )

    def neighbours(self, query: str, editions: Set[EditionKey] | None = None) -> Neighbours:
        """Return the bank questions nearest to a query among those of some editions."""
        encoded = self._encoded(self.spelling.correct(query)) if self.bank else None
        if self.bank is None or encoded is None:
            return Neighbours()
        return self.bank.neighbours(encoded.vectors[0], editions)

    def mark(self, passes: Callable[[Passage], bool]) -> Marks:
        """Mark the passages that pass a test."""
        import numpy as np

        return np.array([passes(one) for one in self.rows], dtype=bool)

    def resembling(self, text: str, *among: Marks) -> Resemblance:
        """Return how much clauses resemble a text: the nearest of each group of marked rows, all measured."""
        import numpy as np

        lexical, encoded = self._lexical_scores(text), self._encoded(text)
        found = [self._candidates(text, lexical, Level.LEAF, group) for group in among if group.any()]
        rows = np.unique(np.concatenate([np.zeros(0, dtype=int), *found]))
        passages = tuple(self.rows[row] for row in rows)
        if encoded is None or self._vectors is None:
            return Resemblance(passages, rows, lexical[rows])
        dense = self._vectors[rows] @ encoded.vectors[0]
        look = self._reranker
        tokens = look.likeness(encoded.tokens[0], passages) if look is not None else None
        return Resemblance(passages, rows, lexical[rows], dense, tokens)

    def by_word(self, query: str, passages: Sequence[Passage]) -> list[tuple[str, list[float]]]:
        """Return a query's words, each with how near it comes to each passage in the sense it has there.

        Nearness is −1 to 1; no words where there are no tokens to compare.
        """
        text = self.spelling.correct(query)
        encoded = self._encoded(text)
        if encoded is None or self._reranker is None or self._model is None or not passages:
            return []
        tokens = self._reranker.nearest(encoded.tokens[0], passages)
        spans = self._model.token_spans(text)[: len(tokens)]
        found = [(match.group(), match.span()) for match in _WORD.finditer(text)]
        rows = [
            [row for row, (start, end) in enumerate(spans) if start < stop and end > begin]
            for _, (begin, stop) in found
        ]
        return [
            (word, tokens[row].mean(axis=0).tolist())
            for (word, _), row in zip(found, rows, strict=True)
            if row
        ]

    def _recalled(
        self, query: str, level: Level, editions: Set[EditionKey] | None, allowed: np.ndarray
    ) -> dict[int, float]:
        """Return the rows of the clauses that answer the nearest bank questions, each with its cosine."""
        found: dict[int, float] = {}
        if self.weights.recalled:
            for provision, nearness in self.neighbours(query, editions).recalled.items():
                row = self._row_of.get(f"{provision}@{level}", -1)
                if row >= 0 and allowed[row]:
                    found[row] = nearness
        return found

    def _looked_again(
        self, query: str, lexical: np.ndarray, dense: np.ndarray, rows: np.ndarray, best: np.ndarray
    ) -> tuple[np.ndarray, dict[int, float]]:
        """Look again at the best candidates: new scores, and what it gave, by place."""
        assert self._reranker is not None
        encoded = self._encoded(query)
        assert encoded is not None
        near = self._reranker.nearest(encoded.tokens[0], [self.rows[row] for row in rows[best]])
        even, rare = near.mean(axis=0), self._rarity(query, len(near)) @ near
        weights = self.weights
        score = weights.lexical * normalised(lexical) + weights.dense * normalised(dense)
        score[best] += weights.second * normalised(even) + weights.rare * normalised(rare)
        return score, dict(zip(best.tolist(), even.tolist(), strict=True))

    def _rarity(self, query: str, tokens: int) -> np.ndarray:
        """Return what each token of a query counts by the rarity of its word, shape (tokens,), sum one."""
        import numpy as np

        assert self._model is not None
        spans = self._model.token_spans(query)[:tokens]
        found = np.zeros(tokens)
        for match in _WORD.finditer(query):
            stems = words(match.group())
            inside = [
                at for at, (start, end) in enumerate(spans) if start < match.end() and end > match.start()
            ]
            found[inside] = self._lexical.rarity(stems[0]) if stems else 0.0
        return found / found.sum() if found.any() else np.full(tokens, 1 / max(tokens, 1))

    def _lexical_scores(self, query: str) -> np.ndarray:
        """Score the query's words, and with less weight the official words behind them."""
        asked = words(query)
        added = dict.fromkeys(
            word for term in expander().terms(asked) for word in term.added if word not in asked
        )
        return self._lexical.scores(asked) + self.weights.expansion * self._lexical.scores(list(added))

    def _candidates(self, query: str, lexical: np.ndarray, level: Level, allowed: np.ndarray) -> np.ndarray:
        """Return the rows worth joining: the best of each side among the allowed."""
        import numpy as np

        if int(allowed.sum()) <= _CANDIDATES:
            return np.flatnonzero(allowed)
        masked = np.where(allowed, lexical, -1.0)
        chosen = set(np.argpartition(-masked, _CANDIDATES - 1)[:_CANDIDATES].tolist())
        chosen = {row for row in chosen if masked[row] >= 0}
        if self._encoded(query) is not None:
            chosen |= set(self._nearest(query, level, allowed))
        return np.array(sorted(chosen), dtype=int)

    def _nearest(self, query: str, level: Level, allowed: np.ndarray) -> list[int]:
        """Return the nearest of the allowed rows: from Chroma where most are, else by an exact scan."""
        import numpy as np

        rows = np.flatnonzero(allowed)
        if len(rows) == self._allowed(level, None).sum() or len(rows) > _SCANNED:
            near = [row for row in self._from_chroma(query, level) if allowed[row]]
            if len(near) >= _CANDIDATES // 2:
                return near
        cosines = self._cosines(query, rows)
        best = np.argpartition(-cosines, min(_CANDIDATES, len(rows)) - 1)[:_CANDIDATES]
        found: list[int] = rows[best].tolist()
        return found

    def _cosines(self, query: str, rows: np.ndarray) -> np.ndarray:
        """Return the cosine of a query with some rows, shape (rows,)."""
        encoded = self._encoded(query)
        assert self._vectors is not None
        assert encoded is not None
        vector = encoded.vectors[0]
        # Multiplying the whole contiguous array is faster than copying many of its rows.
        if len(self._vectors) < _COPIED * len(rows):
            cosines: np.ndarray = (self._vectors @ vector)[rows]
        else:
            cosines = self._vectors[rows] @ vector
        return cosines

    def _ask_chroma(self, query: str, level: Level) -> tuple[int, ...]:
        """Ask Chroma; once it fails or contradicts the stored vectors, it is not asked again."""
        import numpy as np

        encoded = self._encoded(query)
        assert self._vectors is not None
        assert encoded is not None
        if self._chroma is None:
            return ()
        found = _ask(self._chroma, encoded.vectors[0], level)
        rows = np.array([self._row_of.get(id_, -1) for id_, _ in found], dtype=int)
        cosines = self._vectors[rows] @ encoded.vectors[0]
        if found and (rows >= 0).all() and (abs(cosines - [cosine for _, cosine in found]) < _AGREES).all():
            return tuple(rows.tolist())
        self._chroma = None
        self.notices.append(
            "Chroma's index is damaged; searching the stored vectors exactly. Run: resolutions index"
        )
        return ()

    def _find_allowed(self, level: Level, editions: frozenset[EditionKey] | None) -> np.ndarray:
        """Mark the rows of a level and of some editions, shape (passages,)."""
        marks = self.mark(lambda one: one.level == level and (editions is None or one.edition in editions))
        return marks if self._among is None else marks & self._among

    def _encode(self, query: str) -> Encoded | None:
        """Embed a query; None where there is no model, or it finds no direction, which is said once."""
        if self._vectors is None or self._model is None:
            return None
        try:
            encoded = self._model.encode([query])
        except ModelUnavailable as error:
            self._vectors = None
            self.notices.append(f"{error}; searching by words alone")
            return None
        if all(has_direction(rows).all() for rows in (encoded.vectors, encoded.tokens[0])):
            return encoded
        said = f"the model {self._model.name} gave a question a vector that is zero or not a number"
        if f"{said}; it was searched by words alone" not in self.notices:
            self.notices.append(f"{said}; it was searched by words alone")
        return None


def _ask(chroma: ChromaVectors, vector: np.ndarray, level: Level) -> list[tuple[str, float]]:
    """Ask Chroma for the nearest; nothing when it fails."""
    try:
        return chroma.nearest(vector, _CANDIDATES, level.value)
    except Exception:
        return []


def _joined(lexical: Any, dense: Any, weights: Weights) -> Any:  # noqa: ANN401  arrays of shape (candidates,)
    """Join what there is before the second look, 0 to 1; words alone where there are no vectors."""
    if dense is None:
        return normalised(lexical)
    joined = weights.dense * normalised(dense) + weights.lexical * normalised(lexical)
    return joined / (weights.dense + weights.lexical or 1)


def _titles(rows: Sequence[Passage]) -> Any:  # noqa: ANN401  an array of shape (passages,)
    """Mark the titles of texts and of their annexes."""
    import numpy as np

    return np.array([one.eid.endswith("__title") for one in rows], dtype=float)
