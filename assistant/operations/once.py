"""Something costly that is made when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Makes something when it is first asked for. Callers that come meanwhile wait."""

    def __init__(self, make: Callable[[], Made]) -> None:
        """Take what makes it."""
        self._make, self._lock = make, Lock()
        self._made: list[Made] = []

    def __call__(self) -> Made:
        """Return it. Raises what making it raises; the next call then tries again."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]
