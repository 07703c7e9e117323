"""What an embedding model returns: vectors of texts and of their tokens."""

from __future__ import annotations

from dataclasses import dataclass

from index.arrays import np


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of texts, float32 (texts, dimensions), and of each text's tokens, (tokens, dimensions).

    Every row has length one. The tokens that open and close a text are left out.
    """

    vectors: np.ndarray
    tokens: tuple[np.ndarray, ...]


def encoded(texts: list[tuple[np.ndarray, np.ndarray]]) -> Encoded:
    """Return the unit vectors of texts, each given as its vector and the vectors of all its tokens."""
    vectors = np.stack([_unit(vector) for vector, _ in texts])
    tokens = [_unit(rows) for _, rows in texts]
    return Encoded(vectors, tuple(rows[1:-1] if len(rows) > 2 else rows for rows in tokens))


def has_direction(vectors: np.ndarray) -> np.ndarray:
    """Return for each row whether it points anywhere: its length is finite and not zero."""
    lengths = np.linalg.norm(vectors, axis=-1)
    points: np.ndarray = np.isfinite(lengths) & (lengths > 0)
    return points


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: np.ndarray = (rows / np.maximum(length, 1e-12)).astype(np.float32)
    return scaled
