"""How many calls a key, or questions a client, may make: a bucket that fills again as time goes by."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic
from typing import TypeVar

from assistant.web.security.clients import is_account

Key = TypeVar("Key")
Value = TypeVar("Value")
MOST = 10_000
"""Keys and clients that are remembered; one more forgets the one that called longest ago."""


def remember(kept: dict[Key, Value], key: Key, value: Value, most: int = MOST) -> None:
    """Keep a value as the newest; one more than so many forgets the oldest."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > most:
        del kept[next(iter(kept))]


class RateLimit:
    """Counts the calls of each key, or the questions of each client."""

    def __init__(self, a_minute: int, now: Callable[[], float] = monotonic) -> None:
        """Allow so many calls a minute; as many at once after a quiet minute."""
        self.a_minute, self.now = a_minute, now
        self._left: dict[str, tuple[float, float]] = {}  # calls left, and when they were counted
        self._lock = Lock()

    def wait(self, key: str) -> int:
        """Count a call of a key; return 0, or the seconds after which the next may come."""
        with self._lock:
            left, at = self._left.get(key, (float(self.a_minute), self.now()))
            left = min(self.a_minute, left + (self.now() - at) * self.a_minute / 60)
            allowed = left >= 1
            remember(self._left, key, (left - allowed, self.now()))
        return 0 if allowed else max(1, ceil((1 - left) * 60 / self.a_minute))


class ClientRate:
    """Counts what clients do: an account may do so much, an address where nobody signs in more."""

    def __init__(self, of_account: int, of_address: int, now: Callable[[], float] = monotonic) -> None:
        """Allow an account and an address so much a minute."""
        self._accounts, self._addresses = RateLimit(of_account, now), RateLimit(of_address, now)

    def wait(self, client: str) -> int:
        """Count what a client does; return 0, or the seconds after which it may do more."""
        return self._of(client).wait(client)

    def a_minute(self, client: str) -> int:
        """Return how often a client may do it in a minute."""
        return self._of(client).a_minute

    def _of(self, client: str) -> RateLimit:
        return self._accounts if is_account(client) else self._addresses
