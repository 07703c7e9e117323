"""What questions need of a text is stored when it is indexed, and is what would be worked out anew."""

from __future__ import annotations

import importlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import assistant.pipeline  # noqa: F401  has all that is stored
from assistant.library import analyses
from assistant.library.analyses import store_analyses, use_analyses
from assistant.library.library import Library
from assistant.understanding.unknown_names import _acronyms_in
from corpus.catalogue import catalogue
from corpus.instruments import Edition
from corpus.remembered import storable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "analyses.sqlite"


@pytest.fixture
def texts(resolution: Edition, harbours: Edition) -> Library:
    return unread(Library((resolution, harbours), catalogue()))


def unread(library: Library) -> Library:
    """Return a library of which nothing is worked out yet."""
    return replace(library, editions=tuple(replace(edition) for edition in library.editions))


def rows(name: str, edition: Edition) -> tuple[Any, ...]:
    module, _, function = name.rpartition(".")
    found: tuple[Any, ...] = getattr(importlib.import_module(module), function)(edition)
    return found


def count(path: Path) -> int:
    with sqlite3.connect(path) as table:
        (number,) = table.execute("select count(*) from rows").fetchone()
    return int(number)


def rewrite(path: Path, value: bytes, crc: int) -> None:
    with sqlite3.connect(path) as table:
        table.execute("update rows set value = ?, crc = ?", (value, crc))


@pytest.mark.parametrize("name", sorted(storable))
def test_stored_rows_are_those_worked_out(name: str, texts: Library, path: Path):
    store_analyses(texts, path)
    stored = unread(texts)
    use_analyses(stored, path)
    for edition, other in zip(texts.editions, stored.editions, strict=True):
        computed = tuple(storable[name](edition))
        assert rows(name, other) == computed
        assert [type(row) for row in rows(name, other)] == [type(row) for row in computed]


def test_rows_come_from_the_file(texts: Library, path: Path):
    store_analyses(texts, path)
    value = json.dumps(["QUAY"]).encode()
    rewrite(path, value, zlib.crc32(value))
    use_analyses(texts, path)
    assert _acronyms_in(texts.editions[0]) == ("QUAY",)


def changed(path: Path) -> None:
    rewrite(path, json.dumps(["QUAY"]).encode(), 0)


def overwritten(path: Path) -> None:
    path.write_bytes(b"no table" * 200)


@pytest.mark.parametrize("harm", [changed, overwritten, Path.unlink])
def test_what_is_damaged_or_lost_is_worked_out(harm: Callable[[Path], None], texts: Library, path: Path):
    store_analyses(texts, path)
    harm(path)
    use_analyses(texts, path)
    (edition, *_) = texts.editions
    assert set(_acronyms_in(edition)) == set(storable[f"{_acronyms_in.__module__}._acronyms_in"](edition))


def test_a_damaged_file_is_begun_anew_by_the_next_changes(texts: Library, path: Path):
    store_analyses(texts, path)
    overwritten(path)
    store_analyses(texts, path)
    store_analyses(texts, path)
    assert count(path) == len(storable) * len(texts.editions)


def test_rows_of_removed_texts_are_removed(texts: Library, path: Path):
    store_analyses(texts, path)
    store_analyses(replace(texts, editions=texts.editions[:1]), path)
    assert count(path) == len(storable)


def test_what_another_version_stored_is_replaced(texts: Library, path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(analyses, "_program", lambda: "an earlier version")
    store_analyses(texts, path)
    value = json.dumps(["QUAY"]).encode()
    rewrite(path, value, zlib.crc32(value))
    monkeypatch.undo()
    later = unread(texts)
    use_analyses(later, path)
    assert _acronyms_in(later.editions[0]) != ("QUAY",)
    store_analyses(texts, path)
    assert count(path) == len(storable) * len(texts.editions)
