"""A vector store that is looked for when it is first asked, because checking its files takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock, Thread

from corpus.errors import IndexUnavailable
from index.arrays import np
from index.vector_store import VectorStore

EXACTLY = "searching the stored vectors exactly"
_AGREES = 1e-3  # the store's cosine and the stored vector's may differ by this much


class LateStore:
    """A vector store, as soon as it is found; until then, and once it contradicts the vectors, there is none.

    `notice` says what is wrong with it, '' where nothing is known to be.
    """

    def __init__(self, find: Callable[[], VectorStore | None]) -> None:
        """Take the function that finds it, None for not yet; it may raise IndexUnavailable."""
        self.notice = ""
        self._find = find
        self._store: VectorStore | None = None
        self._search: Thread | None = None
        self._lock = Lock()

    def nearest(
        self, vector: np.ndarray, top: int, row_of: dict[str, int], vectors: np.ndarray
    ) -> Sequence[int]:
        """Return the rows of the nearest passages, best first; none where the store cannot be trusted.

        `row_of` has the row of each passage in `vectors`, shape (passages, dimensions), by its id.
        """
        if self._store is None:
            self._look()
            return ()
        try:
            has_all = self._store.count() == len(row_of)
            found = self._store.nearest(vector, top) if has_all else []
        except Exception:
            found = []
        rows = np.array([row_of.get(id_, -1) for id_, _ in found], dtype=int)
        cosines = vectors[rows] @ vector
        if found and (rows >= 0).all() and (abs(cosines - [cosine for _, cosine in found]) < _AGREES).all():
            near: list[int] = rows.tolist()
            return near
        self._store = None
        self.notice = f"Chroma's index is damaged; {EXACTLY}. Run: resolutions index"
        return ()

    def wait(self) -> None:
        """Wait until the store was looked for once."""
        self._look()
        if self._search is not None:
            self._search.join()

    def _look(self) -> None:
        """Look for the store in the background, one search at a time."""
        with self._lock:
            if self.notice or (self._search is not None and self._search.is_alive()):
                return
            self._search = Thread(target=self._take, daemon=True, name="finding the vector store")
            self._search.start()

    def _take(self) -> None:
        try:
            self._store = self._find()
        except IndexUnavailable as error:
            self.notice = str(error)
