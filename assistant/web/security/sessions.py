"""Who is signed in: what a browser holds is a secret, what this process holds is its hash and an end.

Nothing of it is on disk: when the server ends, everybody is signed out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from time import monotonic

from assistant.accounts import Account, Accounts, StoredAccount

SECONDS = 12 * 60 * 60
"""How long one stays signed in."""
MOST = 2_000
"""Sessions at once; one more ends the oldest."""


@dataclass(frozen=True, slots=True)
class Session:
    """The account as it was at the sign-in, and when the session ends."""

    kept: StoredAccount
    end: float


class Sessions:
    """The sessions of a server."""

    def __init__(self, accounts: Accounts, now: Callable[[], float] = monotonic) -> None:
        """Begin with none; they are for these accounts."""
        self.accounts, self.now = accounts, now
        self._held: dict[str, Session] = {}
        self._lock = Lock()

    def begin(self, kept: StoredAccount) -> str:
        """Sign an account in; return the secret that its browser shall hold."""
        secret = token_urlsafe(32)
        with self._lock:
            for mark in [mark for mark, one in self._held.items() if one.end <= self.now()]:
                del self._held[mark]
            while len(self._held) >= MOST:
                del self._held[next(iter(self._held))]
            self._held[_mark(secret)] = Session(kept, self.now() + SECONDS)
        return secret

    def account(self, secret: str) -> Account | None:
        """Return who is signed in: an account that is there as it was. Raises AccountsUnavailable."""
        session = self._held.get(_mark(secret)) if secret else None
        if session is None or session.end <= self.now():
            return None
        same = self.accounts.find(session.kept.name) == session.kept
        return session.kept.account if same else None

    def end(self, secret: str) -> None:
        """Sign out."""
        with self._lock:
            self._held.pop(_mark(secret), None)


def _mark(secret: str) -> str:
    """Return what is held of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
