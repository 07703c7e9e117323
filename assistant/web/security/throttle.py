"""How often a wrong password may be given: for a name from one network, from a network, for a name from all.

A name is locked only for the network that guesses. Each wrong password beyond those that are free doubles
its wait. For a name there are also so many guesses an hour from all networks together that have not signed
in by it: who guesses from many networks is slowed, and whoever has signed in from his network before is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic

from assistant.web.security.clients import network_of
from assistant.web.security.rate_limit import remember

SECONDS = 15 * 60
"""The longest wait of a network, and how long a wrong password counts."""
FIRST = 60
"""Seconds of the first wait."""
BY_NAME = 5
"""Wrong passwords for one name from one network before one has to wait."""
BY_NETWORK = 20
"""Wrong passwords from one network, whatever the name."""
GUESSES = 30
"""Wrong passwords an hour for one name from all networks that have not signed in by it."""
MOST = 10_000
"""Names and networks that are remembered; one more forgets the one that was wrong longest ago."""
_REFILL = 60 * 60 / GUESSES  # seconds after which another guess is free
_Key = tuple[str, str]  # a name and a network; '' where either does not count


@dataclass(frozen=True, slots=True)
class _Wrong:
    """How many wrong passwords were given, and when the last was."""

    count: int
    last: float


class Throttle:
    """Counts wrong passwords."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        """Begin with none."""
        self.now = now
        self._wrong: dict[_Key, _Wrong] = {}
        self._spent: dict[str, tuple[float, float]] = {}  # guesses of a name, and when they were counted
        self._familiar: dict[_Key, None] = {}  # who has signed in, and from where

    def wait(self, name: str, address: str) -> int:
        """Return the minutes until a password may be tried, 0 when it may be now."""
        network = network_of(address)
        waits = [self._left(key, free) for key, free in _keys(name, network)]
        if (name, network) not in self._familiar:
            waits.append(max(0.0, self._guesses(name) + 1 - GUESSES) * _REFILL)
        return ceil(max(waits) / 60)

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        network = network_of(address)
        for key, _ in _keys(name, network):
            before = self._wrong.pop(key, None)
            counts = before is not None and before.last + SECONDS > self.now()
            count = before.count + 1 if before and counts else 1
            remember(self._wrong, key, _Wrong(count, self.now()), MOST)
        if (name, network) not in self._familiar:
            remember(self._spent, name, (min(GUESSES, self._guesses(name) + 1), self.now()), MOST)

    def right(self, name: str, address: str) -> None:
        """Forget what was wrong for a name from a network, and remember that its owner comes from there."""
        key = (name, network_of(address))
        self._wrong.pop(key, None)
        remember(self._familiar, key, None, MOST)

    def _left(self, key: _Key, free: int) -> float:
        """Return the seconds that a network has to wait."""
        wrong = self._wrong.get(key)
        if wrong is None or wrong.count < free:
            return 0.0
        delay = min(SECONDS, FIRST * 2.0 ** min(wrong.count - free, 10))
        return max(0.0, wrong.last + delay - self.now())

    def _guesses(self, name: str) -> float:
        """Return how many guesses of a name are not free again."""
        spent, at = self._spent.get(name, (0.0, 0.0))
        return max(0.0, spent - (self.now() - at) / _REFILL)


def _keys(name: str, network: str) -> tuple[tuple[_Key, int], ...]:
    """Return what a wrong password counts for, and how many are free there."""
    return ((name, network), BY_NAME), (("", network), BY_NETWORK)
