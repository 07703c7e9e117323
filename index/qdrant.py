"""The vectors of passages in Qdrant, by cosine. Its client is installed with the extra `qdrant`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from index.arrays import np
from index.passages import Passage

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_BATCH = 1000  # passages at once: some 8 MB; the server takes 32 in a request
_RECORD = "segments"
_HNSW = {"m": 32, "ef_construct": 256}
_EF = 512  # as of Chroma (index/chroma.py)
_SETTLING = 600  # seconds in which the graph must be built
_LOOKS = 0.5  # seconds between looks; building begins a moment after the last addition


def connect(url: str, api_key: str, seconds: int) -> QdrantClient:
    """Return a client of a server, which has so many seconds for each answer."""
    from qdrant_client import QdrantClient

    port = None if url.rpartition(":")[2].isdigit() else 443 if url.startswith("https") else 80
    # Whether the versions fit shows in the answers; the client's own check warns and goes on.
    return QdrantClient(url, port=port, api_key=api_key or None, timeout=seconds, check_compatibility=False)


class QdrantVectors:
    """The vectors of passages in a collection of Qdrant, with a record of what it has.

    A point needs a UUID: it is made from the passage's id, which is in the payload.
    """

    def __init__(self, client: QdrantClient, name: str) -> None:
        """Take a client, and the name of the collection."""
        self._client, self._name = client, name

    @property
    def version(self) -> str:
        """The version of the server."""
        return str(self._client.info().version)

    def record(self) -> str:
        """Return what was recorded last, '' where there is nothing or no collection."""
        if not self._client.collection_exists(self._name):
            return ""
        return str((self._client.get_collection(self._name).config.metadata or {}).get(_RECORD, ""))

    def write_record(self, text: str) -> None:
        """Record what the collection has."""
        self._client.update_collection(self._name, metadata={_RECORD: text})

    def clear(self, dimensions: int) -> None:
        """Make the collection anew, empty and without a record."""
        from qdrant_client.models import Distance, HnswConfigDiff, VectorParams

        self._client.delete_collection(self._name)
        vectors = VectorParams(size=dimensions, distance=Distance.COSINE)
        self._client.create_collection(self._name, vectors, hnsw_config=HnswConfigDiff(**_HNSW))

    def add(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store passages with their vectors, shape (passages, dimensions)."""
        from qdrant_client.models import PointStruct

        points = [
            PointStruct(id=_point(passage.id), vector=vector.tolist(), payload={"id": passage.id})
            for passage, vector in zip(passages, vectors, strict=True)
        ]
        for start in range(0, len(points), _BATCH):
            self._client.upsert(self._name, points[start : start + _BATCH], wait=True)

    def remove(self, ids: Sequence[str]) -> None:
        """Remove passages by their ids."""
        from qdrant_client.models import PointIdsList

        for start in range(0, len(ids), _BATCH):
            points = PointIdsList(points=[_point(id_) for id_ in ids[start : start + _BATCH]])
            self._client.delete(self._name, points, wait=True)

    def settle(self) -> None:
        """Wait until the graph has what was added: before, it is searched exactly. Raises TimeoutError."""
        end = time.monotonic() + _SETTLING
        while time.monotonic() < end:
            time.sleep(_LOOKS)
            if self._client.get_collection(self._name).status == "green":
                return
        raise TimeoutError(f"no graph after {_SETTLING} s")

    def count(self) -> int:
        """Return how many passages are stored."""
        return int(self._client.count(self._name, exact=True).count)

    def ids(self) -> set[str]:
        """Return the ids of all passages stored."""
        found: set[str] = set()
        offset = None
        while True:
            points, offset = self._client.scroll(self._name, limit=10 * _BATCH, offset=offset)
            found |= {point.payload["id"] for point in points}
            if offset is None:
                return found

    def nearest(self, vector: np.ndarray, top: int) -> list[tuple[str, float]]:
        """Return the ids of the nearest passages with their cosine, best first."""
        from qdrant_client.models import SearchParams

        found = self._client.query_points(
            self._name, vector.tolist(), limit=top, search_params=SearchParams(hnsw_ef=_EF, exact=False)
        )
        return [(point.payload["id"], point.score) for point in found.points]


def _point(id_: str) -> str:
    return str(uuid5(NAMESPACE_URL, id_))
