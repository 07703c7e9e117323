"""Which rows belong to which edition: scopes are marked without a walk over all rows."""

from __future__ import annotations

from collections.abc import Iterable, Set

from corpus.keys import EditionKey
from index.arrays import np


class EditionRows:
    """The edition of each row of an index, passages or questions."""

    def __init__(self, editions: Iterable[EditionKey]) -> None:
        """Take the edition of each row; the rows of one stand together."""
        numbers: dict[EditionKey, int] = {}
        rows: list[int] = []
        before, number = None, 0
        for key in editions:
            if key is not before:  # looking a key up takes longer
                before, number = key, numbers.setdefault(key, len(numbers))
            rows.append(number)
        self._numbers, self._rows = numbers, np.array(rows, dtype=np.int32)

    @property
    def keys(self) -> frozenset[EditionKey]:
        """The editions that have rows."""
        return frozenset(self._numbers)

    def marks(self, editions: Set[EditionKey] | None) -> np.ndarray:
        """Mark the rows of some editions, of all for None: bool of shape (rows,)."""
        if editions is None:
            return np.ones(len(self._rows), dtype=bool)
        wanted = np.zeros(len(self._numbers) + 1, dtype=bool)  # at least one
        wanted[[self._numbers[key] for key in editions if key in self._numbers]] = True
        found: np.ndarray = wanted[self._rows]
        return found
