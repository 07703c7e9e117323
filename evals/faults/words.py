"""A model that needs no weights: each word has a random direction, a text is the sum of its words'."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.encoded import Encoded

DIMENSIONS = 32


class WordModel:
    """Stands in for the embedding model, and counts the texts that it embeds."""

    name = "a model of words"
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    dictionary = Path("no dictionary")
    is_shipped = False

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Embed texts: float32 of shape (texts, dimensions), each row of length one."""
        return self.encode(texts).vectors

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts and their words."""
        self.embedded += len(texts)
        rows = [np.stack([_direction(word) for word in text.lower().split() or [""]]) for text in texts]
        sums = np.stack([_unit(row.sum(axis=0)) for row in rows]) if rows else np.zeros((0, DIMENSIONS))
        return Encoded(sums.astype(np.float32), tuple(_unit(row) for row in rows))

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the start and end of each word."""
        return [found.span() for found in re.finditer(r"\S+", text)]


@lru_cache(maxsize=20_000)
def _direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
    return np.random.default_rng(seed).normal(size=DIMENSIONS)


def _unit(rows: np.ndarray) -> np.ndarray:
    """Return rows of length one, float32."""
    units: np.ndarray = (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)
    return units
