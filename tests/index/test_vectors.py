"""A vector that is zero or not a number points nowhere: it is refused by name, and kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexUnavailable
from index import EmbeddingCache, Searcher, build, current, open_generation, passages
from index.encoded import has_direction
from index.lexical import LexicalIndex

BAD = {"zero": 0.0, "not a number": float("nan"), "infinite": float("inf")}


@pytest.fixture
def broken(word_model):
    """Make the word model give what points nowhere to every text that has a word."""

    def made(value: float, word: str = ""):
        encode = word_model.encode

        def encoded(texts):
            found = encode(texts)
            bad = np.array([word in text for text in texts])
            return replace(
                found,
                vectors=np.where(bad[:, None], np.float32(value), found.vectors),
                tokens=tuple(np.full_like(rows, value) if is_bad else rows
                             for rows, is_bad in zip(found.tokens, bad, strict=True)),
            )  # fmt: skip

        word_model.encode = encoded
        return word_model

    return made


@pytest.mark.parametrize(
    ("row", "points"),
    [([1.0, 0.0], True), ([1e-9, 0.0], True), ([0.0, 0.0], False), ([float("nan"), 1.0], False)],
)
def test_a_row_points_somewhere_or_nowhere(row: list[float], points: bool):
    assert has_direction(np.array([row])).tolist() == [points]


@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
def test_a_model_that_gives_them_is_refused_by_name_and_no_index_is_left(
    broken, value, harbours, tmp_path: Path
):
    cache = EmbeddingCache(tmp_path / "cache.sqlite")
    with pytest.raises(IndexUnavailable, match=r"word model gives \d+ of \d+ passages") as said:
        build([harbours], tmp_path / "index", broken(value, "lantern"), cache)
    assert "\n" not in str(said.value)
    assert "RESOLUTIONS_MODEL" in str(said.value)
    assert not list((tmp_path / "index").glob("gen-*"))
    with pytest.raises(IndexUnavailable):
        current(tmp_path / "index")


def test_one_bad_vector_is_told_with_its_passage(broken, harbours, tmp_path: Path):
    one = next(one for one in passages(harbours) if "willows and reeds" in one.wording)
    model = broken(float("nan"), one.wording)
    with pytest.raises(IndexUnavailable) as said:
        build([harbours], tmp_path / "index", model, EmbeddingCache(tmp_path / "cache.sqlite"))
    assert one.id in str(said.value)


def test_they_are_not_kept_so_a_mended_model_is_asked_again(broken, harbours, other_model, tmp_path: Path):
    cache = EmbeddingCache(tmp_path / "cache.sqlite")
    model = broken(0.0)
    with pytest.raises(IndexUnavailable):
        build([harbours], tmp_path / "index", model, cache)
    other_model.sha256 = model.sha256
    built = build([harbours], tmp_path / "index", other_model, cache)
    assert built.embedded == len({one.wording for one in passages(harbours)})


@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
def test_a_question_that_points_nowhere_is_searched_by_words_and_it_is_said_once(
    broken, value, harbours, tmp_path: Path
):
    rows = list(passages(harbours))
    cache = EmbeddingCache(tmp_path / "cache.sqlite")
    model = broken(value, "who lends willows")
    index = open_generation(build([harbours], tmp_path / "index", model, cache).folder, model, cache)
    by_words = Searcher(rows, LexicalIndex.build(one.wording for one in rows))
    for question in ("who lends willows", "who lends willows and reeds"):
        assert index.search(question) == by_words.search(question)
    assert index.notices == [
        "the model word model gave a question a vector that is zero or not a number; "
        "it was searched by words alone"
    ]
    assert index.search("lanterns at dawn")[0].dense is not None, "other questions have their vectors"
