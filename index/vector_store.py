"""What a vector store does, how it is brought up to date with an index, and how it is checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from index.arrays import np
from index.passages import Passage
from index.segments import Segment

_CHANGED = 0.25  # of a store: where more has gone, its graph is better made anew
_SAMPLES = 50
_TOP = 10
_AGREEMENT = 0.99  # share of the exact ten nearest that a store must find


class SearchableStore(Protocol):
    """Finds the nearest of the passages that it has, by cosine."""

    def count(self) -> int:
        """Return how many passages are stored."""

    def nearest(self, vector: np.ndarray, top: int) -> list[tuple[str, float]]:
        """Return the ids of the nearest passages with their cosine, best first."""


class VectorStore(SearchableStore, Protocol):
    """Has the vectors of passages by their ids."""

    def add(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store passages with their vectors, shape (passages, dimensions)."""

    def remove(self, ids: Sequence[str]) -> None:
        """Remove passages by their ids."""

    def ids(self) -> set[str]:
        """Return the ids of all passages stored."""


def is_outdated(stored: Mapping[str, int], segments: Collection[str]) -> bool:
    """Return True where so much of what a store has is gone that its graph is better made anew.

    `stored` has the number of passages by segment.
    """
    gone = sum(size for name, size in stored.items() if name not in segments)
    return gone > _CHANGED * sum(stored.values())


def bring_up_to_date(store: VectorStore, segments: Mapping[str, Segment], stored: Collection[str]) -> None:
    """Give a store the passages of an index, of which it has those of the segments named `stored`."""
    unchanged = [segment for name, segment in segments.items() if name in stored]
    kept = {passage.id for segment in unchanged for passage in segment.texts.passages}
    store.remove(sorted(store.ids() - kept))
    for name, segment in segments.items():
        if name not in stored:
            store.add(segment.texts.passages, segment.vectors)


def compared(store: VectorStore, segments: Sequence[Segment]) -> str:
    """Compare a store with the segments of an index; return what is wrong, or ''.

    It must have every passage, find each of a sample by its own vector, and agree with an exact search.
    """
    rows = [passage for segment in segments for passage in segment.texts.passages]
    vectors = np.concatenate([segment.vectors for segment in segments])
    if not len(rows) == len(vectors) == store.count():
        return f"{store.count()} vectors for {len(rows)} passages"
    row_of = {passage.id: row for row, passage in enumerate(rows)}
    if store.ids() != row_of.keys():
        return "ids differ"
    found = wanted = 0
    for row in range(0, len(rows), max(1, len(rows) // _SAMPLES)):
        exact = vectors @ vectors[row]
        near = store.nearest(vectors[row], min(_TOP, len(exact)))
        if not near or near[0][1] < exact.max() - 1e-4:
            return f"{rows[row].id} does not find itself"
        cutoff = -np.partition(-exact, len(near) - 1)[len(near) - 1] - 1e-5
        found += sum(float(vectors[row_of[id_]] @ vectors[row]) >= cutoff for id_, _ in near)
        wanted += len(near)
    return "" if found >= _AGREEMENT * wanted else f"only {found} of {wanted} nearest agree"
