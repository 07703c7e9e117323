"""Generations on disk: which segments an index is made of, and whether it is whole.

One is built aside, read back, swapped in, never changed (index/building.py).

index/
  CURRENT            the name of the generation in use
  gen-000001/
    manifest.json    what it was built from, and the hash of every file of its segments
  segments/          what is indexed of each edition (index/segments.py), shared by generations
    9f2c…/
  chroma/            the vectors of all passages in Chroma (index/syncing.py)
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from time import time

from corpus.errors import IndexUnavailable
from index.segments import VERSION, Segment

SEGMENTS = "segments"
_RECENT = 2.0  # seconds since a file was written: until then another write may leave it with the same time
# Chroma writes to these when it opens them; its others never change.
_LIVE = ("chroma.sqlite3", "chroma.sqlite3-wal", "chroma.sqlite3-shm")


class OlderIndex(IndexUnavailable):
    """The index was written by an earlier version of this program; it can be built again."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from, and what its files must hash to.

    `editions` are the fingerprints of the editions, `packs` the hashes of the question packs of
    those that have one, `problems` what was wrong with these, all by the editions' keys. `segments` are the
    names of the editions' segments in the order of the passages, with the number of these; `files` the
    hashes of their files, by their paths from the folder of all generations.
    """

    version: int
    model: str
    model_sha256: str
    dimensions: int
    passages: int
    editions: Mapping[str, str]
    packs: Mapping[str, str]
    problems: Mapping[str, Sequence[str]]
    segments: Mapping[str, int]
    files: Mapping[str, str]


def current(root: Path) -> Path:
    """Return the folder of the generation in use. Raises IndexUnavailable when there is none."""
    try:
        name = (root / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError:
        raise IndexUnavailable(f"{root}: no index yet; run: resolutions index") from None
    except UnicodeDecodeError:
        name = ""
    folder = root / name
    if not name.startswith("gen-") or not (folder / "manifest.json").is_file():
        raise IndexUnavailable(f"{root}: the index in use is damaged; run: resolutions index")
    return folder


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest. Raises IndexUnavailable when it is damaged or of another version."""
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        version = int(found["version"])
        manifest = Manifest(**found) if version == VERSION else None
        if manifest and not all(
            isinstance(table, dict)
            for table in (manifest.files, manifest.editions, manifest.packs, manifest.segments)
        ):
            raise TypeError("files, editions and packs are tables")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnavailable(f"{folder}: the manifest is damaged; run: resolutions index") from error
    if manifest is None:
        kind = OlderIndex if version < VERSION else IndexUnavailable
        raise kind(
            f"{folder}: an index of version {version}, this program reads version {VERSION}; "
            "run: resolutions index"
        )
    return manifest


def damaged_files(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files that are missing or not what the manifest says, by their paths in it."""
    return changed_files(folder.parent, manifest.files)


def changed_files(root: Path, hashes: Mapping[str, str]) -> list[str]:
    """Return the files, by their paths below a folder, that are missing or have another hash."""
    return [name for name, sha256 in hashes.items() if not _has_hash(f"{root}/{name}", sha256)]


def file_hashes(root: Path, folder: Path) -> dict[str, str]:
    """Return the hash of each file in a folder by its path from the root, but of those that change in use.

    Raises OSError.
    """
    return {
        path.relative_to(root).as_posix(): _sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in _LIVE
    }


def segment_folders(folder: Path, manifest: Manifest) -> list[Path]:
    """Return the folders of a generation's segments in the order of the passages."""
    return [folder.parent / SEGMENTS / name for name in manifest.segments]


def read_segments(folder: Path, manifest: Manifest) -> list[Segment]:
    """Read the segments of a generation in the order of the passages."""
    return [Segment.load(path) for path in segment_folders(folder, manifest)]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, the last file of a generation."""
    values = {field.name: getattr(manifest, field.name) for field in fields(Manifest)}
    write_durably(folder / "manifest.json", json.dumps(values))


def write_durably(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    """Hash a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has_hash(path: str, sha256: str) -> bool:
    """Return True if a file can be read and has a hash."""
    try:
        status = os.stat(path)
        if time() - status.st_mtime < _RECENT:
            return _sha256(Path(path)) == sha256
        return _hash_of(path, status.st_ino, status.st_mtime_ns, status.st_size) == sha256
    except OSError:
        return False


@lru_cache(maxsize=1 << 18)
def _hash_of(path: str, *_written: int) -> str:
    """Hash a file of this inode, time and size, which a process does once. Raises OSError."""
    return _sha256(Path(path))
