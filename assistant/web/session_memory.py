"""What visitors have sent, kept in memory: each for its owner alone, the newest, until the server stops."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe
from threading import RLock
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

Sent = TypeVar("Sent")
SECONDS = 12 * 60 * 60
"""How long a session is kept after what was last sent in it."""


class Item(NamedTuple, Generic[Sent]):
    """What was sent, its session, its number there, and when it was sent."""

    session: str
    number: int
    sent: Sent
    at: float


class SessionMemory(Generic[Sent]):
    """What all users of a server have sent; of a person at most so much, one more drops the oldest."""

    def __init__(self, most: int, now: Callable[[], float] = monotonic) -> None:
        self._most, self._now, self._lock = most, now, RLock()
        self._items: dict[str, list[Item[Sent]]] = {}  # by the id of an account, '' without sign-in

    def begin(self, owner: str, sent: Sent) -> str:
        """Store what was sent; return its session."""
        with self._lock:
            session = token_urlsafe(12)
            self._add(owner, session, 1, sent)
            return session

    def find(self, owner: str, session: str) -> Sent | None:
        """Return what was sent first in a session; None if it belongs to someone else or has expired."""
        with self._lock:
            return next((item.sent for item in self._of(owner) if item.session == session), None)

    def _add(self, owner: str, session: str, number: int, sent: Sent) -> None:
        """Store what was sent in place of what has its number."""
        others = [item for item in self._of(owner) if (item.session, item.number) != (session, number)]
        self._items[owner] = [*others, Item(session, number, sent, self._now())][-self._most :]

    def _of(self, owner: str) -> list[Item[Sent]]:
        """Return what a person has sent, the newest last; forget the sessions of all that have ended."""
        oldest = self._now() - SECONDS
        for items in self._items.values():
            lasting = {item.session for item in items if item.at > oldest}
            items[:] = [item for item in items if item.session in lasting]
        self._items = {name: items for name, items in self._items.items() if items}
        return self._items.get(owner, [])
