"""Why a build failed: whatever stops it becomes one error, with the cause and the remedy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexUnavailable, ResolutionsError
from index.memory import INDEXING, is_out_of_memory, out_of_memory
from index.space import is_full, temporary_shortage

_ENDS = (KeyboardInterrupt, SystemExit, GeneratorExit)


class NotBuilt(IndexUnavailable):
    """The index could not be built here: no room, no right to write, or a library failed."""


def no_room(said: str) -> NotBuilt:
    """Return the error for a disk that has too little room."""
    return NotBuilt(f"{said}; free some space, then run: resolutions index")


def no_memory(root: Path) -> NotBuilt:
    """Return the error for a build that memory does not suffice for."""
    return NotBuilt(f"{root}: the index could not be built: {out_of_memory(INDEXING)}")


def want_of_room(root: Path, error: BaseException | None = None) -> NotBuilt | None:
    """Return the error for a build that failed for want of room, None where there is enough.

    Chroma and SQLite do not say which disk was full, and often not even that one was.
    """
    if not is_full(root) and (said := temporary_shortage(root)):
        return NotBuilt(f"{root}: the index could not be built: {said}, then run: resolutions index")
    if is_full(root, error) or "disk is full" in str(error):
        return no_room(f"{root}: no space left on the disk while the index was built")
    return None


def _build_failure(root: Path, error: BaseException) -> BaseException:
    """Return what to raise for what stopped a build; errors of our own and interrupts stay as they are."""
    if isinstance(error, (ResolutionsError, *_ENDS)):
        return error
    said = next(iter(str(error).splitlines()), "") or type(error).__name__
    if is_out_of_memory(error):
        return no_memory(root)
    is_open = not isinstance(error, OSError) or is_full(root, error)  # which disk, if any, was full
    if is_open and (failure := want_of_room(root, error)):
        return failure
    if isinstance(error, OSError):
        cause = error.strerror or said
        return NotBuilt(
            f"{root}: the index cannot be written ({cause}); set RESOLUTIONS_HOME to a folder that can be"
        )
    return NotBuilt(f"{root}: the index could not be built ({said}); see: resolutions doctor")


@contextmanager
def one_error(root: Path, unfinished: Path | None = None) -> Iterator[None]:
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
