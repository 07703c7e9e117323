"""The file of conversations: its tables, opened and made where they are missing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.errors import ResolutionsError

VERSION = 1
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
# Made in every file of this version: an older program does not look at it.
_DELETED = """
    create table if not exists deleted (
        conversation text primary key references conversation on delete cascade, at text not null
    )
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
    database.execute(_DELETED)
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
