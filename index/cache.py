"""The cache of embeddings, keyed by the hashes of model and text.

It also has the vectors of each text's tokens, one byte per number, for reranking the best hits. The key
depends on the words alone, so every generation can use it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from index.arrays import np
from index.encoded import Encoded
from index.model import EmbeddingModel
from index.vector_table import (
    TABLES,
    as_os_error,
    changed_rows,
    connected,
    create_tables,
    damage,
    is_damage,
    read_keys,
    read_values,
    remove_rows,
    tokens_in_bytes,
    unpacked_tokens,
    write_tokens,
    write_values,
)

Result = TypeVar("Result")
Progress = Callable[[int, int], None]  # how many texts are embedded, of how many
SECONDS = 30  # to wait for another process that writes
_SHORT = 1  # while a question waits
_CHUNK = 64  # texts between two reports of progress, and between two commits


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
        return self._with_repair(lambda: self._embed(texts, model, progress, tokens))

    def complete(self, texts: Sequence[str], model: EmbeddingModel, progress: Progress | None = None) -> int:
        """Compute and keep missing vectors and tokens; return how many texts lacked any.

        Raises OSError when the file cannot be used.
        """
        before = self.computed
        for _ in range(2):  # a file that proves damaged on the way is started anew, and lacks all texts then
            missing = self.missing(texts, model)
            if not missing:
                break
            self.embed(missing, model, progress)
        return self.computed - before

    def missing(self, texts: Sequence[str], model: EmbeddingModel) -> list[str]:
        """Return the texts whose vector or tokens are not kept: all where the file is damaged.

        A damaged value among sound ones is not seen here. Raises OSError when the file cannot be used.
        """
        keys = {_key(text, model): text for text in texts}
        if not self.path.is_file():
            return list(keys.values())
        try:
            with connected(self.path, SECONDS) as table:
                stored = read_keys(table, "vectors", keys) & read_keys(table, "tokens", keys)
        except sqlite3.Error as error:
            if not is_damage(error):
                raise as_os_error(error, self.path) from error
            stored = set()
        return [text for key, text in keys.items() if key not in stored]

    def vectors(self, texts: Sequence[str], model: EmbeddingModel) -> dict[str, np.ndarray]:
        """Return the vectors that are kept, each by its text; nothing is computed."""
        keys = {_key(text, model): text for text in texts}
        known = self._readable("vectors", set(keys))
        return {keys[key]: np.frombuffer(value, dtype=np.float32) for key, value in known.items()}

    def tokens(self, texts: Sequence[str], model: EmbeddingModel) -> list[np.ndarray]:
        """Return the vectors of each text's tokens, int8 of shape (tokens, dimensions); SCALE is one.

        What is not kept, or cannot be read, is computed, and kept where it can be.
        """
        keys = [_key(text, model) for text in texts]
        known = self._readable("tokens", set(keys))
        missing = {text: key for key, text in zip(keys, texts, strict=True) if key not in known}
        computed: dict[str, np.ndarray] = {}
        if missing:
            encoded = model.encode(list(missing))
            computed = dict(zip(missing, encoded.tokens, strict=True))
            self._mend(list(missing.values()), encoded)
        return [
            tokens_in_bytes(computed[text]) if text in computed else unpacked_tokens(known[key])
            for key, text in zip(keys, texts, strict=True)
        ]

    def keep_tokens(self, tokens: Mapping[str, np.ndarray], model: EmbeddingModel) -> None:
        """Keep the vectors of tokens that were computed elsewhere: as `tokens` returns them, by their texts.

        Raises OSError when the file cannot be used.
        """

        def keep() -> None:
            with self._table() as table:
                write_tokens(table, {_key(text, model): rows for text, rows in tokens.items()})

        self._with_repair(keep)

    def problem(self) -> str:
        """Read the whole file; return what is wrong with it, or ''."""
        if not self.path.is_file():
            return "is missing"
        try:
            with connected(self.path, SECONDS) as table:
                if table.execute("pragma quick_check").fetchone() != ("ok",):
                    return "is damaged"
                changed = sum(len(changed_rows(table, name)) for name in TABLES)
        except sqlite3.DatabaseError as error:
            return f"is damaged ({error})"
        return f"has {changed} values that have changed" if changed else ""

    def remove_damaged(self) -> None:
        """Remove what has changed on disk, so that it is computed anew. Raises OSError."""
        if not self.path.is_file():
            return

        def remove() -> None:
            with self._table() as table, table:
                if table.execute("pragma quick_check").fetchone() != ("ok",):
                    raise damage("quick_check")
                for name in TABLES:
                    remove_rows(table, name, changed_rows(table, name))

        self._with_repair(remove)

    def _embed(
        self, texts: Sequence[str], model: EmbeddingModel, progress: Progress | None, tokens: bool
    ) -> np.ndarray:
        keys = [_key(text, model) for text in texts]
        names = TABLES if tokens else TABLES[:1]
        with self._table() as table:
            known = read_values(table, "vectors", set(keys))
            with_tokens = read_keys(table, "tokens", keys) if tokens else known.keys()
            # Texts of one length share a batch: padding costs as much as words.
            missing = sorted(
                {
                    key: text
                    for key, text in zip(keys, texts, strict=True)
                    if key not in known or key not in with_tokens
                }.items(),
                key=lambda item: len(item[1]),
            )
            for start in range(0, len(missing), _CHUNK):
                chunk = missing[start : start + _CHUNK]
                encoded = model.encode([text for _, text in chunk])
                write_values(table, [key for key, _ in chunk], encoded, names)
                known.update(
                    (key, row.tobytes()) for (key, _), row in zip(chunk, encoded.vectors, strict=True)
                )
                self.computed += len(chunk)
                if progress:
                    progress(start + len(chunk), len(missing))
        return np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])

    def _readable(self, name: str, keys: set[bytes]) -> dict[bytes, bytes]:
        """Read the values of a table that are there and whole; none where the file cannot be read."""
        if not self.path.is_file():
            return {}
        with (
            suppress(sqlite3.DatabaseError),
            connected(self.path, SECONDS) as table,
        ):
            return read_values(table, name, keys)
        return {}

    def _mend(self, keys: Sequence[bytes], encoded: Encoded) -> None:
        """Keep what had to be computed for a question, where that can be; a damaged file is started anew."""

        def keep() -> None:
            with self._table(_SHORT) as table:
                read_values(table, "tokens", set(keys))  # as they were read: the place of the damage
                write_values(table, keys, encoded, TABLES)

        with suppress(OSError):
            self._with_repair(keep)

    @contextmanager
    def _table(self, seconds: float | None = None) -> Iterator[sqlite3.Connection]:
        """Open the file, made where it is missing. Raises OSError, sqlite3.Error."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with connected(self.path, SECONDS if seconds is None else seconds) as table:
            create_tables(table)
            yield table

    def _with_repair(self, act: Callable[[], Result]) -> Result:
        """Run an action; if the file is damaged, replace it and run again. Raises OSError."""
        try:
            try:
                return act()
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
            for ending in ("", "-journal", "-wal", "-shm"):  # a journal would be played into the next file
                self.path.with_name(f"{self.path.name}{ending}").unlink(missing_ok=True)
            return act()
        except sqlite3.Error as error:
            raise as_os_error(error, self.path) from error


def _key(text: str, model: EmbeddingModel) -> bytes:
    return hashlib.sha256(f"{model.sha256}\0{text}".encode()).digest()
