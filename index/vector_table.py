"""The tables of the embedding cache in SQLite: what is written to them and read of them.

A row is the key of a text, a value and its checksum. Vectors are read by the thousand, tokens, sixteen
times as large, by the dozen, so that they are two tables.
"""

from __future__ import annotations

import errno
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index.arrays import np
from index.encoded import Encoded, has_direction

SCALE = 127  # what a token's number 1.0 is kept as
TABLES = ("vectors", "tokens")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: another table
_ERRORS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}


@contextmanager
def connected(path: Path, seconds: float) -> Iterator[sqlite3.Connection]:
    """Open the file, made if it is missing; wait at most so many seconds for another process.

    Raises sqlite3.Error, also where SQLite's own message cannot be read because a table's name is damaged.
    """
    try:
        with closing(sqlite3.connect(path, timeout=seconds)) as table:
            yield table
    except UnicodeDecodeError as error:
        raise damage("the name of a table is damaged") from error


def damage(message: str) -> sqlite3.DatabaseError:
    """Return the error for a file that is damaged."""
    error = sqlite3.DatabaseError(message)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def create_tables(table: sqlite3.Connection) -> None:
    """Make the tables where they are missing."""
    for name in TABLES:
        table.execute(f"create table if not exists {name} (key blob primary key, value blob, crc integer)")


def write_values(
    table: sqlite3.Connection, keys: Sequence[bytes], encoded: Encoded, names: Sequence[str]
) -> None:
    """Keep what came of texts in some tables; a vector that points nowhere is not kept."""
    points = [bool(flag) for flag in has_direction(encoded.vectors)]
    vectors = [vector.tobytes() for vector in encoded.vectors]
    tokens = [
        packed_tokens(tokens_in_bytes(rows)) if sound else b""
        for rows, sound in zip(encoded.tokens, points, strict=True)
    ]
    with table:
        for name, values in zip(names, (vectors, tokens), strict=False):
            table.executemany(
                f"insert or replace into {name} values (?, ?, ?)",  # noqa: S608  our own names
                [
                    (key, value, zlib.crc32(value))
                    for key, value, sound in zip(keys, values, points, strict=True)
                    if sound
                ],
            )


def write_tokens(table: sqlite3.Connection, tokens: Mapping[bytes, np.ndarray]) -> None:
    """Keep the vectors of the tokens of texts, a byte a number, by the keys of the texts."""
    values = ((key, packed_tokens(rows)) for key, rows in tokens.items())
    with table:
        table.executemany(
            "insert or replace into tokens values (?, ?, ?)",
            ((key, value, zlib.crc32(value)) for key, value in values),
        )


def read_values(table: sqlite3.Connection, name: str, keys: set[bytes]) -> dict[bytes, bytes]:
    """Read the values of a table that are there and whole."""
    rows = _rows(table, f"select key, value, crc from {name}", keys)  # noqa: S608  our own names  # nosec B608
    return {key: value for key, value, crc in rows if _is_whole(value, crc)}


def read_keys(table: sqlite3.Connection, name: str, keys: Iterable[bytes]) -> set[bytes]:
    """Return the keys that a table has; values are not read, which are large."""
    return {key for (key,) in _rows(table, f"select key from {name}", keys)}  # noqa: S608  our own names  # nosec B608


def _is_whole(value: object, crc: int) -> bool:
    return isinstance(value, bytes) and zlib.crc32(value) == crc


def _rows(table: sqlite3.Connection, select: str, keys: Iterable[bytes]) -> Iterator[tuple[Any, ...]]:
    """Walk what a query gives for some keys, which are asked for by the hundred."""
    wanted = list(keys)
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        yield from table.execute(f"{select} where key in ({','.join('?' * len(chunk))})", chunk)


def changed_rows(table: sqlite3.Connection, name: str) -> list[tuple[int]]:
    """Return the rows of a table whose value is not what was written, each as its number."""
    rows = table.execute(f"select rowid, value, crc from {name}")  # noqa: S608  our own names  # nosec B608
    return [(row,) for row, value, crc in rows if not _is_whole(value, crc)]


def remove_rows(table: sqlite3.Connection, name: str, rows: Iterable[tuple[int]]) -> None:
    """Remove rows by their numbers."""
    table.executemany(f"delete from {name} where rowid = ?", rows)  # noqa: S608  our own names  # nosec B608


def is_damage(error: sqlite3.Error) -> bool:
    """Return True if the file is damaged or has other tables, False if it only cannot be used now."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def as_os_error(error: sqlite3.Error, path: Path) -> OSError:
    """Return an error of SQLite as one of the system, with the cause where it is known."""
    number = _ERRORS.get((getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF, errno.EIO)
    return OSError(number, str(error), str(path))


def tokens_in_bytes(tokens: np.ndarray) -> np.ndarray:
    """Return vectors a byte a number: the order of hits does not change by it."""
    rounded: np.ndarray = (tokens * SCALE).round().astype("int8")
    return rounded


def packed_tokens(tokens: np.ndarray) -> bytes:
    """Return the value of the table for the vectors of a text's tokens; two bytes give their width."""
    return int(tokens.shape[1]).to_bytes(2, "little") + tokens.tobytes()


def unpacked_tokens(blob: bytes) -> np.ndarray:
    """Read the tokens that a value of the table keeps."""
    width = int.from_bytes(blob[:2], "little")
    rows: np.ndarray = np.frombuffer(blob, dtype=np.int8, offset=2).reshape(-1, width)
    return rows
