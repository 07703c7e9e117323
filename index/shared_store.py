"""A vector store at an address: Chroma's own server or Qdrant, which any number of processes may ask.

A collection there has the passages of one home, and itself records which segments of the index these are.
The record is emptied before a change and written after the check, so what a killed process leaves never looks
whole.

    index/store.json   the name of the home's collection, made at random; where it was filled last, with what
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from corpus.errors import IndexUnavailable
from index.arrays import np
from index.generation import Manifest, current, read_manifest, read_segments, write_durably
from index.late_store import EXACTLY
from index.segments import Segment
from index.vector_store import VectorStore, bring_up_to_date, compared, is_outdated

AGAIN = 60.0  # seconds after which a store that failed is asked again
_ANSWER = 2  # seconds for the answer to a question
_CHANGE = 60  # seconds for the answer to a change


class SharedStore(VectorStore, Protocol):
    """A vector store that other processes may change at any time; its record says what it has."""

    @property
    def version(self) -> str:
        """The version of the server."""

    def record(self) -> str:
        """Return what was recorded last, '' where there is nothing or no collection."""

    def write_record(self, text: str) -> None:
        """Record what the collection has."""

    def clear(self, dimensions: int) -> None:
        """Make the collection anew, empty and without a record."""

    def settle(self) -> None:
        """Wait until a search of what was added is the one that questions get."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a vector store is: its kind, Chroma or Qdrant, its URL, its key, which is never shown."""

    kind: str
    url: str
    api_key: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.kind} at {self.url}"


@dataclass(frozen=True, slots=True)
class StoreNote:
    """What store.json says: the collection's name, the store where it was filled last, its segments."""

    collection: str
    store: str = ""
    segments: Mapping[str, int] = field(default_factory=dict)


def read_note(root: Path) -> StoreNote:
    """Return what is noted of the collection of an index; where there is nothing, a new name for it."""
    try:
        return StoreNote(**json.loads((root / "store.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return StoreNote(f"resolutions-{uuid4().hex}")


def fill(root: Path, address: StoreAddress, *, anew: bool = False) -> str:
    """Bring the store at an address up to date with the index in use; return what is wrong, or ''.

    Raises IndexUnavailable.
    """
    folder, name = current(root), read_note(root).collection
    manifest = read_manifest(folder)
    segments = dict(zip(manifest.segments, read_segments(folder, manifest), strict=True))
    write_durably(root / "store.json", json.dumps(asdict(StoreNote(name))))
    with _answering(address):
        store = open_store(address, name, _CHANGE)
        if problem := _filled(store, manifest, segments, anew=anew):
            return problem
    write_durably(root / "store.json", json.dumps(asdict(StoreNote(name, str(address), manifest.segments))))
    return ""


def state(root: Path, manifest: Manifest, address: StoreAddress) -> tuple[str, bool]:
    """Return the version of a store, and whether it has the passages of an index. Raises IndexUnavailable."""
    with _answering(address):
        store = open_store(address, read_note(root).collection, _ANSWER)
        is_whole = store.record() == _record(manifest) and store.count() == manifest.passages
        return store.version, is_whole


def recorded_store(root: Path, manifest: Manifest, address: StoreAddress) -> RecordedStore:
    """Return the store at an address. Raises IndexUnavailable where it has not the passages of an index."""
    with _answering(address):
        store = open_store(address, read_note(root).collection, _ANSWER)
        if store.record() == _record(manifest):
            return RecordedStore(store, address, manifest)
    raise _lacking(address)


def open_store(address: StoreAddress, name: str, seconds: int) -> SharedStore:
    """Connect to a collection at an address, where each answer must come within some seconds."""
    if address.kind == "Chroma":
        from index.chroma import ChromaServer

        return ChromaServer(address.url, address.api_key, name, seconds)
    from index.qdrant import QdrantVectors, connect

    return QdrantVectors(connect(address.url, address.api_key, seconds), name)


class RecordedStore:
    """A shared store, for as long as it has the passages of one index."""

    def __init__(self, store: SharedStore, address: StoreAddress, manifest: Manifest) -> None:
        """Take a store whose record is that of the index."""
        self._store, self._address = store, address
        self._record, self._passages = _record(manifest), manifest.passages

    def count(self) -> int:
        """Return how many passages the index has."""
        return self._passages

    def nearest(self, vector: np.ndarray, top: int) -> list[tuple[str, float]]:
        """Return the ids of the nearest passages with their cosine, best first. Raises IndexUnavailable."""
        with _answering(self._address):
            found = self._store.nearest(vector, top)
            # Looked at afterwards: a change empties it first, so what was found before is whole.
            if self._store.record() == self._record:
                return found
        raise _lacking(self._address)


def _filled(store: SharedStore, manifest: Manifest, segments: Mapping[str, Segment], *, anew: bool) -> str:
    """Give a store the segments of an index, by adding and removing where that works; check it.

    Return what is wrong, or ''.
    """
    stored = {} if anew else json.loads(store.record() or "{}")
    if stored == manifest.segments:
        return ""
    problem = ""
    for base in [stored, {}] if stored and not is_outdated(stored, manifest.segments) else [{}]:
        if base:
            store.write_record("")
        else:
            store.clear(manifest.dimensions)
        bring_up_to_date(store, segments, base)
        store.settle()
        problem = compared(store, list(segments.values()))
        if not problem:
            store.write_record(_record(manifest))
            return "" if store.record() == _record(manifest) else "it keeps no record; update the server"
    return problem


def _record(manifest: Manifest) -> str:
    return json.dumps(manifest.segments, sort_keys=True)


def _lacking(address: StoreAddress) -> IndexUnavailable:
    lacking = f"{address.kind} does not have the passages of this index"
    return IndexUnavailable(f"{lacking}; {EXACTLY}. Run: resolutions index")


@contextmanager
def _answering(address: StoreAddress) -> Iterator[None]:
    """Raise IndexUnavailable for whatever goes wrong with a store.

    It is shown to everybody who asks, so it names the setting instead of the URL.
    """
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:  # of HTTP, of the client, of an answer that it does not understand
        setting = f"RESOLUTIONS_{address.kind.upper()}_URL"
        reason = next(iter(str(error).splitlines()), "").replace(address.url, setting) or type(error).__name__
        problem = f"{address.kind} does not answer as it should ({reason}); {EXACTLY}"
        raise IndexUnavailable(f"{problem}. Start it, or correct or unset {setting}") from error
