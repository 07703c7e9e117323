"""A vector store that is looked for when it is first asked, because checking its files takes seconds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from threading import Lock, Thread

from corpus.errors import IndexUnavailable
from index.arrays import np
from index.vector_store import SearchableStore

EXACTLY = "searching the stored vectors exactly"
_AGREES = 1e-3  # the store's cosine and the stored vector's may differ by this much


class LateStore:
    """A vector store, as soon as it is found; until then, and once it contradicts the vectors, there is none.

    `notice` says what is wrong with it, '' where nothing is known to be. One that failed is looked for again
    after some seconds.
    """

    def __init__(
        self,
        find: Callable[[], SearchableStore | None],
        name: str = "Chroma's index",
        again: float = math.inf,
    ) -> None:
        """Take the function that finds it, None for not yet; it and the store may raise IndexUnavailable."""
        self.notice = ""
        self._find, self._name, self._again = find, name, again
        self._due = 0.0
        self._store: SearchableStore | None = None
        self._search: Thread | None = None
        self._lock = Lock()

    def nearest(
        self, vector: np.ndarray, top: int, row_of: dict[str, int], vectors: np.ndarray
    ) -> Sequence[int]:
        """Return the rows of the nearest passages, best first; none where the store cannot be trusted.

        `row_of` has the row of each passage in `vectors`, shape (passages, dimensions), by its id.
        """
        store, problem = self._store, f"{self._name} is damaged; {EXACTLY}. Run: resolutions index"
        if store is None:
            self._look()
            return ()
        try:
            found = store.nearest(vector, top) if store.count() == len(row_of) else []
        except IndexUnavailable as error:
            found, problem = [], str(error)
        except Exception:
            found = []
        rows = np.array([row_of.get(id_, -1) for id_, _ in found], dtype=int)
        cosines = vectors[rows] @ vector
        if found and (rows >= 0).all() and (abs(cosines - [cosine for _, cosine in found]) < _AGREES).all():
            near: list[int] = rows.tolist()
            return near
        self._leave(problem)
        return ()

    def wait(self) -> None:
        """Wait until the store was looked for once."""
        self._look()
        if self._search is not None:
            self._search.join()

    def _look(self) -> None:
        """Look for the store in the background, one search at a time."""
        with self._lock:
            if time.monotonic() < self._due or (self._search is not None and self._search.is_alive()):
                return
            self._search = Thread(target=self._take, daemon=True, name="finding the vector store")
            self._search.start()

    def _take(self) -> None:
        try:
            self._store = self._find()
            self.notice = ""
        except IndexUnavailable as error:
            self._leave(str(error))

    def _leave(self, problem: str) -> None:
        """Ask it no more for now."""
        self._store, self.notice, self._due = None, problem, time.monotonic() + self._again
