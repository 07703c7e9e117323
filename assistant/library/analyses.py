"""What questions need of each text: worked out when the text is indexed, and stored for every process.

    cache/analyses.sqlite   rows in JSON, by the hash of text, function and program

In these rows a provision is its place in the edition, a head its three strings, a set a list. What the file
lacks, or has damaged, is worked out when a question needs it, as is everything in a home that an earlier
version has written; the next change of the library stores it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import zlib
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from weakref import finalize

from assistant.library.library import Library
from corpus.bodies import bodies_in_use
from corpus.heads import Head
from corpus.instruments import Edition, Provision
from corpus.remembered import read_stored_rows, storable
from index.vector_table import connected, is_damage

_LOG = logging.getLogger(__name__)
_ROOT = Path(__file__).parents[2]
_PROGRAM = ("corpus", "index", "assistant/understanding", "assistant/strategies")  # where the rows come from
_SECONDS = 30  # to wait for another process that writes


def store_analyses(library: Library, path: Path) -> None:
    """Store what the file lacks of a library's texts, and remove what it has of others."""
    wanted = {
        _key(mark, name): (edition, name)
        for edition, mark in zip(library.editions, library.fingerprints().values(), strict=True)
        for name in storable
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with connected(path, _SECONDS) as table, table:
            table.execute("create table if not exists rows (key blob primary key, value blob, crc integer)")
            stored = {key for (key,) in table.execute("select key from rows")}
            old = ((key,) for key in stored - wanted.keys())
            table.executemany("delete from rows where key = ?", old)
            values = ((key, _value(*wanted[key])) for key in wanted if key not in stored)
            rows = ((key, value, zlib.crc32(value)) for key, value in values)
            table.executemany("insert into rows values (?, ?, ?)", rows)
    except (OSError, sqlite3.Error) as error:
        _LOG.warning("%s: cannot be written (%s), so that first questions take longer", path, error)
        if isinstance(error, sqlite3.Error) and is_damage(error):
            path.unlink(missing_ok=True)  # the next change begins it anew


def use_analyses(library: Library, path: Path) -> None:
    """Let the texts of a library have what is stored of them."""
    analyses = _Analyses(path)
    for edition, mark in zip(library.editions, library.fingerprints().values(), strict=True):
        read_stored_rows(edition, partial(analyses.rows, mark))


class _Analyses:
    """Reads stored rows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._table: sqlite3.Connection | None = None

    def rows(self, mark: str, name: str) -> list[Any] | None:
        """Return what a function gives for the edition with a fingerprint; None where that is not stored."""
        try:
            if self._table is None:
                uri = f"{self._path.absolute().as_uri()}?mode=ro"
                self._table = sqlite3.connect(uri, uri=True, check_same_thread=False)
                finalize(self, self._table.close)
            found = self._table.execute("select value, crc from rows where key = ?", (_key(mark, name),))
            value, crc = found.fetchone() or (b"", 1)
        except sqlite3.Error:
            return None
        is_whole = isinstance(value, bytes) and zlib.crc32(value) == crc
        rows: list[Any] | None = json.loads(value) if is_whole else None
        return rows


def _key(mark: str, name: str) -> bytes:
    return hashlib.sha256(f"{_program()}\0{bodies_in_use().mark}\0{name}\0{mark}".encode()).digest()


@cache
def _program() -> str:
    """Return the hash of the program as far as rows depend on it."""
    files = sorted(path for folder in _PROGRAM for path in (_ROOT / folder).rglob("*.py"))
    code = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return f"{code} {version('PyStemmer')}"


def _value(edition: Edition, name: str) -> bytes:
    """Return the rows of a function in JSON."""
    places = {id(provision): place for place, provision in enumerate(edition.provisions)}

    def plain(value: object) -> object:
        if isinstance(value, Provision):
            return places[id(value)]
        if isinstance(value, Head):
            return value.text, value.verb, value.addressee
        assert isinstance(value, frozenset)
        return sorted(value)

    return json.dumps(list(storable[name](edition)), default=plain, ensure_ascii=False).encode()
