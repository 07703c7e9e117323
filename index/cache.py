"""Vectors that were computed before, keyed by the model's hash and the text's."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from index.model import EmbeddingModel

Progress = Callable[[int, int], None]  # how many texts are embedded, of how many
_CHUNK = 64  # texts between two reports of progress, and between two commits


class EmbeddingCache:
    """A table of vectors on disk; what it lacks is computed and kept."""

    def __init__(self, path: Path) -> None:
        """Use the file, made when it is missing; a damaged one is started anew."""
        self.path = path

    def embed(
        self, texts: Sequence[str], model: EmbeddingModel, progress: Progress | None = None
    ) -> np.ndarray:
        """Return the texts' vectors, shape (texts, dimensions), embedding only what is new."""
        import numpy as np

        keys = [hashlib.sha256(f"{model.sha256}\0{text}".encode()).digest() for text in texts]
        with closing(self._open()) as table:
            known = self._known(table, set(keys))
            # Texts of one length share a batch: padding costs as much as words.
            missing = sorted(
                {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
                key=lambda item: len(item[1]),
            )
            for start in range(0, len(missing), _CHUNK):
                chunk = missing[start : start + _CHUNK]
                vectors = model.embed([text for _, text in chunk])
                rows = [(key, vector.tobytes()) for (key, _), vector in zip(chunk, vectors, strict=True)]
                with table:
                    table.executemany("insert or replace into vectors values (?, ?)", rows)
                known.update(rows)
                if progress:
                    progress(start + len(chunk), len(missing))
        return np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])

    def _open(self) -> sqlite3.Connection:
        """Open the table, made when it is missing."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connect(self.path)
        except sqlite3.DatabaseError:
            self.path.unlink()
            return _connect(self.path)

    def _known(self, table: sqlite3.Connection, keys: set[bytes]) -> dict[bytes, bytes]:
        """Read the vectors that are there."""
        found: dict[bytes, bytes] = {}
        wanted = list(keys)
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            marks = ",".join("?" * len(chunk))
            found.update(table.execute(f"select key, vector from vectors where key in ({marks})", chunk))  # noqa: S608  only question marks
        return found


def _connect(path: Path) -> sqlite3.Connection:
    """Connect and make sure of the table."""
    table = sqlite3.connect(path, timeout=30)
    try:
        table.execute("create table if not exists vectors (key blob primary key, vector blob) without rowid")
    except sqlite3.DatabaseError:
        table.close()
        raise
    return table
