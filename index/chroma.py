"""Chroma through LlamaIndex: the vectors of one generation, on disk, cosine, never downloaded.

Nodes, collections and their dictionaries stay in this file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.passages import Passage

if TYPE_CHECKING:
    import numpy as np

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


class ChromaVectors:
    """The vectors of passages, by the passages' ids."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the collection in the folder, or create it there."""
        import chromadb
        from chromadb.config import Settings
        from llama_index.vector_stores.chroma import ChromaVectorStore

        client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        self._client: Any = client
        if create:
            self._collection: Any = client.create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
            )
        else:
            self._collection = client.get_collection(_COLLECTION, embedding_function=None)
        self._store: Any = ChromaVectorStore(chroma_collection=self._collection)

    def close(self) -> None:
        """Let go of the folder: until then the same path opens as it was, even when it was removed."""
        self._client.close()

    def add(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store passages with their vectors, shape (passages, dimensions)."""
        from llama_index.core.schema import TextNode

        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            self._store.add(
                [
                    TextNode(id_=one.id, text=one.text, metadata=_metadata(one), embedding=vector.tolist())
                    for one, vector in zip(batch, vectors[start : start + _BATCH], strict=True)
                ]
            )

    def count(self) -> int:
        """Return how many passages are stored."""
        return int(self._collection.count())

    def ids(self) -> set[str]:
        """Return the ids of all passages stored."""
        return set(self._collection.get(include=[])["ids"])

    def nearest(self, vector: np.ndarray, top: int, level: str = "") -> list[tuple[str, float]]:
        """Return the ids of the nearest passages with their cosine, best first."""
        from llama_index.core.vector_stores.types import MetadataFilter, MetadataFilters, VectorStoreQuery

        filters = MetadataFilters(filters=[MetadataFilter(key="level", value=level)]) if level else None
        found = self._store.query(
            VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=top, filters=filters)
        )
        # The store's similarity is exp(-distance), and the distance is 1 - cosine.
        return [
            (id_, 1 + math.log(max(similarity, 1e-12)))
            for id_, similarity in zip(found.ids, found.similarities, strict=True)
        ]


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
