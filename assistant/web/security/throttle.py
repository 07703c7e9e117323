"""How often a wrong password may be given: by name and by address, within a quarter of an hour."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import ceil
from time import monotonic

SECONDS = 15 * 60
"""How long a wrong password counts."""
BY_NAME = 5
"""Wrong passwords for one name within that time."""
BY_ADDRESS = 20
"""Wrong passwords from one address within that time."""
MOST = 10_000
"""Names and addresses that are remembered; one more forgets the one that was wrong longest ago."""


class Throttle:
    """Counts wrong passwords."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        """Begin with none."""
        self.now = now
        self._wrong: dict[tuple[str, str], deque[float]] = {}

    def wait(self, name: str, address: str) -> int:
        """Return the minutes until a password may be tried, 0 when it may be now."""
        left = max(self._left(("name", name), BY_NAME), self._left(("address", address), BY_ADDRESS))
        return ceil(left / 60)

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        for one, most in ((("name", name), BY_NAME), (("address", address), BY_ADDRESS)):
            times = self._wrong.pop(one, None) or deque(maxlen=most)
            times.append(self.now())
            self._wrong[one] = times  # the last in the order of the dictionary
        while len(self._wrong) > MOST:
            del self._wrong[next(iter(self._wrong))]

    def right(self, name: str) -> None:
        """Forget what was wrong for a name."""
        self._wrong.pop(("name", name), None)

    def _left(self, one: tuple[str, str], most: int) -> float:
        """Return the seconds until the oldest of so many wrong passwords counts no more."""
        times = self._wrong.get(one)
        return max(0.0, times[0] + SECONDS - self.now()) if times and len(times) == most else 0.0
