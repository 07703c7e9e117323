"""What all servers of a home count together: requests, wrong passwords, questions under way, refusals.

    counters.sqlite     kind, hash of a key → number, note, time of day
    server-….LOCK       one for each server, which has it locked while it runs

Only counts are lost with the file, so nothing waits for the disk; a damaged file is replaced by an empty one.
A server that cannot use the file counts in memory, says so in the log, and tries the file again soon.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from hashlib import blake2b
from math import inf
from pathlib import Path
from secrets import token_hex
from threading import RLock
from time import monotonic, time
from typing import NamedTuple, TypeVar
from weakref import finalize

Result = TypeVar("Result")
FILE = "counters.sqlite"
MOST = 10_000
"""Keys of a kind that are remembered; beyond this, the least recently counted is dropped."""
_BUSY = 0.2  # seconds to wait for another server; all requests of this one wait meanwhile
_PAUSE = 2.0  # seconds before a file that could not be used is tried again
_DAMAGED = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,  # other tables than ours
    sqlite3.SQLITE_IOERR_SHORT_READ,  # a part is lost, as when the power failed
}
_UNUSABLE = (OSError, sqlite3.Error, ValueError, TypeError)  # the last two where names and values are damaged
_TABLE = """
    create table if not exists counter (
        kind text not null, key blob not null, number real not null, note text not null, at real not null,
        primary key (kind, key)
    ) strict, without rowid;
    create index if not exists counted on counter (kind, at);
"""
# Looking for what is too much takes longer than counting, so it is done for some new keys only.
_BOUND = """
    create temp trigger bound after insert on counter when random() % 50 = 0 begin
        update counter set at = new.at where kind = new.kind and at > new.at;
        delete from counter where kind = new.kind and at < (
            select at from counter where kind = new.kind order by at desc limit 1 offset {most} - 1
        );
    end
"""
_KEEP = """
    insert into counter values (?, ?, ?, ?, ?)
    on conflict do update set number = excluded.number, note = excluded.note, at = excluded.at
"""
# A token bucket, by the time at which it is full again. Where that is more than a minute away, the clock was
# set back, and the bucket counts as full. Sums are not exact: a hundredth of a token is given.
_TAKE = """
    insert into counter values (:kind, :key, :now + :each, '', :now) on conflict do update
    set number = iif(number between :now and :now + 61, number, :now) + :each, at = :now
    where number not between :now + 60 - :each * .99 and :now + 61 returning 1
"""
_LOG = logging.getLogger(__name__)


class Counter(NamedTuple):
    """What was counted last for a key, with a note, and when."""

    number: float
    note: str
    at: float


class CounterTable:
    """The counters, while no other server and no other thread changes them."""

    def __init__(self, database: sqlite3.Connection, now: float) -> None:
        self._database, self.now = database, now

    def alone(self, step: Callable[[CounterTable], Result]) -> Result:
        """Return what a step finds or changes, all of it or nothing."""
        if self._database.in_transaction:  # the step of this thread that the garbage collector interrupts
            return step(self)
        with self._database:
            self._database.execute("begin immediate")
            return step(self)

    def find(self, kind: str, key: str) -> Counter | None:
        """Return what was counted for a key; at a time to come, since the clock was set back, as of now."""
        row = self._database.execute(
            "select number, note, at from counter where kind = ? and key = ?", (kind, _hash(key))
        ).fetchone()
        if row is None:
            return None
        found = Counter(*row)
        if found.at <= self.now:
            return found
        self.keep(kind, key, found.number, found.note)
        return found._replace(at=self.now)

    def keep(self, kind: str, key: str, number: float = 0.0, note: str = "") -> None:
        """Remember a number and a note for a key, as of now."""
        self._database.execute(_KEEP, (kind, _hash(key), number, note, self.now))

    def take(self, kind: str, key: str, most: int) -> float:
        """Count one of so many a minute, as many at once after a quiet minute.

        Return 0, or the seconds after which another may come, for one that is too many and does not count.
        """
        values = {"kind": kind, "key": _hash(key), "now": self.now, "each": 60 / most}
        if self._database.execute(_TAKE, values).fetchall():
            return 0.0
        full = self.find(kind, key)
        return full.number - self.now - 60 + 60 / most if full else 0.0

    def drop(self, kind: str, key: str) -> None:
        """Forget a key."""
        self._database.execute("delete from counter where kind = ? and key = ?", (kind, _hash(key)))

    def size(self, kind: str) -> int:
        """Return how many keys of a kind there are."""
        row = self._database.execute("select count(*) from counter where kind = ?", (kind,)).fetchone()
        return int(row[0])

    def expire(self, kind: str, seconds: float, lives: Callable[[str], bool]) -> None:
        """Drop rows older than some seconds, and rows noted for a server that has ended."""
        self._database.execute(
            "delete from counter where kind = ? and abs(? - at) > ?", (kind, self.now, seconds)
        )
        servers = self._database.execute(
            "select group_concat(distinct note) from counter where kind = ?", (kind,)
        ).fetchone()[0]
        for server in servers.split(",") if servers else ():
            if not lives(server):
                self._database.execute("delete from counter where kind = ? and note = ?", (kind, server))


class Counters:
    """The counters of a home; without a home, those of this process."""

    def __init__(self, home: Path | None = None, now: Callable[[], float] = time) -> None:
        self.now, self.server = now, token_hex(8)
        self._home = home or Path()
        # Not a plain lock: the garbage collector may end an answer, which gives its place back, in any step.
        self._lock = RLock()
        self._memory = _opened(":memory:")
        self._file: sqlite3.Connection | None = None
        self._inode: int | None = None
        self._is_shown = False
        self._again = 0.0 if home else inf
        self._problem = ""

    def one(self, step: Callable[[CounterTable], Result]) -> Result:
        """Return what a single statement finds or changes."""
        with self._lock:
            if monotonic() >= self._again:
                try:
                    return step(CounterTable(self._current(), self.now()))
                except _UNUSABLE as error:
                    self._give_up(error)
            return step(CounterTable(self._memory, self.now()))

    def change(self, step: Callable[[CounterTable], Result]) -> Result:
        """Return what several statements find or change, between which no other server changes anything."""
        return self.one(lambda table: table.alone(step))

    def lives(self, server: str) -> bool:
        """Return False for a server that has ended, however it did."""
        if server == self.server:
            return True
        try:
            with self._lock_of(server).open() as file:
                flock(file, LOCK_SH | LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:  # it is locked, or cannot be
            return True
        return False

    def _current(self) -> sqlite3.Connection:
        """Return the file, opened again if another lies in its place. Raises OSError, sqlite3.Error."""
        path = self._home / FILE
        if self._file is None or _inode(path) != self._inode:
            with suppress(FileExistsError):
                path.touch(0o600, exist_ok=False)
            self._inode = _inode(path)  # first: a file that is replaced meanwhile has another
            self._show_alive()
            self._file = _opened(path)
        return self._file

    def _show_alive(self) -> None:
        """Lock a file that says that this server lives; remove those of servers that are gone."""
        if not self._is_shown:
            new = self._home / f"new-{self.server}.LOCK"
            locked = os.open(new, os.O_CREAT | os.O_WRONLY, 0o600)
            finalize(self, os.close, locked)  # it is locked as long as this process lives
            flock(locked, LOCK_EX)
            new.rename(self._lock_of(self.server))  # only now, so that nobody finds it unlocked
            self._is_shown = True
        for path in self._home.glob("server-*.LOCK"):
            if not self.lives(path.stem.removeprefix("server-")):
                path.unlink(missing_ok=True)

    def _lock_of(self, server: str) -> Path:
        return self._home / f"server-{server}.LOCK"

    def _give_up(self, error: Exception) -> None:
        """Count in memory for a while; remove a damaged file."""
        self._again = monotonic() + _PAUSE
        if self._file is not None:
            self._file.close()
            self._file = None
        code = getattr(error, "sqlite_errorcode", 0)
        if _DAMAGED & {code, code & 0xFF} or isinstance(error, ValueError | TypeError):
            with suppress(OSError):
                for ending in ("-wal", "-shm", ""):
                    Path(self._home, f"{FILE}{ending}").unlink(missing_ok=True)
        if str(error) != self._problem:
            self._problem = str(error)
            _LOG.warning("%s cannot be used (%s): until it can, each server counts alone", FILE, error)


def _opened(path: Path | str) -> sqlite3.Connection:
    """Open a database for the counters, made where it is missing. Raises sqlite3.Error."""
    database = sqlite3.connect(path, timeout=_BUSY, check_same_thread=False, isolation_level=None)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = off")
    database.executescript(_TABLE + _BOUND.format(most=MOST))
    return database


def _inode(path: Path) -> int | None:
    """Return which file a path leads to, None where there is none."""
    try:
        return os.stat(path).st_ino  # quicker than Path.stat
    except FileNotFoundError:
        return None


def _hash(key: str) -> bytes:
    """Hash a key: it may be an address, or a password that was typed as a name."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
