"""The vectors of passages in Chroma, on disk or on its server, by cosine, with nothing downloaded.

LlamaIndex's store writes the nodes. Queries ask Chroma itself, for ids and distances alone: 3 ms
instead of the 13 ms in which the store makes nodes of what it finds. Nodes, collections and their
dictionaries stay in this file.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from index.arrays import np
from index.passages import Passage

DATABASE = "chroma.sqlite3"
_COLLECTION = "passages"
_RECORD = "segments"
_HNSW = {
    "space": "cosine",
    # Of the 128 nearest, in 3,000 vectors: 4.3 % missed with the defaults, none with these, in the
    # same 6 ms. What is missed differs from build to build, and answers with it.
    "ef_search": 512,
    "ef_construction": 256,
    "max_neighbors": 32,
}
_FILES = {
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


class _Collection:
    """A collection of Chroma's, wherever it is."""

    _collection: Any
    _batch: int  # passages at once

    def add(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store passages with their vectors, shape (passages, dimensions)."""
        from llama_index.core.schema import TextNode
        from llama_index.vector_stores.chroma import ChromaVectorStore

        store = ChromaVectorStore(chroma_collection=self._collection)
        for start in range(0, len(passages), self._batch):
            batch = slice(start, start + self._batch)
            store.add(
                [
                    TextNode(
                        id_=passage.id,
                        text=passage.text,
                        metadata=_metadata(passage),
                        embedding=vector.tolist(),
                    )
                    for passage, vector in zip(passages[batch], vectors[batch], strict=True)
                ]
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Remove passages by their ids."""
        for start in range(0, len(ids), self._batch):
            self._collection.delete(ids=list(ids[start : start + self._batch]))

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


class ChromaVectors(_Collection):
    """The vectors of passages, by their ids. Chroma is loaded when it is first asked."""

    _batch = 5000  # Chroma takes at most 5461

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
                    _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW | _FILES}
                )
            return client.get_collection(_COLLECTION, embedding_function=None)
        except BaseException:
            self.close()  # else the path would open as it is now, whatever is built there later
            raise

    def close(self) -> None:
        """Release the folder; until then Chroma opens its path as it was, even after its removal."""
        if self._closing is not None:
            self._closing()


class ChromaServer(_Collection):
    """The vectors of passages in a collection on Chroma's own server, with a record of what it has."""

    _batch = 1000  # with their texts 10 MB at most; the server takes 40 in a request

    def __init__(self, url: str, api_key: str, name: str, seconds: float) -> None:
        """Connect to a server, which has so many seconds for each answer."""
        import chromadb
        import httpx
        from chromadb.config import Settings

        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        answer = httpx.get(f"{url}/api/v2/version", headers=headers, timeout=seconds).raise_for_status()
        self.version, self._name = str(answer.json()), name
        self._client = chromadb.HttpClient(
            url, ssl=url.startswith("https"), headers=headers, settings=Settings(anonymized_telemetry=False)
        )
        # Chroma's client has no setting for it, and would wait for ever; it never closes its connections.
        session = self._client._server._session
        session.timeout = seconds
        self._client._admin_client._server._session.close()  # has looked for the database, and is done
        for close in (self._client.close, session.close):
            weakref.finalize(self, close).atexit = False

    def record(self) -> str:
        """Return what was recorded last, '' where there is nothing or no collection."""
        from chromadb.errors import NotFoundError

        try:
            self._collection = self._client.get_collection(self._name, embedding_function=None)
        except NotFoundError:
            return ""
        return str((self._collection.metadata or {}).get(_RECORD, ""))

    def write_record(self, text: str) -> None:
        """Record what the collection has."""
        self._collection.modify(metadata={_RECORD: text})

    def clear(self, dimensions: int) -> None:
        """Make the collection anew, empty and without a record; Chroma sees the dimensions by itself."""
        from chromadb.errors import NotFoundError

        del dimensions
        with suppress(NotFoundError):
            self._client.delete_collection(self._name)
        self._collection = self._client.create_collection(
            self._name, embedding_function=None, configuration={"hnsw": _HNSW}
        )

    def settle(self) -> None:
        """Chroma searches what was added at once."""


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
