"""Why a build failed, as one error with the cause and the remedy; how much room on the disk a build needs.

Free space is checked before anything is written. Measured size of a generation with its segments: 107 MB for
5,283 passages and 35,119 questions (36 texts), 12.1 MB for 169 and 5,687 (Resolution 71), both with 384
dimensions. The estimates are 119 and 12.9 MB. In the cache a vector takes 2 KB, a token one byte per
dimension.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexUnavailable, ResolutionsError
from index.memory import OUT_OF_MEMORY, is_out_of_memory

_ENDS = (KeyboardInterrupt, SystemExit, GeneratorExit)
_NUMBER = 4  # bytes
_PASSAGE = 2000  # bytes of a passage in a segment beside its vector: its words, and their counts
_COPIES = 1.6  # of a passage's vector in Chroma: in its graph and its database
_IN_CHROMA = 4500  # bytes of a passage there beside these: its words twice, its places in the graph
_QUESTION = 250  # bytes of a question beside its vector
_CACHED = 1.4  # of a vector in the cache: pages of SQLite are not full
_CHARACTERS = 4  # of a token, at least on average
_LEAST = 1_000_000  # bytes that tables take where they are empty
FULL = 1_000_000
"""A disk with fewer free bytes is full: whatever fails there fails for want of room."""


class NotBuilt(IndexUnavailable):
    """The index could not be built here: no room, no right to write, or a library failed."""


def no_room(message: str) -> NotBuilt:
    """Return the error for a disk that has too little room."""
    return NotBuilt(f"{message}; free some space, then run: resolutions index")


def no_memory(root: Path) -> NotBuilt:
    """Return the error for a build that ran out of memory."""
    return NotBuilt(f"{root}: the index could not be built: {OUT_OF_MEMORY}")


def room_error(root: Path, error: BaseException | None = None) -> NotBuilt | None:
    """Return the error for a build that failed for want of room, None where there is enough.

    Chroma and SQLite often do not say that the disk was full.
    """
    if is_full(root, error) or "disk is full" in str(error):
        return no_room(f"{root}: no space left on the disk while the index was built")
    return None


def _build_failure(root: Path, error: BaseException) -> BaseException:
    """Return what to raise for what stopped a build; errors of our own and interrupts stay as they are."""
    if isinstance(error, (ResolutionsError, *_ENDS)):
        return error
    message = next(iter(str(error).splitlines()), "") or type(error).__name__
    if is_out_of_memory(error):
        return no_memory(root)
    if failure := room_error(root, error):
        return failure
    if isinstance(error, OSError):
        cause = error.strerror or message
        return NotBuilt(
            f"{root}: the index cannot be written ({cause}); set RESOLUTIONS_HOME to a folder that can be"
        )
    return NotBuilt(f"{root}: the index could not be built ({message}); see: resolutions doctor")


@contextmanager
def as_not_built(root: Path, unfinished: Path | None = None) -> Iterator[None]:
    """Raise whatever stops a build as one error, and remove the folder that it leaves `unfinished`.

    Chroma, SQLite, NumPy and the operating system each raise errors of their own, Chroma's Rust part even
    one that is no Exception. None of them may end a program that has a sound index to answer from.
    """
    try:
        yield
    except BaseException as error:
        failure = _build_failure(root, error)  # while the disk is as full as it was
        if unfinished is not None:
            shutil.rmtree(unfinished, ignore_errors=True)
        if failure is error:
            raise
        raise failure from error


# -- room on the disk --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes that a build writes: into the folder of the index, and into the cache of embeddings."""

    generation: int
    cache: int


def estimated(
    passages: int, questions: int, in_chroma: int, dimensions: int, not_cached: Sequence[str] = ()
) -> Need:
    """Return what a build needs.

    `passages` and `questions` are the numbers of those in new segments, `in_chroma` of all passages, and
    `not_cached` the texts whose vectors are not in the cache yet.
    """
    vector = dimensions * _NUMBER
    segments = passages * (vector + _PASSAGE) + questions * (vector + _QUESTION)
    generation = segments + in_chroma * (vector * _COPIES + _IN_CHROMA) + _LEAST
    cached = len(not_cached) * vector * _CACHED
    tokens = sum(map(len, not_cached)) / _CHARACTERS * dimensions
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
