"""The second look: every word of a question, or of a draft, meets every word of a passage."""

from __future__ import annotations

from threading import Thread

import numpy as np
import pytest

from corpus.instruments import Kind, Part
from corpus.keys import EditionKey
from index import reranker
from index.passages import Passage
from index.reranker import Reranker
from index.vector_table import SCALE

EAST, NORTH, WEST = [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]


class Tokens:
    """A cache in which the tokens of every text are given."""

    def __init__(self, **tokens: list[list[float]]) -> None:
        self.given = tokens
        self.read: list[str] = []

    def tokens(self, texts, model) -> list[np.ndarray]:
        self.read += texts
        return [(np.array(self.given[text]) * SCALE).astype(np.int8) for text in texts]


def passage(text: str) -> Passage:
    key = EditionKey.parse("itu-pp/res-7/2030")
    return Passage(key, text, text, text, (), Kind.OPERATIVE, Part.OPERATIVE)


def looking(**tokens: list[list[float]]) -> tuple[Reranker, list[Passage], Tokens]:
    cache = Tokens(**tokens)
    return Reranker(cache, None), [passage(text) for text in tokens], cache  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "one", "other", "expected"),
    [
        ("the same", [EAST, NORTH], [EAST, NORTH], 1),
        ("the same in another order", [EAST, NORTH], [NORTH, EAST], 1),
        ("half of the other", [EAST], [EAST, NORTH], 2 / 3),
        ("nothing in common", [EAST], [NORTH], 0),
        ("opposed", [EAST], [WEST], 0),
    ],
)
def test_a_draft_is_compared_both_ways(rule: str, one, other, expected: float):
    look, *_ = looking(first=one, second=other)
    assert look.similarity(np.array(other), ["first", "second"])[0] == pytest.approx(expected), rule
    assert look.similarity(np.array(one), ["first", "second"])[1] == pytest.approx(expected), rule


def test_each_token_of_a_question_has_its_nearest_in_each_passage():
    look, found, _ = looking(harbour=[EAST, NORTH], pier=[WEST], quay=[NORTH, NORTH, EAST])
    near = look.nearest(np.array([EAST, NORTH]), found)
    assert near.tolist() == pytest.approx(np.array([[1, -1, 1], [1, 0, 1]]))
    assert look.nearest(np.array([EAST, NORTH]), found).mean(axis=0).tolist() == pytest.approx([1, -0.5, 1])


def test_tokens_are_read_once():
    look, found, cache = looking(harbour=[EAST], pier=[NORTH])
    look.nearest(np.array([EAST]), [*found, found[0]])
    look.similarity(np.array([EAST]), ["harbour", "pier"])
    assert cache.read == ["harbour", "pier"]


def test_of_no_passages_nothing_is_said():
    look, _, cache = looking(harbour=[EAST])
    assert look.nearest(np.array([EAST, NORTH]), []).shape == (2, 0)
    assert look.similarity(np.array([EAST]), []).shape == (0,)
    assert cache.read == []


def test_what_another_thread_forgets_meanwhile_is_still_compared(monkeypatch):
    monkeypatch.setattr(reranker, "_REMEMBERED", 2)
    look, (one, two, three, four), cache = looking(one=[EAST], two=[NORTH], three=[WEST], four=[NORTH])
    look.nearest(np.array([EAST]), [one])
    read = cache.tokens

    def interrupted(texts, model):
        cache.tokens = read
        other = Thread(target=look.nearest, args=(np.array([EAST]), [three, four]))
        other.start()
        other.join(timeout=10)
        assert not other.is_alive(), "a thread waits for one that reads"
        return read(texts, model)

    cache.tokens = interrupted
    assert look.nearest(np.array([EAST]), [one, two]).tolist() == pytest.approx(np.array([[1, 0]]))
