"""A generation is built aside, read back, swapped in whole, and never changed."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from corpus.canonical import fingerprint
from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index import (
    EmbeddingCache,
    build,
    building,
    current,
    open_generation,
    passages,
    read_manifest,
    segments,
)
from index import generation as generations


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def make(root: Path, tmp_path: Path, harbours: Edition, word_model):
    """Build a generation of the invented text."""

    def made(model=word_model, editions=(harbours,), *, anew: bool = False) -> Path:
        return build(editions, root, model, EmbeddingCache(tmp_path / "embeddings.sqlite"), anew=anew).folder

    return made


def test_what_is_built_is_in_use(make, root: Path):
    folder = make()
    assert current(root) == folder
    assert (root / "CURRENT").read_text() == "gen-000001\n"


def test_the_manifest_says_what_the_generation_was_made_from(make, harbours: Edition, word_model):
    folder = make()
    manifest = read_manifest(folder)
    count = len(list(passages(harbours)))
    assert (manifest.model, manifest.model_sha256) == (word_model.name, word_model.sha256)
    assert (manifest.passages, manifest.dimensions) == (count, word_model.dimensions)
    assert dict(manifest.editions) == {"itu-pp/res-900/2030": fingerprint(harbours)}
    for name, sha256 in manifest.files.items():
        assert hashlib.sha256((folder.parent / name).read_bytes()).hexdigest() == sha256
    (segment,) = manifest.segments
    in_segment = {
        name.rpartition("/")[2] for name in manifest.files if name.startswith(f"segments/{segment}/")
    }
    assert in_segment == {
        "passages.jsonl", "vectors.npy", "stems.json", "counts.npy", "questions.jsonl", "questions.npy"
    }  # fmt: skip


def test_the_passages_are_read_back_as_they_were(make, harbours: Edition):
    folder = make()
    segments._IN_USE.clear()  # as in another process
    (found,) = generations.read_segments(folder, read_manifest(folder))
    assert found.texts.passages == tuple(passages(harbours))
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-6)


def test_two_older_generations_stay(make, root: Path):
    for _ in range(5):
        make()
    assert sorted(one.name for one in root.glob("gen-*")) == ["gen-000003", "gen-000004", "gen-000005"]
    assert current(root).name == "gen-000005"


def test_a_new_generation_changes_no_file_of_the_one_before(make):
    folder = make()
    (segment,) = generations.segment_folders(folder, read_manifest(folder))

    def files() -> dict[Path, bytes]:
        folders = folder, segment
        return {file: file.read_bytes() for at in folders for file in at.rglob("*") if file.is_file()}

    before = files()
    make()
    make(anew=True)
    assert files() == before


def test_the_second_build_embeds_nothing(make, word_model):
    make()
    done = len(word_model.embedded)
    make()
    assert len(word_model.embedded) == done


def test_a_second_writer_ends_with_one_clear_line(make, root: Path):
    root.mkdir(parents=True)
    with (
        FileLock(root / "LOCK"),
        pytest.raises(IndexUnavailable, match="another process is building") as caught,
    ):
        make()
    assert "\n" not in str(caught.value)
    assert list(root.glob("gen-*")) == []


def test_a_segment_that_is_read_back_otherwise_leaves_the_old_generation_in_use(
    make, root: Path, monkeypatch
):
    old = make()
    write = segments.write_passages
    with monkeypatch.context() as patched:
        patched.setattr(segments, "write_passages", lambda path, rows: write(path, list(rows)[1:]))
        with pytest.raises(IndexUnavailable, match="was not read back as it was written") as caught:
            make(anew=True)
    assert "\n" not in str(caught.value)
    assert "resolutions index" in str(caught.value)
    assert current(root) == old
    assert list(root.glob("gen-*")) == [old]
    assert make().name == "gen-000002", "and the next build succeeds"


def test_a_new_file_that_cannot_be_read_again_leaves_the_old_generation_in_use(make, root: Path, monkeypatch):
    old = make()

    def fail(path: Path) -> str:
        raise OSError(errno.EIO, "Input/output error", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(generations, "_sha256", fail)
        with pytest.raises(IndexUnavailable, match="Input/output error"):
            make(anew=True)
    assert current(root) == old
    assert generations.damaged_files(old, read_manifest(old)) == []


def test_a_file_is_hashed_once_until_it_is_written_again(make, root: Path, monkeypatch):
    folder = make()
    manifest, hashed, sha256 = read_manifest(folder), [], generations._sha256
    for name in manifest.files:
        os.utime(root / name, (1, 1))

    def counted(path: Path) -> str:
        hashed.append(path)
        return sha256(path)

    monkeypatch.setattr(generations, "_sha256", counted)
    for _ in range(2):
        assert generations.damaged_files(folder, manifest) == []
    assert len(hashed) == len(manifest.files)
    first = next(name for name in manifest.files if (root / name).stat().st_size)
    (root / first).write_bytes(bytes((root / first).stat().st_size))
    for _ in range(2):
        assert generations.damaged_files(folder, manifest) == [first]


def test_a_generation_that_may_be_in_use_is_not_removed(make, root: Path, monkeypatch):
    make()
    write, read = generations.write_durably, Path.read_text

    def fail(*_: object, **__: object) -> str:
        raise OSError(errno.EIO, "Input/output error")

    def fail_late(path: Path, text: str) -> None:
        write(path, text)
        patched.setattr(Path, "read_text", lambda at, **how: (fail if at == path else read)(at, **how))
        fail()

    with monkeypatch.context() as patched:
        patched.setattr(building, "write_durably", fail_late)
        with pytest.raises(IndexUnavailable, match="Input/output error"):
            make(anew=True)
    folder = current(root)
    assert folder.name == "gen-000002"
    assert generations.damaged_files(folder, read_manifest(folder)) == []


def test_a_build_that_is_ended_leaves_nothing_behind(make, root: Path, word_model, monkeypatch):
    old = make()

    def fail(folder: Path, rows) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(segments, "write_passages", fail)
        with pytest.raises(KeyboardInterrupt):
            make(anew=True)
    assert current(root) == old
    assert sorted(one.name for one in root.iterdir()) == ["CURRENT", "LOCK", "gen-000001", "segments"]
    assert [one.name for one in (root / "segments").iterdir()] == list(read_manifest(old).segments)


def test_what_a_killed_build_left_takes_no_older_generations_place(make, root: Path):
    make()
    for number in (2, 3, 4):  # ended before their manifests
        (root / f"gen-{number:06d}").mkdir()
        (root / "segments" / f"{number:032d}").mkdir()
        (root / "segments" / f"{number:032d}" / "passages.jsonl").write_text("{")
    new = make()
    assert sorted(root.glob("gen-*")) == [root / "gen-000001", new]
    assert {one.name for one in (root / "segments").iterdir()} == set(read_manifest(new).segments)


def test_the_manifest_is_the_last_file_of_a_generation(make, root: Path, monkeypatch):
    def die(path: Path, text: str) -> None:
        assert list(path.parent.iterdir()) == []
        (segment,) = (root / "segments").iterdir()
        assert {"passages.jsonl", "vectors.npy", "counts.npy"} <= {one.name for one in segment.iterdir()}
        raise KeyboardInterrupt

    monkeypatch.setattr(generations, "write_durably", die)
    with pytest.raises(KeyboardInterrupt):
        make()


def test_what_an_edition_says_changes_its_fingerprint(harbours: Edition, resolution: Edition):
    assert fingerprint(harbours) == fingerprint(harbours)
    assert fingerprint(harbours) != fingerprint(resolution)


def test_several_editions_are_one_generation(make, harbours: Edition, resolution: Edition, word_model):
    searcher = open_generation(make(editions=(harbours, resolution)), word_model)
    assert {str(one.edition) for one in searcher.rows} == {"itu-pp/res-900/2030", "itu-pp/res-71/2022"}
