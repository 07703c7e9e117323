"""The lexical index: BM25 over stemmed words; symbols and single characters count.

What is counted in a text does not depend on other texts, so it is kept with the text (index/segments.py).
How rare a word is does, so the counts of all texts are joined when an index is opened. The formula is that
of Lucene, as in bm25s: k₁ 1.5, b .75.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.arrays import np, read_array
from index.tokens import words

_K1, _B = 1.5, 0.75


@dataclass(frozen=True, eq=False)
class WordCounts:
    """How often each stem occurs in each of some passages.

    `stems` are all of them; `passages`, `terms` and `counts`, int32 and of one shape, say of each pair which
    passage it is, which stem and how often it occurs there; `size` is the number of passages.
    """

    stems: Sequence[str]
    passages: np.ndarray
    terms: np.ndarray
    counts: np.ndarray
    size: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordCounts:
        """Count the words of texts, in their order."""
        stems: dict[str, int] = {}
        rows: list[tuple[int, int, int]] = []
        size = 0
        for text in texts:
            for stem, count in Counter(words(text)).items():
                rows.append((size, stems.setdefault(stem, len(stems)), count))
            size += 1
        passages, terms, counts = np.array(rows, dtype=np.int32).reshape(-1, 3).T
        return cls(tuple(stems), passages, terms, counts, size)

    @classmethod
    def load(cls, folder: Path, size: int) -> WordCounts:
        """Read what `save` wrote of so many passages."""
        stems = json.loads((folder / "stems.json").read_text(encoding="utf-8"))
        passages, terms, counts = read_array(folder / "counts.npy")
        return cls(stems, passages, terms, counts, size)

    def save(self, folder: Path) -> None:
        """Write the counts into a folder: `stems.json` and `counts.npy`."""
        text = json.dumps(list(self.stems), ensure_ascii=False)
        (folder / "stems.json").write_text(text, encoding="utf-8")
        np.save(folder / "counts.npy", np.stack([self.passages, self.terms, self.counts]))

    def is_equal(self, other: WordCounts) -> bool:
        """Return True if others count the same words of the same passages."""
        arrays = ((self.passages, other.passages), (self.terms, other.terms), (self.counts, other.counts))
        return list(self.stems) == list(other.stems) and all(np.array_equal(*pair) for pair in arrays)


class LexicalIndex:
    """BM25 scores of every passage for a query."""

    def __init__(self, parts: Sequence[WordCounts]) -> None:
        """Join the counts of texts; their passages are numbered on."""
        self.size = sum(part.size for part in parts)
        numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        rows, terms, counts, start = [], [], [], 0
        for part in parts:
            known = [*map(numbers.__getitem__, part.stems)]  # a new stem gets the next number
            terms.append(np.array(known, dtype=np.int32)[part.terms])
            rows.append(part.passages + start)
            counts.append(part.counts)
            start += part.size
        self._terms = dict(numbers)
        none = np.zeros(0, dtype=np.int32)
        by_term = np.concatenate([none, *terms])
        order = np.argsort(by_term, kind="stable")
        self._rows = np.concatenate([none, *rows])[order]
        self._counts = np.concatenate([none, *counts])[order]
        self._having = np.bincount(by_term, minlength=len(self._terms))
        self._starts = np.concatenate([[0], np.cumsum(self._having)])

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index texts in their order."""
        return cls([WordCounts.of(texts)])

    def __contains__(self, word: object) -> bool:
        """Return True if a passage has a stemmed word."""
        return word in self._terms

    def rarity(self, word: str) -> float:
        """Return how rare a stemmed word is: ln of passages per passage that has it, at least a little."""
        term = self._terms.get(word)
        count = 0 if term is None else int(self._having[term])
        return math.log((self.size + 1) / (count + 0.5)) + 0.1

    def scores(self, query: Sequence[str]) -> np.ndarray:
        """Return the BM25 score of every passage for the stemmed words, float32 of shape (passages,)."""
        scores = np.zeros(self.size, dtype=np.float32)
        for word in query:
            term = self._terms.get(word)
            if term is not None:
                of_word = slice(self._starts[term], self._starts[term + 1])
                scores[self._rows[of_word]] += self._weights[of_word]
        return scores

    @cached_property
    def _weights(self) -> np.ndarray:
        """What a passage scores for each word that it has, float32."""
        lengths = np.bincount(self._rows, weights=self._counts, minlength=self.size)
        length = lengths[self._rows] / max(lengths.mean(), 1e-9)
        frequency = self._counts / (self._counts + _K1 * (1 - _B + _B * length))
        rarity = np.log(1 + (self.size - self._having + 0.5) / (self._having + 0.5))
        weights: np.ndarray = (np.repeat(rarity, self._having) * frequency).astype(np.float32)
        return weights
