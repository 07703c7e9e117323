"""The file of what people keep: its tables, opened and made where they are missing.

    RESOLUTIONS_HOME/conversations.sqlite     conversation → turns → what a person said of an answer
                                              deleted: conversations that can still be restored
                                              note; collection → collected clauses: see assistant/notebook
                                              proposal → versions: see assistant/proposals

What an account leaves behind is erased by assistant/cli/accounts.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from corpus.errors import HomeUnavailable, ResolutionsError

FILE = "conversations.sqlite"
VERSION = 1
RESTORABLE = timedelta(minutes=10)
"""How long what was deleted can be restored."""
_SECONDS = 5  # to wait for another process that writes
_TABLES = """
    create table if not exists conversation (
        id text primary key, owner text not null, title text not null, folded text not null,
        changed text not null
    );
    create index if not exists conversation_of on conversation (owner, changed);
    create table if not exists turn (
        conversation text not null references conversation on delete cascade, number integer not null,
        question text not null, filters text not null, answer text not null, folded text not null,
        asked text not null, primary key (conversation, number)
    );
    create table if not exists verdict (
        conversation text not null, number integer not null, kind text not null, clause text not null,
        words text not null, given text not null, became text not null,
        primary key (conversation, number),
        foreign key (conversation, number) references turn on delete cascade
    );
"""
# Made in every file of this version: an older program does not look at them.
_ADDITIONAL = """
    create table if not exists deleted (
        conversation text primary key references conversation on delete cascade, at text not null
    );
    create table if not exists note (
        id text primary key, owner text not null, clause text not null, label text not null,
        words text not null, start integer not null, stop integer not null, body text not null,
        version integer not null, changed text not null, deleted text not null default ''
    );
    create index if not exists note_of on note (owner, clause);
    create table if not exists collection (
        id text primary key, owner text not null, title text not null, changed text not null,
        deleted text not null default ''
    );
    create index if not exists collection_of on collection (owner, changed);
    create table if not exists collected (
        collection text not null references collection on delete cascade, clause text not null,
        place integer not null, label text not null, words text not null, deleted text not null default '',
        primary key (collection, clause)
    );
    create table if not exists proposal (
        id text primary key, owner text not null, edition text not null, title text not null,
        author text not null, document text not null, agenda_item text not null, form text not null,
        edition_name text not null, edition_title text not null, total integer not null,
        done integer not null, changed text not null, kept text not null, clauses blob not null, undo blob,
        deleted text not null default ''
    );
    create index if not exists proposal_of on proposal (owner, changed);
    create table if not exists proposal_version (
        proposal text not null references proposal on delete cascade, number integer not null,
        written text not null, done integer not null, clauses blob not null,
        primary key (proposal, number)
    );
"""


def opened(path: Path | None) -> sqlite3.Connection:
    """Open a file, or a database that ends with the program.

    Raises OSError, sqlite3.Error, ResolutionsError for a file of another version.
    """
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(
        path or ":memory:", timeout=_SECONDS, check_same_thread=False, isolation_level=None
    )
    (version,) = database.execute("pragma user_version").fetchone()
    if version not in (0, VERSION):
        database.close()
        raise ResolutionsError(_other_version(path, version))
    if version == 0:
        database.executescript(f"begin immediate; {_TABLES} pragma user_version = {VERSION}; commit;")
    database.executescript(_ADDITIONAL)
    database.execute("pragma foreign_keys = on")
    database.execute("pragma secure_delete = on")  # what is erased leaves no words in the file
    return database


def problem(path: Path) -> str:
    """Return what is wrong with a file of conversations and what to do, or ''; nothing in it is changed."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as database:
            (version,) = database.execute("pragma user_version").fetchone()
            if version not in (0, VERSION):
                return _other_version(path, version)
            (result,) = database.execute("pragma quick_check").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where the name of a table is damaged
        result = str(error)
    if result == "ok":
        return ""
    return f"{path}: damaged ({result}); put a copy from a backup in its place, or move the file away"


def _other_version(path: Path | None, version: int) -> str:
    return (
        f"{path}: written by another version of this program (its number is {version}, ours {VERSION}); "
        "open it with that version, or move the file away"
    )


class PersonalFile:
    """What people keep, each thing under the id of an account; used by several threads.

    The file is never changed where it is of another version or damaged: what people keep then lasts until
    the program ends, and `problem` says why. Whatever is called raises HomeUnavailable where the file cannot
    be used.
    """

    kept = "conversations"

    def __init__(self, home: Path) -> None:
        """Open the file of a home, made where it is missing."""
        self.problem = ""
        self._lock, self._path = Lock(), home / FILE
        try:
            self._database = opened(self._path)
            self._erase()
        except (OSError, sqlite3.Error, UnicodeDecodeError, ResolutionsError) as error:
            is_ours = isinstance(error, ResolutionsError)
            self.problem = str(error) if is_ours else f"{self._path}: cannot be opened ({error})"
            self._database = opened(None)

    @property
    def notice(self) -> str:
        """Say that nothing is kept, and why; '' where it is."""
        if not self.problem:
            return ""
        return f"{self.problem}; until then, {self.kept} are lost when the program ends"

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _erase(self) -> None:
        """Erase what can no longer be restored."""
        raise NotImplementedError

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Use the file alone. Raises HomeUnavailable where it cannot be used."""
        with self._lock:
            try:
                yield self._database
            except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
                message = f"{self.kept} cannot be kept or read ({error})"
                raise HomeUnavailable(f"{self._path}: {message}") from error

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """Change the file alone, all or nothing. Raises HomeUnavailable where that cannot be."""
        with self._reading() as database, database:
            database.execute("begin immediate")
            yield database


def now() -> str:
    """Return the time in UTC, exact enough to sort changes by."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def restorable_since() -> str:
    """Return the time since which what was deleted can be restored."""
    return (datetime.now(UTC) - RESTORABLE).isoformat(timespec="microseconds")
