"""Damage to an index is noticed, named with its remedy, and never changes an answer in silence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index import EmbeddingCache, build, current, open_generation, read_manifest
from index.generation import VERSION, segment_folders

QUERIES = ["wooden mast and iron anchor", "quiet warden at dawn", "zebra", "narrow pier"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory, harbour_plan: Edition, model_of_words) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    cache = EmbeddingCache(folder / "cache.sqlite")
    return build([harbour_plan], folder / "index", model_of_words(), cache).folder


@pytest.fixture
def copied(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound.parent, tmp_path / "index")) / sound.name


@pytest.fixture(scope="module")
def answers(sound: Path, model_of_words):
    one = open_generation(sound, model_of_words())
    assert one.notices == []
    return [one.search(query, top=50) for query in QUERIES]


def truncate(path: Path, keep: float = 0.5) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])


def flip(path: Path, step: int = 97) -> None:
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data), step):
        data[at] ^= 0xFF
    path.write_bytes(data)


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def refusal(folder: Path, model) -> str:
    with pytest.raises(IndexUnavailable) as caught:
        open_generation(folder, model)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith("run: resolutions index")
    return said


@pytest.mark.parametrize("damage", [truncate, flip, zero, Path.unlink])
@pytest.mark.parametrize(
    "name",
    [
        *("vectors.npy", "passages.jsonl", "questions.npy"),
        *("stems.json", "counts.npy"),
    ],
)
def test_a_damaged_file_is_named_with_the_remedy(copied: Path, model_of_words, name: str, damage):
    (segment,) = segment_folders(copied, read_manifest(copied))
    damage(segment / name)
    assert f"{segment.name}/{name}" in refusal(copied, model_of_words())


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("cut off", '{"version": 4, "model": "wo'),
        ("of another form", "[]"),
        ("no object", "null"),
        ("without its fields", f'{{"version": {VERSION}}}'),
        ("empty", ""),
        ("with one field more", None),
    ],
)
def test_a_damaged_manifest_is_named_with_the_remedy(
    copied: Path, model_of_words, what: str, text: str | None
):
    path = copied / "manifest.json"
    more = json.dumps({**json.loads(path.read_text()), "extra": 1})
    path.write_text(more if text is None else text)
    assert "the manifest is damaged" in refusal(copied, model_of_words()), what


def test_a_manifest_that_is_no_text_is_named_with_the_remedy(copied: Path, model_of_words):
    (copied / "manifest.json").write_bytes(b"\xff\xfe\x00" * 50)
    assert "the manifest is damaged" in refusal(copied, model_of_words())


def test_a_manifest_whose_files_are_no_table_is_named_with_the_remedy(copied: Path, model_of_words):
    path = copied / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "files": None}))
    assert "the manifest is damaged" in refusal(copied, model_of_words())


def test_an_index_of_another_version_is_refused(copied: Path, model_of_words):
    path = copied / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 99}))
    said = refusal(copied, model_of_words())
    assert "version 99" in said
    assert f"version {read_manifest_version()}" in said


def read_manifest_version() -> int:
    from index.generation import VERSION

    return VERSION


def test_an_index_of_another_model_is_refused_by_name(copied: Path, model_of_words):
    said = refusal(copied, model_of_words("another model"))
    assert "word model" in said
    assert "another model" in said


@pytest.mark.parametrize(
    ("what", "data", "said"),
    [
        ("missing", None, "no index yet"),
        ("empty", b"", "damaged"),
        ("no text", b"\xff\xfe\x00", "damaged"),
        ("naming what is not there", b"gen-000099\n", "damaged"),
        ("naming another folder", b"../secret\n", "damaged"),
        ("naming a generation by a way out", b"gen-000001/../..\n", "damaged"),
    ],
)
def test_a_damaged_pointer_is_named_with_the_remedy(copied: Path, what: str, data: bytes | None, said: str):
    root = copied.parent
    (root / "CURRENT").unlink()
    if data is not None:
        (root / "CURRENT").write_bytes(data)
    with pytest.raises(IndexUnavailable, match=said) as caught:
        current(root)
    assert "resolutions index" in str(caught.value), what
    assert "\n" not in str(caught.value)


def test_a_sound_pointer_gives_its_generation(copied: Path):
    (copied.parent / "CURRENT").write_text(f"{copied.name}\n")
    assert current(copied.parent) == copied
    assert read_manifest(copied).passages > 256
