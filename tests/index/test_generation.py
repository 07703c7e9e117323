"""A generation is built aside, checked by a fresh process, swapped in whole, and never changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
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
from index.check import problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def make(root: Path, tmp_path: Path, harbours: Edition, word_model):
    """Build a generation of the invented text, without a child process, whose tests are their own."""

    def made(model=word_model, editions=(harbours,), *, anew: bool = False) -> Path:
        return build(editions, root, model, EmbeddingCache(tmp_path / "embeddings.sqlite"), anew=anew).folder

    return made


def test_what_is_built_is_in_use_and_passes_its_check_in_a_fresh_process(make, root: Path):
    folder = make()
    assert current(root) == folder
    assert (root / "CURRENT").read_text() == "gen-000001\n"
    assert problem(folder) == ""


@pytest.mark.usefixtures("checked_here")
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
    assert any(name.startswith(f"{folder.name}/chroma/") for name in manifest.files)


@pytest.mark.usefixtures("checked_here")
def test_the_passages_are_read_back_as_they_were(make, harbours: Edition):
    folder = make()
    segments._IN_USE.clear()  # as in another process
    (found,) = generations.read_segments(folder, read_manifest(folder))
    assert found.texts.passages == tuple(passages(harbours))
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-6)


@pytest.mark.usefixtures("checked_here")
def test_two_older_generations_stay(make, root: Path):
    for _ in range(5):
        make()
    assert sorted(one.name for one in root.glob("gen-*")) == ["gen-000003", "gen-000004", "gen-000005"]
    assert current(root).name == "gen-000005"


@pytest.mark.usefixtures("checked_here")
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


@pytest.mark.usefixtures("checked_here")
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


@pytest.mark.usefixtures("checked_here")
def test_a_generation_that_fails_its_check_leaves_the_old_one_in_use(make, root: Path, monkeypatch):
    old = make()

    class Forgetful(building.ChromaVectors):
        """Loses one vector."""

        def add(self, rows, vectors) -> None:
            super().add(rows[1:], vectors[1:])

    monkeypatch.undo()
    with monkeypatch.context() as patched:
        patched.setattr(building, "ChromaVectors", Forgetful)
        with pytest.raises(IndexUnavailable, match=r"failed its check .*vectors for .* passages") as caught:
            make(anew=True)
    assert "\n" not in str(caught.value)
    assert "resolutions index" in str(caught.value)
    assert current(root) == old
    assert list(root.glob("gen-*")) == [old]
    assert make().name == "gen-000002", "and the next build succeeds"


@pytest.mark.usefixtures("checked_here")
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


@pytest.mark.usefixtures("checked_here")
def test_what_a_killed_build_left_takes_no_older_generations_place(make, root: Path):
    make()
    for number in (2, 3, 4):  # ended before their manifests
        (root / f"gen-{number:06d}" / "chroma").mkdir(parents=True)
        (root / "segments" / f"{number:032d}").mkdir()
        (root / "segments" / f"{number:032d}" / "passages.jsonl").write_text("{")
    new = make()
    assert sorted(root.glob("gen-*")) == [root / "gen-000001", new]
    assert {one.name for one in (root / "segments").iterdir()} == set(read_manifest(new).segments)


@pytest.mark.usefixtures("checked_here")
def test_the_manifest_is_the_last_file_of_a_generation(make, root: Path, monkeypatch):
    def die(path: Path, text: str) -> None:
        assert [one.name for one in path.parent.iterdir()] == ["chroma"]
        (segment,) = (root / "segments").iterdir()
        assert {"passages.jsonl", "vectors.npy", "counts.npy"} <= {one.name for one in segment.iterdir()}
        raise KeyboardInterrupt

    monkeypatch.setattr(generations, "write_durably", die)
    with pytest.raises(KeyboardInterrupt):
        make()


def test_a_folder_named_as_a_package_does_not_come_before_it(make, root: Path, tmp_path: Path, monkeypatch):
    (tmp_path / "elsewhere" / "index").mkdir(parents=True)
    (tmp_path / "elsewhere" / "index" / "__init__.py").write_text("raise SystemExit('not ours')")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert make() == current(root)


def test_a_check_without_end_is_ended(make, root: Path, monkeypatch):
    monkeypatch.setattr("index.child._SECONDS", 0.01)
    with pytest.raises(IndexUnavailable, match="no end after"):
        make()
    assert list(root.glob("gen-*")) == []


def in_segment(folder: Path, name: str) -> Path:
    """A file of a generation's only segment."""
    (segment,) = generations.segment_folders(folder, read_manifest(folder))
    return segment / name


def no_file(folder: Path) -> None:
    in_segment(folder, "vectors.npy").unlink()


def changed_passages(folder: Path) -> None:
    path = in_segment(folder, "passages.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace("lantern", "lamp"), encoding="utf-8")


def truncated_sqlite(folder: Path) -> None:
    path = folder / "chroma" / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def other_ids(folder: Path) -> None:
    # the graph has its own list of ids, so a search sees nothing of this
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as table, table:
        table.execute("update embeddings set embedding_id = embedding_id || 'x' where id % 3 = 0")


@pytest.mark.usefixtures("checked_here")
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (no_file, "/vectors.npy"),
        (changed_passages, "/passages.jsonl"),
        (other_ids, "ids differ"),
        (truncated_sqlite, "damaged|malformed|quick_check"),
    ],
)
def test_the_check_sees(make, damage, said: str, in_fresh_process):
    folder = make()
    damage(folder)
    done = in_fresh_process("-m", "index.check", str(folder))
    assert done.returncode != 0
    assert said.split("|")[0] in done.stderr or any(one in done.stderr for one in said.split("|"))


@pytest.mark.usefixtures("checked_here")
def test_the_check_finds_vectors_that_are_another_passages(make, tmp_path: Path):
    folder = make()
    path = in_segment(folder, "vectors.npy")
    np.save(path, np.load(path)[::-1])
    segments._IN_USE.clear()  # as in another process
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][f"segments/{path.parent.name}/vectors.npy"] = hashlib.sha256(
        path.read_bytes()
    ).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert problem(folder) != ""


@pytest.mark.usefixtures("checked_here")
def test_what_an_edition_says_changes_its_fingerprint(harbours: Edition, resolution: Edition):
    assert fingerprint(harbours) == fingerprint(harbours)
    assert fingerprint(harbours) != fingerprint(resolution)


@pytest.mark.usefixtures("checked_here")
def test_several_editions_are_one_generation(make, harbours: Edition, resolution: Edition, word_model):
    searcher = open_generation(make(editions=(harbours, resolution)), word_model)
    assert {str(one.edition) for one in searcher.rows} == {"itu-pp/res-900/2030", "itu-pp/res-71/2022"}
