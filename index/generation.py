"""Generations on disk: what an index is made of, and whether it is whole.

One is built aside, checked by a fresh process, swapped in, never changed (index/building.py).

index/
  CURRENT            the name of the generation in use
  gen-000001/
    manifest.json    written last: what it was built from, and the hash of every file
    passages.jsonl   the passages, one a line; a passage's row is its number
    vectors.npy      float32 (passages, dimensions), rows of length one
    lexical/         BM25
    chroma/          the same vectors in Chroma
    questions.jsonl  the bank's questions (index/bank.py), one a line
    questions.npy    their vectors
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

from corpus.errors import IndexUnavailable
from corpus.instruments import Kind, Part
from corpus.keys import EditionKey
from index.arrays import np
from index.model import EmbeddingModel
from index.passages import Level, Passage

VERSION = 4  # raised when what is indexed, or how, changes
# Chroma writes to these when it opens them; the others never change.
_LIVE = ("chroma.sqlite3", "chroma.sqlite3-wal", "chroma.sqlite3-shm")


class OlderIndex(IndexUnavailable):
    """The index was written by an earlier version of this program; it can be built again."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from, and what its files must hash to.

    `editions` are the fingerprints of the editions, `packs` the hashes of the question packs of
    those that have one, `problems` what was wrong with these.
    """

    version: int
    model: str
    model_sha256: str
    dimensions: int
    passages: int
    editions: Mapping[str, str]
    packs: Mapping[str, str]
    problems: Sequence[str]
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
            isinstance(table, dict) for table in (manifest.files, manifest.editions, manifest.packs)
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
    """Return the files that are missing or not what the manifest says."""
    return [name for name, sha256 in manifest.files.items() if _sha256(folder / name) != sha256]


def read_passages(folder: Path) -> list[Passage]:
    """Read a generation's passages, in the order of their rows."""
    key = lru_cache(4096)(EditionKey.parse)  # thousands of passages share one
    found: list[Passage] = []
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            row |= {name: tuple(row[name]) for name in ("context", "members")}
            row |= {"edition": key(row["edition"]), "level": Level(row["level"])}
            found.append(Passage(**{**row, "kind": Kind(row["kind"]), "part": Part(row["part"])}))
    return found


def write_passages(path: Path, rows: Iterable[Passage]) -> None:
    """Write passages, one a line."""
    names = [field.name for field in fields(Passage)]
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            values = {name: getattr(row, name) for name in names}  # asdict would copy every word
            file.write(json.dumps({**values, "edition": str(row.edition)}, ensure_ascii=False) + "\n")


def write_manifest(
    folder: Path,
    model: EmbeddingModel,
    shape: tuple[int, ...],
    editions: Mapping[str, str],
    packs: Mapping[str, str],
    problems: Sequence[str],
) -> None:
    """Hash every file, then write the manifest, the last file of a generation."""
    files = {
        str(path.relative_to(folder)): _sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in _LIVE
    }
    manifest = Manifest(
        VERSION, model.name, model.sha256, shape[1], shape[0], editions, packs, problems, files
    )
    write_durably(folder / "manifest.json", json.dumps(asdict(manifest), indent=1))


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
    """Hash a file; '' when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def load_vectors(folder: Path, name: str = "vectors") -> np.ndarray:
    """Read the vectors of a generation's passages, or "questions", shape (passages, dimensions)."""
    vectors: np.ndarray = np.load(folder / f"{name}.npy", allow_pickle=False)
    return vectors


def save_vectors(folder: Path, vectors: np.ndarray, name: str = "vectors") -> None:
    """Write the vectors of a generation's passages, or "questions", shape (passages, dimensions)."""
    np.save(folder / f"{name}.npy", vectors)
