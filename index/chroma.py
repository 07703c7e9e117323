"""The vectors of one generation in Chroma, on disk, by cosine, with nothing downloaded.

LlamaIndex's store writes the nodes. Queries ask Chroma itself, for ids and distances alone: 3 ms
instead of the 13 ms in which the store makes nodes of what it finds. Nodes, collections and their
dictionaries stay in this file.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from index.arrays import np
from index.passages import Passage

# Leaves have a collection of their own: in 30,000 passages the nearest 128 leaves take 14 ms, and 108 ms
# where Chroma must tell them from groups by a filter.
_LEAVES, _GROUPS = "leaves", "groups"
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


def is_sound(database: Path) -> bool:
    """Return True if SQLite finds a database whole. Raises sqlite3.Error where it cannot be read."""
    with closing(read_only(database)) as table:
        return bool(table.execute("pragma quick_check").fetchone() == ("ok",))


class ChromaVectors:
    """The vectors of passages, by their ids."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the collections in the folder, or create them there."""
        import chromadb
        from chromadb.config import Settings

        client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        # A server opens generation after generation: each is let go when nobody searches it any more.
        self._closing = weakref.finalize(self, client.close)
        self._closing.atexit = False

        def collection(name: str) -> Any:  # noqa: ANN401  Chroma's
            if create:
                return client.create_collection(name, embedding_function=None, configuration={"hnsw": _HNSW})
            return client.get_collection(name, embedding_function=None)

        try:
            self._collections = {name: collection(name) for name in (_LEAVES, _GROUPS)}
        except BaseException:
            self.close()  # else the path would open as it is now, whatever is built there later
            raise

    def close(self) -> None:
        """Release the folder; until then Chroma opens its path as it was, even after its removal."""
        self._closing()

    def add(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store passages with their vectors, shape (passages, dimensions)."""
        from llama_index.core.schema import TextNode
        from llama_index.vector_stores.chroma import ChromaVectorStore

        for name, collection in self._collections.items():
            store = ChromaVectorStore(chroma_collection=collection)
            rows = [at for at, passage in enumerate(passages) if _collection_of(passage.level) == name]
            for start in range(0, len(rows), _BATCH):
                store.add(
                    [
                        TextNode(
                            id_=passages[at].id,
                            text=passages[at].text,
                            metadata=_metadata(passages[at]),
                            embedding=vectors[at].tolist(),
                        )
                        for at in rows[start : start + _BATCH]
                    ]
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Remove passages by their ids."""
        for name, collection in self._collections.items():
            mine = [id_ for id_ in ids if _collection_of(id_.rpartition("@")[2]) == name]
            for start in range(0, len(mine), _BATCH):
                collection.delete(ids=mine[start : start + _BATCH])

    def count(self) -> int:
        """Return how many passages are stored."""
        return sum(int(collection.count()) for collection in self._collections.values())

    def ids(self) -> set[str]:
        """Return the ids of all passages stored."""
        return {id_ for collection in self._collections.values() for id_ in collection.get(include=[])["ids"]}

    def nearest(self, vector: np.ndarray, top: int, level: str) -> list[tuple[str, float]]:
        """Return the ids of the nearest passages of a level with their cosine, best first."""
        name = _collection_of(level)
        found = self._collections[name].query(
            query_embeddings=[vector],
            n_results=top,
            where={"level": level} if name == _GROUPS else None,
            include=["distances"],
        )
        return [
            (id_, 1 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]


def _collection_of(level: str) -> str:
    return _LEAVES if level == "leaf" else _GROUPS


def _metadata(passage: Passage) -> dict[str, str]:
    """Return what can be filtered by; Chroma drops empty values."""
    values = {
        "level": passage.level.value,
        "edition": str(passage.edition),
        "instrument": str(passage.edition.instrument),
        "kind": passage.kind.value,
        "part": passage.part.value,
        "verb": passage.verb,
        "addressee": passage.addressee,
    }
    return {key: value for key, value in values.items() if value}
