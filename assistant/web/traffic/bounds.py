"""Limits on work and responses: places for concurrent work, unsent bytes, responses in pieces.

Waiting for a place takes no thread, so it blocks nothing else.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from weakref import WeakValueDictionary

from starlette.types import Send

PIECE = 64 * 1024
"""Bytes that are sent at once."""


class NoPlaceFree(Exception):
    """A place did not come free in time; `is_own` where the client itself has taken what it may have."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self.is_own = is_own


class Places:
    """Places for one kind of thing that is made, at most half of them for one client."""

    def __init__(self, at_once: int, seconds: float) -> None:
        """Have places for so many at once; who gets none waits so many seconds."""
        self._all, self._most, self._seconds = asyncio.Semaphore(at_once), max(1, at_once // 2), seconds
        self._own: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()  # of who has or waits

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """Have a place, in the order in which clients came. Raises NoPlaceFree."""
        until = asyncio.get_running_loop().time() + self._seconds
        own = self._own.setdefault(client, asyncio.Semaphore(self._most))
        async with _turn(own, until, is_own=True), _turn(self._all, until, is_own=False):
            yield


@asynccontextmanager
async def _turn(semaphore: asyncio.Semaphore, until: float, *, is_own: bool) -> AsyncIterator[None]:
    """Hold a semaphore, which must come free before a time of the event loop. Raises NoPlaceFree."""
    try:
        async with asyncio.timeout_at(until):
            await semaphore.acquire()
    except TimeoutError:
        raise NoPlaceFree(is_own=is_own) from None
    try:
        yield
    finally:
        semaphore.release()


class UnsentBytes:
    """Counts what was made for each client and is not yet received by it."""

    def __init__(self, most: int) -> None:
        """Allow so many bytes a client, and beyond them one response."""
        self._most = most
        self._bytes: Counter[str] = Counter()

    def is_full(self, client: str) -> bool:
        """Return True if a client must first receive what was made for it."""
        return self._bytes[client] > self._most

    @contextmanager
    def counted(self, client: str, size: int) -> Iterator[None]:
        """Count so many bytes while they are sent."""
        self._bytes[client] += size
        try:
            yield
        finally:
            self._bytes[client] -= size
            if not self._bytes[client]:
                del self._bytes[client]


async def send_in_pieces(body: bytes, send: Send, *, more: bool = False) -> None:
    """Send a part of a response, its last unless there is more.

    Pieces keep the buffer of a client that reads slowly small: uvicorn buffers a whole message, and waits
    between two messages until the client has received the first.
    """
    view = memoryview(body)
    for start in range(0, max(len(body), 1), PIECE):
        piece, is_last = bytes(view[start : start + PIECE]), start + PIECE >= len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": more or not is_last})
