"""The vectors of passages in Chroma, on disk, by cosine, with nothing downloaded.

LlamaIndex's store writes the nodes. Queries ask Chroma itself, for ids and distances alone: 3 ms
instead of the 13 ms in which the store makes nodes of what it finds. Nodes, collections and their
dictionaries stay in this file.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

from index.arrays import np
from index.passages import Passage

DATABASE = "chroma.sqlite3"
_COLLECTION = "passages"
_BATCH = 5000  # Chroma takes at most 5461 at once
_HNSW = {
    "space": "cosine",
    # Of the 128 nearest, in 3,000 vectors: 4.3 % missed with the defaults, none with these, in the
    # same 6 ms. What is missed differs from build to build, and answers with it.
    "ef_search": 512,
    "ef_construction": 256,
    "max_neighbors": 32,
    # Every batch is written out at once. What waits for the default of 1000 is in no file, and each
    # opening then writes files anew, with whatever memory held: no hash of them would hold.
    "sync_threshold": 2,
    "batch_size": 2,
}


def load() -> None:
    """Load what reading needs, which takes a second, before it is needed."""
    import chromadb  # noqa: F401


def read_only(database: Path) -> sqlite3.Connection:
    """Open a database for reading. Raises sqlite3.Error."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)


def back_up(database: Path, target: Path) -> None:
    """Copy a database that a server may have open. Raises sqlite3.Error."""
    with closing(read_only(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def is_sound(database: Path) -> bool:
    """Return True if SQLite finds a database whole. Raises sqlite3.Error where it cannot be read."""
    with closing(read_only(database)) as table:
        return bool(table.execute("pragma quick_check").fetchone() == ("ok",))


class ChromaVectors:
    """The vectors of passages, by their ids. Chroma is loaded when it is first asked."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Take the collection in the folder, or create it there. Its own errors come when it is used."""
        self._folder, self._create = folder, create
        self._closing: weakref.finalize[..., ChromaVectors] | None = None
        if create:
            self._collection  # noqa: B018

    @cached_property
    def _collection(self) -> Any:  # noqa: ANN401  Chroma's
        import chromadb
        from chromadb.config import Settings

        client = chromadb.PersistentClient(str(self._folder), Settings(anonymized_telemetry=False))
        # A server opens generation after generation: each is let go when nobody searches it any more.
        self._closing = weakref.finalize(self, client.close)
        self._closing.atexit = False
        try:
            if self._create:
                return client.create_collection(
                    _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
                )
            return client.get_collection(_COLLECTION, embedding_function=None)
        except BaseException:
            self.close()  # else the path would open as it is now, whatever is built there later
            raise

    def close(self) -> None:
        """Release the folder; until then Chroma opens its path as it was, even after its removal."""
        if self._closing is not None:
            self._closing()

    def add(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store passages with their vectors, shape (passages, dimensions)."""
        from llama_index.core.schema import TextNode
        from llama_index.vector_stores.chroma import ChromaVectorStore

        store = ChromaVectorStore(chroma_collection=self._collection)
        for start in range(0, len(passages), _BATCH):
            store.add(
                [
                    TextNode(
                        id_=passage.id,
                        text=passage.text,
                        metadata=_metadata(passage),
                        embedding=vector.tolist(),
                    )
                    for passage, vector in zip(
                        passages[start : start + _BATCH], vectors[start : start + _BATCH], strict=True
                    )
                ]
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Remove passages by their ids."""
        for start in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def count(self) -> int:
        """Return how many passages are stored."""
        return int(self._collection.count())

    def ids(self) -> set[str]:
        """Return the ids of all passages stored."""
        return set(self._collection.get(include=[])["ids"])

    def nearest(self, vector: np.ndarray, top: int) -> list[tuple[str, float]]:
        """Return the ids of the nearest passages with their cosine, best first."""
        found = self._collection.query(query_embeddings=[vector], n_results=top, include=["distances"])
        return [
            (id_, 1 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]


def _metadata(passage: Passage) -> dict[str, str]:
    """Return what Chroma tells of a passage beside its words; it drops empty values."""
    values = {
        "edition": str(passage.edition),
        "instrument": str(passage.edition.instrument),
        "kind": passage.kind.value,
        "part": passage.part.value,
        "verb": passage.verb,
        "addressee": passage.addressee,
    }
    return {key: value for key, value in values.items() if value}
