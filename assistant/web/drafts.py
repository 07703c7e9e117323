"""Drafts that were sent lately, in memory: a form is answered by a redirect to the address of its draft.

    /draft/<session>/<number>     one draft of a session; the selection belongs to the whole session

So Back, Forward and reload send no form again, and the words of a draft are in no address, history or
log. A session can be opened by the person who began it alone: by the account where people sign in, and
by nothing but its address, which cannot be guessed, on a machine that only its user reaches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from threading import Lock
from time import monotonic

from assistant.web.drafting import Form

SECONDS = 12 * 60 * 60
"""How long a session is kept after its last draft."""
MOST_DRAFTS, MOST_SESSIONS = 20, 50
"""Drafts of a session, sessions of a person; one more drops the oldest."""
LARGEST = 4_000_000
"""Characters that the sessions of a person may have; more drops the oldest."""


@dataclass(slots=True)
class _Session:
    """The drafts of a session by their numbers, its selection, and when it ends."""

    end: float
    drafts: dict[int, Form] = field(default_factory=dict)
    selection: tuple[str, ...] = ()
    last: int = 0

    @property
    def size(self) -> int:
        """The characters of it."""
        return sum(one.size for one in self.drafts.values()) + sum(map(len, self.selection))

    def add(self, form: Form) -> int:
        """Add a draft and return its number; the last one again keeps its own."""
        self.selection, bare = form.selection, replace(form, selection=(), session="")
        if self.drafts.get(self.last) != bare:
            self.last += 1
            self.drafts[self.last] = bare
        if len(self.drafts) > MOST_DRAFTS:
            del self.drafts[next(iter(self.drafts))]
        return self.last


class Drafts:
    """The drafts of all who use a server; it forgets them when it ends."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        """Begin with none."""
        self._now, self._lock = now, Lock()
        self._owners: dict[str, dict[str, _Session]] = {}  # by the id of an account, '' without sign-in

    def keep(self, owner: str, form: Form) -> tuple[str, int]:
        """Keep a draft in its session, a new one where that is not there; return session and number."""
        with self._lock:
            self._forget()
            sessions = self._owners.setdefault(owner, {})
            id_ = form.session if form.session in sessions else token_urlsafe(12)
            session = sessions.pop(id_) if id_ in sessions else _Session(0)
            sessions[id_] = session  # the last one used is the last in order
            session.end = self._now() + SECONDS
            number = session.add(form)
            self._bound(sessions)
            return id_, number

    def find(self, owner: str, session: str, number: int) -> Form | None:
        """Return a draft with the selection as it is now; None where it is another person's or forgotten."""
        with self._lock:
            self._forget()
            found = self._owners.get(owner, {}).get(session)
            form = found.drafts.get(number) if found else None
            return replace(form, selection=found.selection, session=session) if found and form else None

    def _forget(self) -> None:
        for owner, sessions in self._owners.items():
            self._owners[owner] = {id_: one for id_, one in sessions.items() if one.end > self._now()}
        self._owners = {owner: sessions for owner, sessions in self._owners.items() if sessions}

    def _bound(self, sessions: dict[str, _Session]) -> None:
        """Drop a person's oldest sessions until the rest is small enough; the last one stays."""
        while len(sessions) > 1 and (
            len(sessions) > MOST_SESSIONS or sum(one.size for one in sessions.values()) > LARGEST
        ):
            del sessions[next(iter(sessions))]
