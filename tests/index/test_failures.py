"""Whatever stops a build leaves the index in use, no file beside it, and one line that says what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index import EmbeddingCache, build, building, current, open_generation, passages, segments
from index.failures import Need, NotBuilt, estimated, shortage
from index.lexical import WordCounts
from index.syncing import sync

QUERY = "lantern put out before dawn"


class Panic(BaseException):
    """What Chroma's Rust part raises is no Exception."""


@pytest.fixture
def make(tmp_path: Path, harbours: Edition, word_model) -> Callable[[], Path]:

    def made(folder: Path = tmp_path) -> Path:
        cache = EmbeddingCache(folder / "cache" / "embeddings.sqlite")
        return build([harbours], folder / "index", word_model, cache, anew=True).folder

    return made


def files(folder: Path) -> list[str]:
    """What lies in a folder, but for the files of its generations and of the cache."""
    found = (one.relative_to(folder).as_posix() for one in folder.rglob("*"))
    return sorted(one for one in found if one.count("/") < 2)


POINTS = [
    ("the passages", segments, "write_passages"),
    ("the words", WordCounts, "save"),
    ("the vectors", np, "save"),
    ("the questions", segments, "write_questions"),
    ("the manifest", building, "write_manifest"),
    ("the pointer", building, "write_durably"),
]
ERRORS = [
    (
        "no space",
        OSError(errno.ENOSPC, "No space left on device"),
        "no space left on the disk",
        "free some space",
    ),
    (
        "SQLite is full",
        sqlite3.OperationalError("database or disk is full"),
        "no space left",
        "free some space",
    ),
    ("read-only", OSError(errno.EROFS, "Read-only file system"), "Read-only file system", "RESOLUTIONS_HOME"),
    ("an input fails", OSError(errno.EIO, "Input/output error"), "Input/output error", "RESOLUTIONS_HOME"),
    (
        "Chroma's own",
        RuntimeError("Query error: code 14\nat line 7"),
        "Query error: code 14",
        "resolutions doctor",
    ),
    ("memory", MemoryError(), "too little memory is free", "end other programs"),
    ("a panic", Panic("index out of bounds"), "index out of bounds", "resolutions doctor"),
]


ROWS = [(*point, *ERRORS[at % len(ERRORS)]) for at, point in enumerate(POINTS)]


@pytest.mark.parametrize(
    ("point", "where", "name", "rule", "error", "said", "remedy"),
    ROWS,
    ids=[f"{row[0]}: {row[3]}" for row in ROWS],
)
def test_whatever_stops_a_build_leaves_the_index_in_use(
    make, tmp_path: Path, word_model, monkeypatch, point, where, name, rule, error, said, remedy
):
    old = make()
    before = files(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(where, name, fail)
        with pytest.raises(NotBuilt) as caught:
            make()
    line = str(caught.value)
    assert said in line, (point, rule)
    assert remedy in line
    assert "\n" not in line
    assert current(tmp_path / "index") == old
    assert files(tmp_path) == before
    assert open_generation(old, word_model).search(QUERY, top=1)
    assert make() != old, "and the next build succeeds"


def test_an_interrupt_stays_an_interrupt(make, tmp_path: Path, monkeypatch):
    old = make()

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "write_manifest", end)
    with pytest.raises(KeyboardInterrupt):
        make()
    assert list((tmp_path / "index").glob("gen-*")) == [old]


def test_too_little_room_is_said_with_figures_before_anything_is_written(make, tmp_path: Path, monkeypatch):
    old = make()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=200_000))
    monkeypatch.setattr(segments, "write_passages", pytest.fail)
    with pytest.raises(NotBuilt, match=r"needs \d[\d.]* MB and 0\.2 MB are free; free some space") as caught:
        make()
    assert str(tmp_path / "index") in str(caught.value)
    assert list((tmp_path / "index").glob("gen-*")) == [old]


def test_the_estimate_covers_what_a_build_writes_and_little_more(tmp_path: Path, harbour_plan, word_model):
    rows = list(passages(harbour_plan))
    cache = EmbeddingCache(tmp_path / "embeddings.sqlite")
    build([harbour_plan], tmp_path / "index", word_model, cache)
    assert sync(tmp_path / "index") == ""
    need = estimated(len(rows), 0, len(rows), word_model.dimensions, [one.wording for one in rows])
    written = sum(one.stat().st_size for one in (tmp_path / "index").rglob("*") if one.is_file())
    assert written <= need.generation <= 3 * written
    assert cache.path.stat().st_size <= need.cache + 1_000_000 <= 3 * cache.path.stat().st_size + 1_000_000


@pytest.mark.parametrize(
    ("rule", "generation", "cache", "is_short"),
    [("enough", 1, 1, False), ("the index", 1 << 60, 1, True), ("the cache", 1, 1 << 60, True)],
)
def test_index_and_cache_count_together(
    tmp_path: Path, rule: str, generation: int, cache: int, is_short: bool
):
    assert bool(shortage(tmp_path, tmp_path, Need(generation, cache))) == is_short, rule


# -- on real disks ---------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB in memory; skipped where mounting is not permitted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a file system is not permitted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def shrink(folder: Path, free: int) -> None:
    """Make a disk so small that so many bytes are free."""
    usage = shutil.disk_usage(folder)
    size = f"size={usage.used + free}"
    subprocess.run(["mount", "-o", f"remount,{size}", folder], check=True, capture_output=True)


SHARES = [pytest.param(0.02, marks=pytest.mark.slow), pytest.param(0.2, marks=pytest.mark.slow), 0.5,
          pytest.param(0.7, marks=pytest.mark.slow), pytest.param(0.9, marks=pytest.mark.slow)]  # fmt: skip


@pytest.mark.parametrize("share", SHARES)
def test_a_disk_that_fills_while_the_index_is_built_leaves_the_old_one(
    make, disk: Path, word_model, monkeypatch, share: float
):
    old = make(disk)
    size = sum(one.stat().st_size for one in old.rglob("*") if one.is_file())
    before = files(disk)
    shrink(disk, round(size * share))
    monkeypatch.setattr(
        building, "shortage", lambda *_: ""
    )  # as if another program filled the disk meanwhile
    with pytest.raises(IndexUnavailable, match="no space left on the disk") as caught:
        make(disk)
    assert "\n" not in str(caught.value)
    assert files(disk) == before
    assert current(disk / "index") == old
    assert open_generation(old, word_model).search(QUERY, top=1)


@pytest.mark.parametrize("share", [pytest.param(0.02, marks=pytest.mark.slow), 0.9])
def test_a_disk_that_is_too_small_is_left_alone(make, disk: Path, share: float):
    old = make(disk)
    size = sum(one.stat().st_size for one in old.rglob("*") if one.is_file())
    shrink(disk, round(size * share))
    with pytest.raises(IndexUnavailable, match="MB are free"):
        make(disk)
    assert current(disk / "index") == old


@pytest.fixture
def read_only(disk: Path, tmp_path: Path) -> Iterator[Path]:
    """The same disk, seen through a folder where nothing can be written."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    subprocess.run(["mount", "--bind", disk, folder], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_cannot_be_written_is_searched(make, disk: Path, read_only: Path, word_model):
    folder = make(disk)
    sound = open_generation(folder, word_model).search(QUERY)
    cache = EmbeddingCache(read_only / "cache" / "embeddings.sqlite")
    searcher = open_generation(read_only / "index" / folder.name, word_model, cache)
    assert searcher.notices == []
    assert searcher.search(QUERY)[0].passage.id == sound[0].passage.id
    with pytest.raises(IndexUnavailable, match=r"cannot be written .*Read-only file system"):
        make(read_only)


def test_an_index_on_a_full_disk_is_searched(make, disk: Path, word_model):
    folder = make(disk)
    shrink(disk, 0)
    searcher = open_generation(folder, word_model)
    assert searcher.search(QUERY, top=1)
    assert searcher.notices == []
