"""Limits on work and responses: places for concurrent work, files that are made once, responses in pieces.

Waiting for a place takes no thread, so it blocks nothing else.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from time import monotonic

from starlette.types import Message, Send

PIECE = 64 * 1024
"""Bytes that are sent at once."""
_SECONDS = 600.0  # for which a file is kept: what applies "now" is in some


class NoPlaceFree(Exception):
    """A place did not come free in time; `is_own` where the client itself has taken what it may have."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self.is_own = is_own


class KeyedLimit:
    """So many at once for each key, in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._semaphores: dict[Hashable, asyncio.Semaphore] = {}
        self._callers: Counter[Hashable] = Counter()

    @asynccontextmanager
    async def turn(self, key: Hashable, until: float) -> AsyncIterator[None]:
        """Have a turn, which must come before a time of the event loop. Raises TimeoutError."""
        semaphore = self._semaphores.setdefault(key, asyncio.Semaphore(self._at_once))
        self._callers[key] += 1
        try:
            async with asyncio.timeout_at(until):
                await semaphore.acquire()
            try:
                yield
            finally:
                semaphore.release()
        finally:
            self._callers[key] -= 1
            if not self._callers[key]:
                del self._callers[key], self._semaphores[key]


class Places:
    """Places for one kind of thing that is made, at most half of them for one client."""

    def __init__(self, at_once: int, seconds: float) -> None:
        """Have places for so many at once; who gets none waits so many seconds."""
        self._seconds = seconds
        self._own, self._all = KeyedLimit(max(1, at_once // 2)), KeyedLimit(at_once)

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """Have a place. Raises Full."""
        until = asyncio.get_running_loop().time() + self._seconds
        async with AsyncExitStack() as stack:
            for turns, key, is_own in ((self._own, client, True), (self._all, "", False)):
                try:
                    await stack.enter_async_context(turns.turn(key, until))
                except TimeoutError:
                    raise NoPlaceFree(is_own=is_own) from None
            yield


@dataclass(eq=False, slots=True)
class BuiltResponse:
    """A complete response: its start, its body, when it was made, and how many connections are sending it."""

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
        self._made: dict[Hashable, BuiltResponse] = {}  # what was asked for last comes last

    def find(self, state: object, key: Hashable) -> BuiltResponse | None:
        """Return the file at an address, if it was made from this state of the library."""
        if self._state is not state:
            self._state = state
            self._made.clear()
        made = self._made.pop(key, None)
        if made is None or self._now() - made.at > _SECONDS:
            return None
        self._made[key] = made
        return made

    def keep(self, state: object, key: Hashable, made: BuiltResponse) -> None:
        """Keep a file where there is room beside what is being sent; the oldest others make way."""
        if self._state is not state or made.start["status"] != 200:
            return
        sizes = {key: len(made.body) for key, made in self._made.items()}
        idle = [key for key, made in self._made.items() if not made.readers]
        left, size = self._most - sum(sizes.values()), len(made.body)
        if left + sum(sizes[idle_key] for idle_key in idle) < size:
            return
        while left < size:
            oldest = idle.pop(0)
            del self._made[oldest]
            left += sizes[oldest]
        made.at, made.is_kept = self._now(), True
        self._made[key] = made


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
