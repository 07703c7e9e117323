"""How often a wrong password may be given: for a name from one address, and from an address for all names.

A name is locked only for the address that guesses: nobody locks out a person at another address. Each
wrong password beyond those that are free doubles the wait.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic

SECONDS = 15 * 60
"""The longest wait, and how long a wrong password counts."""
FIRST = 60
"""Seconds of the first wait."""
BY_NAME = 5
"""Wrong passwords for one name from one address before one has to wait."""
BY_ADDRESS = 20
"""Wrong passwords from one address, whatever the name."""
MOST = 10_000
"""Names and addresses that are remembered; one more forgets the one that was wrong longest ago."""


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
        self._wrong: dict[tuple[str, str], _Wrong] = {}

    def wait(self, name: str, address: str) -> int:
        """Return the minutes until a password may be tried, 0 when it may be now."""
        return ceil(max(self._left(key, free) for key, free in _keys(name, address)) / 60)

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        for key, _ in _keys(name, address):
            before = self._wrong.pop(key, None)
            counts = before is not None and before.last + SECONDS > self.now()
            count = before.count + 1 if before and counts else 1
            self._wrong[key] = _Wrong(count, self.now())  # the last in the order of the dictionary
        while len(self._wrong) > MOST:
            del self._wrong[next(iter(self._wrong))]

    def right(self, name: str, address: str) -> None:
        """Forget what was wrong for a name from an address."""
        self._wrong.pop((name, address), None)

    def _left(self, key: tuple[str, str], free: int) -> float:
        """Return the seconds to wait."""
        wrong = self._wrong.get(key)
        if wrong is None or wrong.count < free:
            return 0.0
        delay = min(SECONDS, FIRST * 2.0 ** min(wrong.count - free, 10))
        return max(0.0, wrong.last + delay - self.now())


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    """Return what a wrong password counts for, and how many are free there."""
    return ((name, address), BY_NAME), (("", address), BY_ADDRESS)
