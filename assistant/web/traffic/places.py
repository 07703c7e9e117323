"""Places for what is made: so many at once in all, at most half of them for one client; others wait.

They wait without a thread, so that nothing else waits with them.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import AsyncExitStack, asynccontextmanager


class Full(Exception):
    """A place did not come free in time; `is_own` where the client itself has taken what it may have."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self.is_own = is_own


class Turns:
    """So many at once for each key, in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        """Begin with nobody."""
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
    """Places for one kind of thing that is made."""

    def __init__(self, at_once: int, seconds: float) -> None:
        """Have places for so many at once; who gets none waits so many seconds."""
        self._seconds = seconds
        self._own, self._all = Turns(max(1, at_once // 2)), Turns(at_once)

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """Have a place. Raises Full."""
        until = asyncio.get_running_loop().time() + self._seconds
        async with AsyncExitStack() as taken:
            for turns, key, is_own in ((self._own, client, True), (self._all, "", False)):
                try:
                    await taken.enter_async_context(turns.turn(key, until))
                except TimeoutError:
                    raise Full(is_own=is_own) from None
            yield
