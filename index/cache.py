"""Vectors that were computed before, keyed by the model's hash and the text's.

Beside a text's vector stand those of its tokens, a byte a number, with which the
best hits are reranked. They are keyed by the words, so they are right whatever generation asks for them.
"""

from __future__ import annotations

import errno
import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoded import has_direction

if TYPE_CHECKING:
    import numpy as np

    from index.model import EmbeddingModel

Progress = Callable[[int, int], None]  # how many texts are embedded, of how many
SECONDS = 30  # to wait for another process that writes
SCALE = 127  # what a token's number 1.0 is kept as
_CHUNK = 64  # texts between two reports of progress, and between two commits
# Two tables: vectors are read by the thousand, tokens, sixteen times as large, by the dozen.
_TABLES = ("vectors", "tokens")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: another table


class EmbeddingCache:
    """A table of vectors on disk; what it lacks is computed and kept."""

    def __init__(self, path: Path) -> None:
        """Use the file, made when it is missing; a damaged one is started anew."""
        self.path = path
        self.computed = 0  # texts that were embedded, not found

    def embed(
        self,
        texts: Sequence[str],
        model: EmbeddingModel,
        progress: Progress | None = None,
        *,
        tokens: bool = True,
    ) -> np.ndarray:
        """Return the texts' vectors, shape (texts, dimensions), embedding only what is new.

        Without `tokens` the vectors of their tokens are not kept. Raises OSError when the file cannot
        be used.
        """
        try:
            return self._embed(texts, model, progress, tokens)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGE:
                raise OSError(errno.EIO, str(error), str(self.path)) from error
            self.path.unlink()
            return self._embed(texts, model, progress, tokens)

    def tokens(self, texts: Sequence[str], model: EmbeddingModel) -> list[np.ndarray]:
        """Return the vectors of each text's tokens, int8 of shape (tokens, dimensions); SCALE is one.

        What is not kept, or cannot be read, is computed.
        """
        keys = [_key(text, model) for text in texts]
        known: dict[bytes, bytes] = {}
        if self.path.is_file():
            with (
                suppress(sqlite3.DatabaseError),
                closing(sqlite3.connect(self.path, timeout=SECONDS)) as table,
            ):
                known = _known(table, "tokens", set(keys))
        missing = [text for key, text in zip(keys, texts, strict=True) if key not in known]
        computed = dict(zip(missing, model.encode(missing).tokens, strict=True)) if missing else {}
        return [
            _in_bytes(computed[text]) if text in computed else _unpacked(known[key])
            for key, text in zip(keys, texts, strict=True)
        ]

    def _embed(
        self, texts: Sequence[str], model: EmbeddingModel, progress: Progress | None, tokens: bool
    ) -> np.ndarray:
        """Look up what is known, embed the rest and keep it."""
        import numpy as np

        keys = [_key(text, model) for text in texts]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=SECONDS)) as table:
            for name in _TABLES:
                table.execute(
                    f"create table if not exists {name} (key blob primary key, value blob, crc integer)"
                )
            known = _known(table, "vectors", set(keys))
            # Texts of one length share a batch: padding costs as much as words.
            missing = sorted(
                {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
                key=lambda item: len(item[1]),
            )
            for start in range(0, len(missing), _CHUNK):
                chunk = missing[start : start + _CHUNK]
                known.update(_computed(table, chunk, model, _TABLES if tokens else _TABLES[:1]))
                self.computed += len(chunk)
                if progress:
                    progress(start + len(chunk), len(missing))
        return np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])


def _key(text: str, model: EmbeddingModel) -> bytes:
    """Hash what a vector depends on."""
    return hashlib.sha256(f"{model.sha256}\0{text}".encode()).digest()


def _computed(
    table: sqlite3.Connection,
    chunk: Sequence[tuple[bytes, str]],
    model: EmbeddingModel,
    kept: Sequence[str],
) -> dict[bytes, bytes]:
    """Embed texts, keep what came of it in some tables, and return their vectors.

    A vector that points nowhere is not kept.
    """
    encoded = model.encode([text for _, text in chunk])
    keys = [key for key, _ in chunk]
    points = [bool(one) for one in has_direction(encoded.vectors)]
    vectors = [one.tobytes() for one in encoded.vectors]
    tokens = [_packed(one) if sound else b"" for one, sound in zip(encoded.tokens, points, strict=True)]
    with table:
        for name, values in zip(kept, (vectors, tokens), strict=False):
            table.executemany(
                f"insert or replace into {name} values (?, ?, ?)",  # noqa: S608  our own names
                [
                    (key, value, zlib.crc32(value))
                    for key, value, sound in zip(keys, values, points, strict=True)
                    if sound
                ],
            )
    return dict(zip(keys, vectors, strict=True))


def _known(table: sqlite3.Connection, name: str, keys: set[bytes]) -> dict[bytes, bytes]:
    """Read the values of a table that are there and whole."""
    found: dict[bytes, bytes] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        marks = ",".join("?" * len(chunk))
        rows = table.execute(f"select key, value, crc from {name} where key in ({marks})", chunk)  # noqa: S608  our own names and question marks  # nosec B608
        found.update((key, value) for key, value, crc in rows if zlib.crc32(value) == crc)
    return found


def _in_bytes(tokens: np.ndarray) -> np.ndarray:
    """Return vectors a byte a number: the order of hits does not change by it."""
    rounded: np.ndarray = (tokens * SCALE).round().astype("int8")
    return rounded


def _packed(tokens: np.ndarray) -> bytes:
    """Keep a byte a number; two bytes give the width."""
    return int(tokens.shape[1]).to_bytes(2, "little") + _in_bytes(tokens).tobytes()


def _unpacked(blob: bytes) -> np.ndarray:
    """Read what `_packed` wrote."""
    import numpy as np

    width = int.from_bytes(blob[:2], "little")
    rows: np.ndarray = np.frombuffer(blob, dtype=np.int8, offset=2).reshape(-1, width)
    return rows
