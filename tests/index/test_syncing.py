"""Chroma follows the index: checked before it is used, damaged without harm to answers."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep, time

import numpy as np
import pytest
from filelock import FileLock

from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from index import EmbeddingCache, build, current, open_generation, read_manifest, segments, syncing
from index.check import problem
from index.child import problem_in_child
from index.chroma import ChromaVectors
from index.generation import segment_folders
from index.syncing import copy_in_use, is_synced, sync

QUERIES = ["wooden mast and iron anchor", "quiet warden at dawn", "zebra", "narrow pier"]


def other(edition: Edition, number: int, word: str = "") -> Edition:
    """The same text under another key, every provision with a word of its own."""
    return replace(
        edition,
        key=EditionKey(InstrumentKey("itu-pp", f"res-{700 + number}"), 2030),
        provisions=tuple(
            replace(provision, text=f"{provision.text} {word or f'word{number}'}")
            for provision in edition.provisions
        ),
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def make(root: Path, tmp_path: Path, word_model) -> Callable[..., Path]:
    def made(*editions: Edition) -> Path:
        return build(editions, root, word_model, EmbeddingCache(tmp_path / "cache.sqlite")).folder

    return made


def chroma_of(root: Path) -> Path:
    copy = copy_in_use(root)
    assert copy is not None
    return root / "chroma" / copy.folder


def ids_in(root: Path) -> set[str]:
    with closing(ChromaVectors(chroma_of(root))) as chroma:
        return chroma.ids()


def ids_of(folder: Path) -> set[str]:
    manifest = read_manifest(folder)
    rows = (segments.SegmentTexts.load(at).passages for at in segment_folders(folder, manifest))
    return {passage.id for passages in rows for passage in passages}


def test_chroma_gets_every_passage_and_passes_its_check(make, root: Path, harbours: Edition):
    folder = make(harbours)
    assert not is_synced(root)
    assert "Chroma does not have all passages" in problem(root)
    assert sync(root) == ""
    assert is_synced(root)
    assert ids_in(root) == ids_of(folder)
    assert problem(root) == ""


@pytest.mark.parametrize("change", ["added", "changed", "removed"])
def test_a_copy_follows_the_index(make, root: Path, harbours: Edition, change: str):
    texts = [other(harbours, number) for number in range(5)]
    make(*texts)
    sync(root)
    first = copy_in_use(root)
    after = {
        "added": [*texts, other(harbours, 9)],
        "changed": [*texts[:-1], other(harbours, 4, "amended")],
        "removed": texts[:-1],
    }[change]
    folder = make(*after)
    assert not is_synced(root)
    assert sync(root) == ""
    assert ids_in(root) == ids_of(folder)
    assert problem(root) == "", "an amended text is found by its new words"
    assert first is not None
    assert syncing.defect(root, first) == "", "the copy before stays as it was"


def test_only_what_is_new_is_added_to_a_copy(make, root: Path, harbours: Edition, monkeypatch):
    texts = [other(harbours, number) for number in range(5)]
    make(*texts)
    sync(root)
    added: list[str] = []
    add = ChromaVectors.add
    monkeypatch.setattr(
        ChromaVectors,
        "add",
        lambda self, rows, vectors: (added.extend(row.id for row in rows), add(self, rows, vectors))[1],
    )
    make(*texts, other(harbours, 9))
    sync(root)
    assert added
    assert {id_.partition("/2030")[0] for id_ in added} == {"itu-pp/res-709"}


def test_where_most_passages_have_gone_chroma_is_filled_anew(
    make, root: Path, harbours: Edition, monkeypatch
):
    texts = [other(harbours, number) for number in range(4)]
    make(*texts)
    sync(root)
    monkeypatch.setattr(syncing, "back_up", pytest.fail)
    make(texts[0])
    assert sync(root) == ""


def test_a_copy_that_fails_its_check_is_filled_anew(make, root: Path, harbours: Edition, monkeypatch):
    texts = [other(harbours, number) for number in range(5)]
    make(*texts)
    sync(root)

    def forgetful(source: Path, target: Path) -> None:
        ChromaVectors(target.parent, create=True).close()

    monkeypatch.setattr(syncing, "back_up", forgetful)
    folder = make(*texts, other(harbours, 9))
    assert sync(root) == ""
    assert ids_in(root) == ids_of(folder)


def test_chroma_that_loses_a_vector_is_not_put_in_use(make, root: Path, harbours: Edition, monkeypatch):
    make(harbours)
    add = ChromaVectors.add
    monkeypatch.setattr(ChromaVectors, "add", lambda self, rows, vectors: add(self, rows[1:], vectors[1:]))
    assert "vectors for" in sync(root)
    assert copy_in_use(root) is None
    assert sorted(path.name for path in (root / "chroma").iterdir()) == ["LOCK"]


def test_an_interrupt_leaves_the_copy_in_use(make, root: Path, harbours: Edition, monkeypatch):
    make(harbours)
    sync(root)
    before = copy_in_use(root)

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ChromaVectors, "add", end)
    make(harbours, other(harbours, 1))
    with pytest.raises(KeyboardInterrupt):
        sync(root)
    assert copy_in_use(root) == before
    assert [path for path in (root / "chroma").iterdir() if path.is_dir()] == [chroma_of(root)]


def test_a_copy_that_may_be_in_use_is_not_removed(make, root: Path, harbours: Edition, monkeypatch):
    make(harbours)
    write = syncing.write_durably

    def fail_late(path: Path, text: str) -> None:
        write(path, text)
        raise OSError("the folder cannot be flushed")

    with monkeypatch.context() as patched:
        patched.setattr(syncing, "write_durably", fail_late)
        with pytest.raises(OSError, match="cannot be flushed"):
            sync(root)
    assert sync(root) == ""
    assert problem(root) == ""


def test_one_copy_before_the_one_in_use_stays(make, root: Path, harbours: Edition):
    for count in range(1, 5):
        make(*(other(harbours, number) for number in range(count)))
        sync(root)
    folders = sorted(path.name for path in (root / "chroma").iterdir() if path.is_dir())
    assert folders == ["000003", "000004"]


def test_a_second_process_leaves_it_to_the_first(make, root: Path, harbours: Edition):
    make(harbours)
    (root / "chroma").mkdir()
    with FileLock(root / "chroma" / "LOCK"):
        assert sync(root) == ""
        assert syncing.is_syncing(root)
    assert not is_synced(root)
    assert not syncing.is_syncing(root)


def test_it_waits_until_the_index_has_not_changed_for_a_while(
    make, root: Path, harbours: Edition, monkeypatch
):
    make(harbours)
    slept: list[float] = []

    def sleep_long(seconds: float) -> None:
        slept.append(seconds)
        assert not is_synced(root)
        os.utime(root / "CURRENT", (0, 0 if len(slept) > 1 else time()))

    monkeypatch.setattr(syncing, "sleep", sleep_long)
    assert sync(root, seconds=100) == ""
    assert len(slept) == 2
    assert all(90 < seconds <= 100 for seconds in slept)
    assert is_synced(root)


@pytest.mark.slow
def test_a_process_of_its_own_does_it_and_outlives_the_one_that_began_it(
    make, root: Path, harbours: Edition, tmp_path: Path, monkeypatch, in_fresh_process
):
    make(harbours)
    (tmp_path / "elsewhere" / "index").mkdir(parents=True)
    (tmp_path / "elsewhere" / "index" / "__init__.py").write_text("raise SystemExit('not ours')")
    monkeypatch.chdir(tmp_path / "elsewhere")
    code = "import sys, pathlib, index.syncing as it; it.begin_syncing(pathlib.Path(sys.argv[1]))"
    done = in_fresh_process("-P", "-c", code, str(root))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    deadline = monotonic() + 120
    while not is_synced(root) and monotonic() < deadline:
        sleep(0.1)
    assert is_synced(root)


# -- damage ----------------------------------------------------------------------------------------


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data), 97):
        data[at] ^= 0xFF
    path.write_bytes(data)


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def lose_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as table, table:
        table.execute("delete from embeddings where id % 3 = 0")


def rename_rows(path: Path) -> None:
    # the graph has its own list of ids, so a search sees nothing of this
    with closing(sqlite3.connect(path)) as table, table:
        table.execute("update embeddings set embedding_id = embedding_id || 'x' where id % 3 = 0")


@pytest.fixture(scope="module")
def sound(tmp_path_factory, harbour_plan: Edition, model_of_words) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    cache = EmbeddingCache(folder / "cache.sqlite")
    build([harbour_plan], folder / "index", model_of_words(), cache)
    assert sync(folder / "index") == ""
    return folder / "index"


@pytest.fixture
def copied(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "copied"))


@pytest.fixture(scope="module")
def answers(sound: Path, model_of_words):
    searcher = open_generation(current(sound), model_of_words())
    return [searcher.search(query, top=50) for query in QUERIES]


@pytest.mark.parametrize(
    ("what", "pattern", "damage"),
    [
        ("the database truncated", "chroma.sqlite3", truncate),
        ("the database flipped", "chroma.sqlite3", flip),
        ("the database zeroed", "chroma.sqlite3", zero),
        ("the database deleted", "chroma.sqlite3", Path.unlink),
        ("rows deleted from the database", "chroma.sqlite3", lose_rows),
        ("the graph truncated", "*/data_level0.bin", truncate),
        ("the graph flipped", "*/data_level0.bin", flip),
        ("the graph deleted", "*/data_level0.bin", Path.unlink),
        ("its header zeroed", "*/header.bin", zero),
        ("its lengths deleted", "*/length.bin", Path.unlink),
        ("its links flipped", "*/link_lists.bin", flip),
        ("everything deleted", ".", shutil.rmtree),
    ],
)
def test_a_damaged_copy_changes_no_answer_and_is_named_and_replaced(
    copied: Path,
    answers,
    model_of_words,
    monkeypatch,
    what: str,
    pattern: str,
    damage: Callable[[Path], None],
):
    monkeypatch.setattr("index.retriever._SCANNED", 0)
    damage(next(chroma_of(copied).glob(pattern)) if pattern != "." else chroma_of(copied))
    searcher = open_generation(current(copied), model_of_words())
    searcher._retriever._store.wait()
    assert [searcher.search(query, top=50) for query in QUERIES] == answers, what
    (notice,) = searcher.notices
    assert "Chroma's index is damaged" in notice
    assert notice.endswith("Run: resolutions index")
    assert "\n" not in notice
    assert problem(copied).startswith("Chroma: ")
    (copied / "chroma" / "CURRENT").unlink()  # as `resolutions index` does
    assert sync(copied) == ""
    assert problem(copied) == ""


def test_a_sound_copy_of_a_large_library_is_asked(copied: Path, answers, model_of_words, monkeypatch):
    monkeypatch.setattr("index.retriever._SCANNED", 0)
    asked: list[int] = []
    nearest = ChromaVectors.nearest
    monkeypatch.setattr(
        ChromaVectors,
        "nearest",
        lambda self, vector, top: (asked.append(top), nearest(self, vector, top))[1],
    )
    searcher = open_generation(current(copied), model_of_words())
    searcher._retriever._store.wait()
    assert [searcher.search(query, top=50) for query in QUERIES] == answers
    assert asked
    assert searcher.notices == []


def test_a_pointer_that_cannot_be_read_is_no_copy(copied: Path):
    for data in (b"", b"[]", b'{"folder": "000001"}', b"\xff"):
        (copied / "chroma" / "CURRENT").write_bytes(data)
        assert copy_in_use(copied) is None
        assert not is_synced(copied)


# -- the check -------------------------------------------------------------------------------------


def in_segment(root: Path, name: str) -> Path:
    """A file of the only segment of an index."""
    folder = current(root)
    (segment,) = segment_folders(folder, read_manifest(folder))
    return segment / name


def no_file(root: Path) -> None:
    in_segment(root, "vectors.npy").unlink()


def changed_passages(root: Path) -> None:
    path = in_segment(root, "passages.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace("lantern", "lamp"), encoding="utf-8")


def truncated_sqlite(root: Path) -> None:
    truncate(chroma_of(root) / "chroma.sqlite3")


def other_ids(root: Path) -> None:
    rename_rows(chroma_of(root) / "chroma.sqlite3")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (no_file, "/vectors.npy"),
        (changed_passages, "/passages.jsonl"),
        (other_ids, "ids differ"),
        (truncated_sqlite, "malformed"),
    ],
)
def test_the_check_sees(copied: Path, damage, said: str, in_fresh_process):
    damage(copied)
    done = in_fresh_process("-m", "index.check", str(copied))
    assert done.returncode == 1
    assert said in done.stderr


def test_the_check_finds_vectors_that_are_another_passages(copied: Path):
    path = in_segment(copied, "vectors.npy")
    np.save(path, np.load(path)[::-1])
    at = current(copied) / "manifest.json"
    manifest = json.loads(at.read_text())
    name = path.relative_to(copied).as_posix()
    manifest["files"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
    at.write_text(json.dumps(manifest))
    assert problem(copied) != ""


def test_a_check_without_end_is_ended(copied: Path, monkeypatch):
    monkeypatch.setattr("index.child._SECONDS", 0.01)
    assert "no end after" in problem_in_child(copied)
