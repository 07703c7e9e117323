"""A query → ranked hits: dense and lexical scores joined by weight, then the best reranked, and filters.

Measured on questions that nothing was tuned on (recall@10, mean reciprocal rank): 128 over invented
texts .63, .47 by words, .75, .64 by vectors, .83, .67 by late interaction, .86, .68 joined; 114 over
Resolution 71 .69, .37; .84, .60; .89, .71; .89, .71. On 2,788 questions over 40 rulebooks .79
joined. The weights were chosen over 2,000 other questions and those; others near these differ by less
than .01: more for words finds more there, and less by plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from corpus.instruments import Edition
from corpus.keys import EditionKey
from index.arrays import np
from index.bank import Neighbours, QuestionBank
from index.edition_rows import EditionRows
from index.late_store import LateStore
from index.lexical import LexicalIndex
from index.matcher import Matcher, shipped_matcher
from index.model import EmbeddingModel
from index.passages import Passage, passages
from index.reranker import Reranker
from index.retriever import CandidateRetriever
from index.segments import SegmentTexts
from index.spelling import Spelling, count_words

_RERANKED = 96  # of the candidates, those whose tokens are compared
# Measured on the development halves of the blind sets, first hit right: without the bank .71 over Resolution
# 71 and .54 over 36 texts; with 2, 3, 4, 5 and 6 here, at the best weight of each, .77 to .81 and .57 to .61.
_STEEPNESS = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for how much when scores are joined, each from 0 to 1.

    The four scores, each scaled to 0 … 1 among the candidates: `lexical`, `dense`, and of late interaction
    `second`, where all words of a query count alike, and `rare`, where rare ones count for more.
    `expansion` is the weight of an official word for a plain one in the query, `title` the penalty of a
    text's title, `recalled` the bonus of a clause that answers a bank question: times the fourth power of
    the question's cosine with the query, so that only near questions count much.
    """

    lexical: float = 0.12
    dense: float = 0.18
    second: float = 0.30
    rare: float = 0.40
    expansion: float = 0.6
    title: float = 0.15  # it has the words of many questions and answers few
    recalled: float = 2.0


MEASURED = Weights()
Marks: TypeAlias = "np.ndarray"
"""Which of a searcher's passages are meant, bool of shape (passages,)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores.

    `score` is the joined one: at most 1 within its query, less for a title, and more by `recalled` for
    the clause of a near bank question. `dense` is the cosine and `second` the score of late interaction,
    None where no vectors were compared; `lexical` is BM25.
    """

    passage: Passage
    score: float
    dense: float | None
    lexical: float
    second: float | None = None
    recalled: float = 0.0


@dataclass(frozen=True, slots=True)
class Similarity:
    """The clauses that come nearest by words or by meaning, in the order of their texts.

    `rows` are their numbers in the searcher's; `lexical` BM25, `dense` the cosine, `tokens` the
    similarity word by word, each of shape (passages,), the last two None where no vectors are compared.
    """

    passages: tuple[Passage, ...]
    rows: np.ndarray
    lexical: np.ndarray
    dense: np.ndarray | None = None
    tokens: np.ndarray | None = None


class Searcher:
    """Searches one set of passages; it works without any part that is missing, and `notices` says so.

    `model` embeds the queries, None where there is none; `bank` has the questions with known answers.
    """

    def __init__(
        self,
        rows: Sequence[Passage],
        lexical: LexicalIndex,
        model: EmbeddingModel | None = None,
        vectors: np.ndarray | None = None,
        store: LateStore | None = None,
        reranker: Reranker | None = None,
        bank: QuestionBank | None = None,
        notices: Sequence[str] = (),
        weights: Weights = MEASURED,
        texts: Sequence[SegmentTexts] = (),
    ) -> None:
        """Take the parts of an index, the dense ones where there are any.

        `texts` are the segments' that the passages come from, where they come from any.
        """
        self.rows = tuple(rows)
        self.notices = list(notices)
        self._editions = EditionRows(passage.edition for passage in self.rows)
        self._titles = self.mark(lambda passage: passage.eid.endswith("__title"))  # also of annexes
        self._retriever = CandidateRetriever(self.rows, lexical, model, vectors, store, self.notices)
        self.model, self._reranker = model, reranker
        self.bank = bank
        self.weights = weights
        self.texts = tuple(texts)  # kept so that the next generation need not read them
        counts = (
            (text.vocabulary for text in self.texts)
            if self.texts
            else (count_words(passage.labelled for passage in rows) for rows in [self.rows])
        )
        self.spelling = Spelling(counts, model.dictionary if model else None, lexical)
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

    def apart(self, editions: Iterable[Edition]) -> Searcher:
        """Return a searcher of other editions alone, without a question bank. Raises OSError."""
        rows = [passage for edition in editions for passage in passages(edition)]
        wordings = [passage.wording for passage in rows]
        lexical = LexicalIndex.build(wordings)
        reranker, model, vectors = self._reranker, None, None
        if self.model is not None and reranker is not None:
            model, vectors = self.model, reranker.cache.embed(wordings, self.model)
        parts = (rows, lexical, model, vectors, None, reranker)
        return Searcher(*parts, notices=self.notices, weights=self.weights)

    def search(
        self,
        query: str,
        *,
        top: int = 20,
        editions: Set[EditionKey] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the best passages, best first; ties in the order of the texts.

        `editions` are those searched; all, where they are not given.
        """
        query = self.spelling.correct(query)
        lexical = self._retriever.lexical_scores(query, self.weights.expansion)
        allowed = self._allowed(None if editions is None else frozenset(editions))
        if not allowed.any():
            return ()
        rows = self._retriever.candidates(query, lexical, allowed)
        recalled = self._recalled(query, editions, allowed)
        rows = np.union1d(rows, list(recalled)).astype(int)
        dense = self._retriever.cosines(query, rows)
        weights, words = self.weights, normalised(lexical[rows])
        score = words
        if dense is not None:  # what there is before reranking, 0 to 1
            joined = weights.dense * normalised(dense) + weights.lexical * words
            score = joined / (weights.dense + weights.lexical or 1)
        reranked: dict[int, float] = {}
        if dense is not None and self._reranker is not None:
            best = np.argsort(-score, kind="stable")[:_RERANKED]
            best = np.union1d(best, np.searchsorted(rows, list(recalled))).astype(int)
            score, reranked = self._reranked(query, lexical[rows], dense, rows, best)
        nearness = np.array([recalled.get(row, 0.0) for row in rows.tolist()])
        gained = weights.recalled * nearness**_STEEPNESS
        score = score - weights.title * self._titles[rows] + gained
        order = sorted(range(len(rows)), key=lambda at: (-score[at], rows[at]))[:top]
        return tuple(
            Hit(
                self.rows[rows[at]],
                float(score[at]),
                None if dense is None else float(dense[at]),
                float(lexical[rows[at]]),
                reranked.get(at),
                float(gained[at]),
            )
            for at in order
        )

    def neighbours(self, query: str, editions: Set[EditionKey] | None = None) -> Neighbours:
        """Return the bank questions nearest to a query among those of some editions, by their vectors."""
        encoded = self._retriever.encoded(self.spelling.correct(query)) if self.bank else None
        if self.bank is None or encoded is None:
            return Neighbours()
        return self.bank.neighbours(encoded.vectors[0], editions)

    def neighbours_by_word(self, query: str, editions: Set[EditionKey] | None = None) -> Neighbours:
        """Return the same bank questions, compared word by word with the query, and in that order.

        The vectors of "who reports to the Council" and "who reports to the Secretary-General" are much the
        same; their words are not. Where there are no tokens to compare, they stay as they are.
        """
        near = self.neighbours(query, editions)
        encoded = self._retriever.encoded(self.spelling.correct(query))
        if encoded is None or self._reranker is None:
            return near
        tokens = encoded.tokens[0]
        nearness = self._reranker.similarity(tokens, near.texts).tolist()
        if self._matcher is None:
            return near.scored(nearness, [0.0] * len(nearness))
        odds = self._matcher.questions(tokens, self._reranker.read(near.texts))
        return near.scored(nearness, (1 / (1 + np.exp(-odds))).tolist())

    def matched(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """Return the matcher's log odds that each passage answers a query.

        None where there are no tokens to compare, or those of a model that the matcher does not know.
        """
        encoded = self._retriever.encoded(self.spelling.correct(query))
        if encoded is None or self._reranker is None or self._matcher is None:
            return []
        tokens = self._reranker.read([passage.wording for passage in passages])
        found: list[float] = self._matcher.clauses(encoded.tokens[0], tokens).tolist()
        return found

    @property
    def _matcher(self) -> Matcher | None:
        """The matcher, if the model is the one whose vectors it reads."""
        return shipped_matcher() if self.model is not None and self.model.is_shipped else None

    def mark(self, passes: Callable[[Passage], bool]) -> Marks:
        """Mark the passages that pass a test."""
        return np.array([passes(passage) for passage in self.rows], dtype=bool)

    def similar_to(self, text: str, *among: Marks) -> Similarity:
        """Return how much clauses resemble a text: the nearest of each group of marked rows, all measured."""
        lexical = self._retriever.lexical_scores(text, self.weights.expansion)
        found = [self._retriever.candidates(text, lexical, group) for group in among if group.any()]
        rows = np.unique(np.concatenate([np.zeros(0, dtype=int), *found]))
        passages = tuple(self.rows[row] for row in rows)
        encoded, dense = self._retriever.encoded(text), self._retriever.cosines(text, rows)
        if encoded is None or dense is None:
            return Similarity(passages, rows, lexical[rows])
        reranker = self._reranker
        wordings = [passage.wording for passage in passages]
        tokens = reranker.similarity(encoded.tokens[0], wordings) if reranker is not None else None
        return Similarity(passages, rows, lexical[rows], dense, tokens)

    def by_word(self, query: str, passages: Sequence[Passage]) -> list[tuple[str, list[float]]]:
        """Return a query's words, each with how near it comes to each passage in the sense it has there.

        Nearness is −1 to 1; no words where there are no tokens to compare.
        """
        text = self.spelling.correct(query)
        encoded = self._retriever.encoded(text)
        if encoded is None or self._reranker is None or not passages:
            return []
        return self._reranker.by_word(text, encoded.tokens[0], passages)

    def _recalled(
        self, query: str, editions: Set[EditionKey] | None, allowed: np.ndarray
    ) -> dict[int, float]:
        """Return the rows of the clauses that answer the nearest bank questions, each with its cosine."""
        found: dict[int, float] = {}
        if self.weights.recalled:
            for provision, nearness in self.neighbours(query, editions).recalled.items():
                row = self._retriever.row_of.get(str(provision), -1)
                if row >= 0 and allowed[row]:
                    found[row] = nearness
        return found

    def _reranked(
        self, query: str, lexical: np.ndarray, dense: np.ndarray, rows: np.ndarray, best: np.ndarray
    ) -> tuple[np.ndarray, dict[int, float]]:
        """Score again with late interaction over the best; return the scores, and its own by place."""
        assert self._reranker is not None
        encoded = self._retriever.encoded(query)
        assert encoded is not None
        weights, rarity = self.weights, self._retriever.lexical.rarity
        passages = [self.rows[row] for row in rows[best]]
        even, rare = self._reranker.weighed(query, encoded.tokens[0], passages, rarity)
        score = weights.lexical * normalised(lexical) + weights.dense * normalised(dense)
        score[best] += weights.second * normalised(even) + weights.rare * normalised(rare)
        return score, dict(zip(best.tolist(), even.tolist(), strict=True))

    def _find_allowed(self, editions: frozenset[EditionKey] | None) -> np.ndarray:
        marks = self._editions.marks(editions)
        return marks if self._among is None else marks & self._among


def normalised(scores: Any) -> Any:  # noqa: ANN401  array of shape (passages,)
    """Scale scores to 0 … 1; scores that are all equal become 0."""
    if not len(scores):
        return scores
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else scores * 0
