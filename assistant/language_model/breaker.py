"""What failed a moment ago is not asked again for a while, so that nobody waits for it twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

PAUSE = 15.0
"""Seconds without a call after a failure; twice as many after each one that follows it."""
LONGEST = 240.0
"""Seconds that a pause has at most."""


class Breaker:
    """Says whether to call: yes, until a call fails; then, after a pause, once, to see.

    Its calls may come from several threads.
    """

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the seconds of the first pause, and the clock that they are read from."""
        self._pause, self._clock, self._lock = pause, clock, Lock()
        self._failures, self._until = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether the last call failed, whatever time has passed since."""
        return self._failures > 0

    def lets_through(self) -> bool:
        """Return True if a call may be made now; of many that ask after a pause, one is let through."""
        with self._lock:
            if self._failures and self._clock() < self._until:
                return False
            if self._failures:
                self._until = self._clock() + self._next()
            return True

    def failed(self) -> None:
        """Keep in mind that a call failed."""
        with self._lock:
            self._until = self._clock() + self._next()
            self._failures += 1

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures = 0

    def _next(self) -> float:
        return min(LONGEST, self._pause * 2.0 ** min(self._failures, 16))
