"""The lexical index: BM25 over stemmed words; symbols and single characters count."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from index.arrays import np
from index.tokens import words


class LexicalIndex:
    """BM25 scores of every passage for a query."""

    def __init__(self, scorer: Any, size: int) -> None:  # noqa: ANN401  the library's type stops here
        self._scorer = scorer
        self.size = size

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index texts in their order."""
        import bm25s

        tokens = [words(text) or [""] for text in texts]
        scorer = bm25s.BM25(method="lucene")
        scorer.index(tokens or [[""]], show_progress=False)
        return cls(scorer, len(tokens))

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Read what `save` wrote."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder)), size)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._scorer.save(str(folder), show_progress=False)

    def rarity(self, word: str) -> float:
        """Return how rare a stemmed word is: ln of passages per passage that has it, at least a little."""
        row = self._scorer.vocab_dict.get(word)
        count = 0 if row is None or row >= len(self._having) else int(self._having[row])
        return math.log((self.size + 1) / (count + 0.5)) + 0.1

    @cached_property
    def _having(self) -> np.ndarray:
        found: np.ndarray = np.diff(self._scorer.scores["indptr"])
        return found

    def scores(self, query: Sequence[str]) -> np.ndarray:
        """Return the BM25 score of every passage for the stemmed words, shape (passages,)."""
        known = [word for word in query if word in self._scorer.vocab_dict]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return self._scorer.get_scores(known)  # type: ignore[no-any-return]
