"""How much room on the disk a build needs, and whether it is there, before anything is written.

Measured, the files of a generation in blocks of the disk: 137 MB for 6,228 passages and 35,119 questions (36
texts), 13 MB for 222 and 5,687 (Resolution 71), both with vectors of 384 numbers; 2 MB for 318 passages with
64. No build took more on its way. The estimates are 145, 14 and 4 MB. In the cache a vector takes 2 KB, the
tokens of a text as many bytes as they have numbers.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_NUMBER = 4  # bytes
_COPIES = 2.6  # of a passage's vector in a generation: in vectors.npy, in Chroma's graph and database
_PASSAGE = 9000  # bytes of a passage beside these: its words in three places, the places of Chroma's graph
_QUESTION = 250  # bytes of a question beside its vector
_CACHED = 1.4  # of a vector in the cache: pages of SQLite are not full
_CHARACTERS = 4  # of a token, at least on average
_LEAST = 1_000_000  # bytes that tables take where they are empty
FULL = 1_000_000
"""A disk with fewer free bytes is full: whatever fails there fails for want of room."""
_LITTLE = 32_000_000
"""With fewer free bytes in the temporary folder, what Chroma cannot do fails for want of room there."""
_TEMPORARY = ("/var/tmp", "/usr/tmp", "/tmp")  # noqa: S108  where SQLite looks  # nosec B108


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes that a build writes: into the folder of the index, and into the cache of embeddings."""

    generation: int
    cache: int


def estimated(passages: int, questions: int, dimensions: int, new: Sequence[str] = ()) -> Need:
    """Return what a build needs: for all texts, and for the words of those that are not in the cache yet."""
    vector = dimensions * _NUMBER
    generation = passages * (vector * _COPIES + _PASSAGE) + questions * (vector + _QUESTION) + _LEAST
    cached = len(new) * vector * _CACHED
    tokens = sum(map(len, new)) / _CHARACTERS * dimensions
    return Need(round(generation), round(cached + tokens))


def shortage(root: Path, cache: Path, need: Need) -> str:
    """Say that there is too little room, how much is needed and how much is free; '' where there is enough.

    Both folders have to be there.
    """
    same = root.stat().st_dev == cache.stat().st_dev
    rows = [(root, need.generation + need.cache)] if same else [(root, need.generation), (cache, need.cache)]
    for folder, bytes_ in rows:
        free = shutil.disk_usage(folder).free
        if free < bytes_:
            return f"{folder}: the index needs {_megabytes(bytes_)} and {_megabytes(free)} are free"
    return ""


def temporary_folder() -> Path:
    """Return the folder in which SQLite, and Chroma with it, keeps what it sorts; full folders count too."""
    named = (os.environ.get(name, "") for name in ("SQLITE_TMPDIR", "TMPDIR"))
    candidates = [Path(one) for one in (*named, *_TEMPORARY) if one]
    return next((one for one in candidates if one.is_dir() and os.access(one, os.W_OK)), Path.cwd())


def temporary_shortage(root: Path) -> str:
    """Say that the temporary folder has too little room and what to do; '' where it has enough.

    Where it lies on the disk of `root`, that disk is what is full.
    """
    folder = temporary_folder()
    try:
        free = shutil.disk_usage(folder).free
        if free >= _LITTLE or folder.stat().st_dev == root.stat().st_dev:
            return ""
    except OSError:
        return ""
    said = "is full" if free < FULL else f"has only {_megabytes(free)} free"
    return f"the temporary folder {folder} {said}; free some space there, or set TMPDIR to another folder"


def is_full(folder: Path, error: BaseException | None = None) -> bool:
    """Return True if a disk is full: by what the system said, or by what is free."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    try:
        return shutil.disk_usage(folder).free < FULL
    except OSError:
        return False


def _megabytes(bytes_: int) -> str:
    return f"{bytes_ / 1e6:,.1f} MB"
