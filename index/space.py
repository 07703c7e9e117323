"""How much room on the disk a build needs, and whether it is there, before anything is written.

Measured with vectors of 384 numbers: a generation took 30 MB for 5,909 vectors (Resolution 71 and its
questions) and 179 MB for 41,347 (36 texts), so 4.3 to 5.1 KB a vector, of which three are Chroma's; the
cache took 2 KB for a vector, and as much for a passage's tokens as they have numbers.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_NUMBER = 4  # bytes
_COPIES = 2.5  # of each vector in a generation: in vectors.npy, in Chroma's graph and database
_TEXT = 1500  # bytes of a text in a generation beside its vectors, words and graph
_CACHED = 1.4  # of a vector in the cache: pages of SQLite are not full
_CHARACTERS = 4  # of a token, at least on average
_LEAST = 1_000_000  # bytes that tables take where they are empty
FULL = 1_000_000
"""A disk with fewer free bytes is full: whatever fails there fails for want of room."""


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes that a build writes: into the folder of the index, and into the cache of embeddings."""

    generation: int
    cache: int


def estimated(texts: int, dimensions: int, new_passages: Sequence[str], new_questions: int) -> Need:
    """Return what a build needs: for all its `texts`, and for those that are not in the cache yet."""
    vector = dimensions * _NUMBER
    generation = texts * (vector * _COPIES + _TEXT) + _LEAST
    vectors = (len(new_passages) + new_questions) * vector * _CACHED
    tokens = sum(map(len, new_passages)) / _CHARACTERS * dimensions
    return Need(round(generation), round(vectors + tokens))


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


def is_full(folder: Path, error: BaseException | None = None) -> bool:
    """Tell whether a disk is full: by what the system said, or by what is free."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    try:
        return shutil.disk_usage(folder).free < FULL
    except OSError:
        return False


def _megabytes(bytes_: int) -> str:
    """Return a size in megabytes."""
    return f"{bytes_ / 1e6:,.1f} MB"
