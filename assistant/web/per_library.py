"""What is made from a library once, and again when another state of the library takes its place."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from assistant.library.library import Library

Made = TypeVar("Made")


class PerLibrary(Generic[Made]):
    """Keeps what was made from the newest library that was asked for."""

    def __init__(self, make: Callable[[Library], Made]) -> None:
        """Take what makes it."""
        self._make, self._lock = make, Lock()
        self._made: tuple[Library, Made] | None = None

    def of(self, library: Library) -> Made:
        """Return what is made from a library; whoever asks meanwhile waits."""
        with self._lock:
            if self._made is None or self._made[0] is not library:
                self._made = library, self._make(library)
            return self._made[1]
