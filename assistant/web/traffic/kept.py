"""Files that were made once: who asks for the same one again is served from the same bytes.

They are kept while the library stays as it is, for ten minutes at most: what applies "now" is in some.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from starlette.types import Message

_SECONDS = 600.0


@dataclass(eq=False, slots=True)
class Made:
    """A response that was made: its start, its body, when; and by how many connections it is being sent."""

    start: Message
    body: bytes
    at: float = 0.0
    readers: int = 0
    is_kept: bool = False

    @contextmanager
    def read(self) -> Iterator[None]:
        """Be one more connection that sends it."""
        self.readers += 1
        try:
            yield
        finally:
            self.readers -= 1


class KeptExports:
    """The files that are kept, by their addresses; of one state of the library."""

    def __init__(self, most: int, now: Callable[[], float] = monotonic) -> None:
        """Keep at most so many bytes."""
        self._most, self._now = most, now
        self._state: object = None
        self._made: dict[Hashable, Made] = {}  # what was asked for last comes last

    def find(self, state: object, key: Hashable) -> Made | None:
        """Return the file at an address, if it was made from this state of the library."""
        if self._state is not state:
            self._state = state
            self._made.clear()
        made = self._made.pop(key, None)
        if made is None or self._now() - made.at > _SECONDS:
            return None
        self._made[key] = made
        return made

    def keep(self, state: object, key: Hashable, made: Made) -> None:
        """Keep a file where there is room beside what is being sent; the oldest others make way."""
        if self._state is not state or made.start["status"] != 200:
            return
        if not self._make_room(len(made.body)):
            return
        made.at, made.is_kept = self._now(), True
        self._made[key] = made

    def _make_room(self, size: int) -> bool:
        """Forget files that nobody is being sent, until there is room; return whether there can be."""
        sizes = {key: len(made.body) for key, made in self._made.items()}
        idle = [key for key, made in self._made.items() if not made.readers]
        left = self._most - sum(sizes.values())
        if left + sum(sizes[key] for key in idle) < size:
            return False
        for key in idle:
            if left >= size:
                break
            del self._made[key]
            left += sizes[key]
        return True
