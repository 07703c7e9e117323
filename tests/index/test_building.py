"""A generation takes over what has not changed: the same index, for the price of the change."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from index import (
    BuildResult,
    EmbeddingCache,
    Passage,
    build,
    open_generation,
    passages,
    segments,
)
from index.generation import SEGMENTS, read_manifest, read_segments, segment_folders

QUERIES = ["wooden mast and iron anchor", "quiet warden at dawn", "lantern", "narrow pier"]


@pytest.fixture(scope="module")
def held(harbours: Edition, harbour_plan: Edition) -> list[Edition]:
    """A large text and four small ones that differ in a word."""
    return [harbour_plan, *(other(harbours, number) for number in range(4))]


def other(edition: Edition, number: int, word: str = "") -> Edition:
    """The same text under another key, every provision with a word of its own."""
    return replace(
        edition,
        key=EditionKey(InstrumentKey("itu-pp", f"res-{700 + number}"), 2030),
        provisions=tuple(
            replace(one, text=f"{one.text} {word or f'word{number}'}") for one in edition.provisions
        ),
    )


@pytest.fixture(scope="module")
def first(held: list[Edition], model_of_words, tmp_path_factory) -> BuildResult:
    """The first generation of the texts held, to be copied."""
    folder = tmp_path_factory.mktemp("first")
    return build(held, folder / "index", model_of_words(), EmbeddingCache(folder / "index.sqlite"))


@pytest.fixture
def make(tmp_path: Path, held: list[Edition], first: BuildResult, word_model):
    """Build a generation; where it is the first one of the texts held, copy what was built once."""

    def made(editions: Sequence[Edition], folder: str = "index", *, anew: bool = False) -> BuildResult:
        if editions is held and not (tmp_path / folder).exists():
            root = first.folder.parent
            shutil.copytree(root, tmp_path / folder)
            shutil.copy(root.with_suffix(".sqlite"), tmp_path / f"{folder}.sqlite")
            return replace(first, folder=tmp_path / folder / first.folder.name)
        cache = EmbeddingCache(tmp_path / f"{folder}.sqlite")
        return build(editions, tmp_path / folder, word_model, cache, anew=anew)

    return made


def passages_of(folder: Path) -> list[Passage]:
    segments = read_segments(folder, read_manifest(folder))
    return [passage for segment in segments for passage in segment.texts.passages]


def vectors_of(folder: Path) -> np.ndarray:
    return np.concatenate([segment.vectors for segment in read_segments(folder, read_manifest(folder))])


def segment_file(folder: Path, name: str) -> Path:
    """The file of that name in the first segment of a generation."""
    return segment_folders(folder, read_manifest(folder))[0] / name


def added(held: list[Edition], harbours: Edition) -> list[Edition]:
    return [*held, other(harbours, 9)]


def changed(held: list[Edition], harbours: Edition) -> list[Edition]:
    return [*held[:2], other(harbours, 1, "amended"), *held[3:]]


def removed(held: list[Edition], harbours: Edition) -> list[Edition]:
    return held[:-1]


def unchanged(held: list[Edition], harbours: Edition) -> list[Edition]:
    return held


CHANGES = {"added": added, "changed": changed, "removed": removed, "unchanged": unchanged}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_built_upon_another_equals_what_is_built_from_nothing(
    make, held, harbours, word_model, change
):
    make(held)
    after = change(held, harbours)
    upon, clean = make(after).folder, make(after, "clean").folder
    assert passages_of(upon) == passages_of(clean)
    assert np.array_equal(vectors_of(upon), vectors_of(clean))
    assert read_manifest(upon).editions == read_manifest(clean).editions
    ours, theirs = open_generation(upon, word_model), open_generation(clean, word_model)
    assert ours.notices == theirs.notices == []
    for query in QUERIES:
        assert ours.search(query, top=10) == theirs.search(query, top=10)


def test_the_path_of_a_home_may_have_any_character(make, held, harbours, word_model):
    first = make(held, "a#b%20c?d/index")
    built = make(added(held, harbours), "a#b%20c?d/index")
    assert built.folder.parent == first.folder.parent
    assert open_generation(built.folder, word_model).notices == []


@pytest.mark.parametrize(("change", "new"), [(added, 9), (changed, 1), (removed, None), (unchanged, None)])
def test_only_what_is_new_is_embedded(make, held, harbours, change, new):
    first = make(held)
    assert first.embedded == len({one.wording for edition in held for one in passages(edition)})
    after = change(held, harbours)
    before = {one.wording for edition in held for one in passages(edition)}
    texts = {one.wording for edition in after for one in passages(edition)} - before
    assert bool(texts) == (new is not None)
    assert make(after).embedded == len(texts)


def test_a_removed_text_is_found_no_more_and_a_re_added_one_costs_nothing(make, held, word_model):
    make(held)
    gone = held[-1].key
    without = open_generation(make(held[:-1]).folder, word_model)
    assert gone not in {one.edition for one in without.rows}
    again = make(held)
    assert again.embedded == 0
    assert gone in {one.edition for one in open_generation(again.folder, word_model).rows}


def segments_of(root: Path) -> set[str]:
    return {folder.name for folder in (root / SEGMENTS).iterdir()}


@pytest.mark.parametrize(("change", "written"), [(added, 1), (changed, 1), (removed, 0), (unchanged, 0)])
def test_a_segment_is_written_for_what_is_new_alone(make, held, harbours, change, written):
    root = make(held).folder.parent
    before = {file: file.stat().st_mtime_ns for file in (root / SEGMENTS).rglob("*")}
    names = segments_of(root)
    make(change(held, harbours))
    assert len(segments_of(root) - names) == written
    assert {file: file.stat().st_mtime_ns for file in before} == before


def test_a_segment_stays_as_long_as_a_generation_has_it(make, held, harbours):
    root = make(held).folder.parent
    (gone,) = {
        folder.name
        for folder in segment_folders(root / "gen-000001", read_manifest(root / "gen-000001"))[-1:]
    }
    for _ in range(3):
        assert gone in segments_of(root)
        make(held[:-1])
    assert not (root / "gen-000001").exists()
    assert gone not in segments_of(root)


def test_texts_in_use_are_not_read_again_for_the_next_generation(
    make, held, harbours, word_model, monkeypatch
):
    one = open_generation(make(held).folder, word_model)
    built = make(added(held, harbours)).folder
    read: list[Path] = []
    read_passages = segments.read_passages
    monkeypatch.setattr(segments, "read_passages", lambda path: (read.append(path), read_passages(path))[1])
    other = open_generation(built, word_model)
    assert [path.parent for path in read] == segment_folders(built, read_manifest(built))[-1:], "the new one"
    assert other.rows[: len(one.rows)] == one.rows
    assert all(ours is theirs for ours, theirs in zip(one.rows, other.rows, strict=False))


def test_nothing_is_taken_over_from_a_damaged_generation(make, held):
    folder = make(held).folder
    path = segment_file(folder, "vectors.npy")
    data = bytearray(path.read_bytes())
    data[-5] ^= 0xFF
    path.write_bytes(data)
    built = make(held).folder
    assert segment_file(built, "vectors.npy") != path
    assert np.array_equal(vectors_of(built), vectors_of(make(held, "clean").folder))


def test_the_generation_built_upon_stays_as_it_was(make, held, harbours):
    folder = make(held).folder
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    make(added(held, harbours))
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before
