"""Who is signed in: what a browser has is a secret, what the home has is its hash, an account and an end.

    sessions.json  {"sessions": [{"secret": SHA-256, "name", "account": SHA-256, "end": seconds since 1970}]}

Because of the file, people stay signed in when the server restarts. If it cannot be written, a sign-in
lasts until the server stops; a damaged file signs everybody out.

A session ends at a time of day, so that it is the same after a restart. Setting the clock makes it end early
or late, 12 hours at most.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from secrets import token_urlsafe
from threading import Lock
from time import time

from filelock import FileLock

from assistant.administration.accounts import Account, Accounts, StoredAccount
from assistant.library.storage import write_durably

SECONDS = 12 * 60 * 60
"""How long one stays signed in."""
MOST = 20
"""Sessions of an account at once; one more ends its oldest."""
_WAIT = 5  # seconds to wait for another process that changes the file
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """Hashes of a secret and of the account as it was at the sign-in; when the session ends."""

    secret: str
    name: str
    account: str
    end: float


class Sessions:
    """The sessions of a home."""

    def __init__(self, accounts: Accounts, now: Callable[[], float] = time) -> None:
        """Take up those of the home; they are for these accounts."""
        self.accounts, self.now = accounts, now
        self.path = accounts.home / "sessions.json"
        self._known: dict[str, Session] = {}
        self._mark: tuple[int, int, int] | None = None  # of the file that they were read from
        self._lock = Lock()

    def begin(self, account: StoredAccount) -> str:
        """Sign an account in; return the secret that its browser shall have."""
        secret = token_urlsafe(32)
        session = Session(_hash(secret), account.name, _of_account(account), self.now() + SECONDS)

        def add(sessions: dict[str, Session]) -> None:
            sessions[session.secret] = session
            own = [other.secret for other in sessions.values() if other.name == session.name]
            for oldest in own[:-MOST]:
                del sessions[oldest]

        self._change(add)
        return secret

    def account(self, secret: str) -> Account | None:
        """Return the signed-in account; None if it was removed or changed. Raises AccountsUnavailable."""
        session = self._read().get(_hash(secret)) if secret else None
        if session is None or not self._lasts(session):
            return None
        stored = self.accounts.find(session.name)
        return stored.account if stored and _of_account(stored) == session.account else None

    def end(self, secret: str) -> None:
        """Sign out."""
        self._change(lambda sessions: sessions.pop(_hash(secret), None))

    def _lasts(self, session: Session) -> bool:
        """Return True until a session ends; one that would go on for too long began by a wrong clock."""
        return 0 < session.end - self.now() <= 2 * SECONDS

    def _read(self) -> dict[str, Session]:
        """Return the sessions by the hash of their secret; the file is read only when it has changed."""
        try:
            about = self.path.stat()
            mark = (about.st_ino, about.st_mtime_ns, about.st_size)
            if mark != self._mark:
                rows = [Session(**row) for row in json.loads(self.path.read_bytes())["sessions"]]
                if not all(isinstance(row.end, int | float) and isinstance(row.name, str) for row in rows):
                    raise ValueError("a session has no name or no end")
                self._known, self._mark = {session.secret: session for session in rows}, mark
        except FileNotFoundError:
            if self._mark is not None:  # it was there: who removes it signs everybody out
                self._known, self._mark = {}, None
        except OSError as error:
            _LOG.warning("sessions.json cannot be read (%s)", error.strerror)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            _LOG.warning("sessions.json is damaged: everybody has to sign in again")
            self._known, self._mark = {}, mark
        return self._known

    def _change(self, change: Callable[[dict[str, Session]], object]) -> None:
        """Change the sessions; write them where that can be."""
        with self._lock:
            try:
                with FileLock(self.accounts.home / "sessions.LOCK", timeout=_WAIT):
                    self._apply(change)
                    document = {"sessions": [asdict(session) for session in self._known.values()]}
                    write_durably(self.path, (json.dumps(document, indent=1) + "\n").encode())
                    about = self.path.stat()
                    self._mark = (about.st_ino, about.st_mtime_ns, about.st_size)
            except OSError as error:  # also that another process is at it for too long
                self._apply(change)
                why = error.strerror or "another process is changing them"
                _LOG.warning("sign-ins cannot be kept (%s); they end with the server", why)

    def _apply(self, change: Callable[[dict[str, Session]], object]) -> None:
        """Change what is known of the sessions; who reads meanwhile sees them as they were."""
        changed = dict(self._read())
        change(changed)
        self._known = {secret: session for secret, session in changed.items() if self._lasts(session)}


def _of_account(stored: StoredAccount) -> str:
    """Return a hash that changes with the password and the role of an account."""
    return _hash(json.dumps([stored.name, stored.role, stored.hash]))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
