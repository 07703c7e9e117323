"""What a search counts for how much: each weight alone decides, together they add up by hand."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.instruments import Kind, Part
from corpus.keys import EditionKey
from index import Hit, Passage, Searcher
from index.encoded import Encoded
from index.lexical import LexicalIndex
from index.reranker import Reranker
from index.search import MEASURED, Weights
from index.tokens import words
from index.vector_table import SCALE

KEY = EditionKey.parse("itu-pp/res-7/2030")
EAST, NORTH, HALF = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.6, 0.8, 0.0]
UP = [0.0, 0.0, 1.0]
NOTHING = Weights(lexical=0, dense=0, second=0, rare=0, expansion=0, title=0)
HARDLY = replace(NOTHING, dense=1e-6)  # candidates are drawn by their words and wholes


class Directions:
    """A model whose words point where they are told to; a text points where it is told to, or east."""

    name, sha256, dictionary = "directions", "0" * 64, Path("no dictionary")

    def __init__(self, words: dict[str, list[float]], texts: dict[str, list[float]]) -> None:
        self.words, self.texts = words, texts

    def encode(self, texts) -> Encoded:
        whole = np.array([self.texts.get(one, EAST) for one in texts], dtype=np.float32)
        tokens = tuple(
            np.array([self.words[word] for word in re.findall(r"\w+|[^\w\s]", one)], dtype=np.float32)
            for one in texts
        )
        return Encoded(whole, tokens)

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]


class Tokens:
    """A cache that has the tokens of the passages as the model makes them."""

    def tokens(self, texts, model) -> list[np.ndarray]:
        return [np.round(one * SCALE).astype(np.int8) for one in model.encode(texts).tokens]


# The question is "reeds beside willows": every passage has "reeds", one has "willows".
WORDS = {
    "reeds": EAST, "beside": NORTH, "willows": UP, "rushes": EAST, "along": NORTH, "osiers": UP,
    "stones": [-1.0, 0.0, 0.0], "?": [-1.0, 0.0, 0.0],
}  # fmt: skip
BY_WORDS = "reeds reeds stones"  # the only one with a word of the question, as it is spelt
BY_MEANING = "stones stones"  # points where the question points, as a whole
BY_EVERY_WORD = "rushes along"  # has two of three words in meaning
BY_THE_RARE_WORD = "osiers"  # has the third, which is rarer
TEXTS = [BY_WORDS, BY_MEANING, BY_EVERY_WORD, BY_THE_RARE_WORD]
WHOLE = {BY_WORDS: NORTH, BY_MEANING: EAST, BY_EVERY_WORD: NORTH, BY_THE_RARE_WORD: HALF}
QUESTION = "reeds beside willows"


def leaf(number: int, text: str, eid: str = "") -> Passage:
    eid = eid or f"para_{number}"
    return Passage(KEY, eid, eid, text, (), Kind.OPERATIVE, Part.OPERATIVE)


def searcher(weights: Weights = MEASURED, texts=TEXTS, rows=None, **changes) -> Searcher:
    rows = rows or [leaf(number, text) for number, text in enumerate(texts, 1)]
    model = Directions(WORDS, {**WHOLE, QUESTION: EAST})
    vectors = model.encode([one.text for one in rows]).vectors
    given = {"model": model, "vectors": vectors, "reranker": Reranker(Tokens(), model), **changes}
    return Searcher(rows, LexicalIndex.build(one.text for one in rows), weights=weights, **given)


def rare(word: str) -> float:
    """The rarity of a word among the passages, as its docstring has it."""
    having = sum(word in words(text) for text in TEXTS)
    return math.log((len(TEXTS) + 1) / (having + 0.5)) + 0.1


def by_eid(hits: tuple[Hit, ...]) -> dict[str, float]:
    return {hit.passage.eid: hit.score for hit in hits}


@pytest.mark.parametrize(
    ("rule", "weights", "best"),
    [
        ("by the words as they are spelt", replace(NOTHING, lexical=1), BY_WORDS),
        ("by the whole", replace(NOTHING, dense=1), BY_MEANING),
        ("by all words alike", replace(HARDLY, second=1), BY_EVERY_WORD),
    ],
)
def test_each_score_alone_decides(rule: str, weights: Weights, best: str):
    first, second = searcher(weights).search(QUESTION)[:2]
    assert first.passage.text == best, rule
    assert first.score == pytest.approx(1.0, abs=1e-4), rule
    assert second.score < 1.0, rule


def test_rare_words_count_for_more_than_common_ones():
    # "reeds" and "beside" are in most passages of this text, "willows" in none.
    texts = [BY_EVERY_WORD, BY_THE_RARE_WORD, *[f"stones reeds beside {'stones ' * at}" for at in range(6)]]
    even = searcher(replace(HARDLY, second=1), texts).search(QUESTION)
    uneven = searcher(replace(HARDLY, rare=1), texts).search(QUESTION)
    assert by_eid(even)["para_1"] > by_eid(even)["para_2"]
    assert by_eid(uneven)["para_2"] > by_eid(uneven)["para_1"]


def test_the_scores_add_up_by_hand():
    weights = Weights(lexical=0.1, dense=0.2, second=0.3, rare=0.4, expansion=0, title=0)
    lexical = LexicalIndex.build(TEXTS).scores(words(QUESTION))
    share = np.array([rare(word) for word in words("reeds beside willows")])
    near = np.array([[1, 0, 0], [-1, 0, 0], [1, 1, 0], [0, 0, 1]]).T  # words, passages
    parts = (
        (0.1, lexical),
        (0.2, np.array([0, 1, 0, 0.6])),
        (0.3, near.mean(axis=0)),
        (0.4, share / share.sum() @ near),
    )
    by_hand = sum(weight * (one - one.min()) / (one.max() - one.min()) for weight, one in parts)
    found = by_eid(searcher(weights).search(QUESTION))
    assert [found[f"para_{at}"] for at in range(1, 5)] == pytest.approx(by_hand.tolist(), abs=1e-3)


def test_the_mean_of_the_reranker_stands_in_the_hit():
    second = {hit.passage.eid: hit.second for hit in searcher().search(QUESTION)}
    assert second == pytest.approx({"para_1": 1 / 3, "para_2": -1 / 3, "para_3": 2 / 3, "para_4": 1 / 3})


@pytest.mark.parametrize("title", [0.0, 0.15, 0.4])
def test_a_title_falls_behind_by_its_weight(title: float):
    rows = [leaf(1, BY_WORDS, "preface__title"), leaf(2, BY_WORDS), leaf(3, BY_EVERY_WORD)]
    found = by_eid(searcher(Weights(title=title), rows=rows).search(QUESTION))
    assert found["para_2"] - found["preface__title"] == pytest.approx(title)


@pytest.mark.parametrize("expansion", [0.0, 0.3, 1.0])
def test_an_official_word_counts_what_its_weight_says(expansion: float):
    # "yearly" is a plain way to say "annual", by the project's thesaurus
    rows = [leaf(1, "a yearly harbour"), leaf(2, "an annual harbour"), leaf(3, "a harbour")]
    one = Searcher(
        rows, LexicalIndex.build(row.text for row in rows), weights=Weights(expansion=expansion)
    ).search("yearly")
    lexical = {hit.passage.eid: hit.lexical for hit in one}
    assert lexical["para_2"] == pytest.approx(expansion * lexical["para_1"])
    assert lexical["para_1"] > 0
    assert lexical["para_3"] == 0


def test_what_has_no_weight_makes_no_score_that_is_no_number():
    found = searcher(replace(NOTHING, second=1)).search(QUESTION)
    first = searcher(replace(NOTHING, second=1), reranker=None).search(QUESTION)
    assert all(math.isfinite(hit.score) for hit in (*found, *first))


def test_the_measured_weights_of_the_four_scores_make_one():
    assert MEASURED.lexical + MEASURED.dense + MEASURED.second + MEASURED.rare == pytest.approx(1)


def test_each_word_of_a_query_has_its_nearness_to_each_passage():
    rows = searcher().rows
    near = searcher().by_word("reeds beside willows?", [rows[2], rows[3]])
    assert [word for word, _ in near] == ["reeds", "beside", "willows"]
    assert np.array([one for _, one in near]) == pytest.approx(np.array([[1, 0], [1, 0], [0, 1]]), abs=0.01)


def test_a_word_of_several_tokens_is_as_near_as_they_are_on_the_average():
    class InHalves(Directions):
        """A model that cuts "willows" in two: its first half is as "reeds", its second as "willows"."""

        def encode(self, texts) -> Encoded:
            made = super().encode(texts)
            halves = np.array([EAST, UP], dtype=np.float32)
            rows = zip(texts, made.tokens, strict=True)
            cut = tuple(halves if text == "willows" else one for text, one in rows)
            return Encoded(made.vectors, cut)

        def token_spans(self, text: str) -> list[tuple[int, int]]:
            return [(0, 3), (3, 7)] if text == "willows" else super().token_spans(text)

    model = InHalves(WORDS, WHOLE)
    one = searcher(model=model, reranker=Reranker(Tokens(), model))
    ((word, near),) = one.by_word("willows", [one.rows[2], one.rows[3]])
    assert word == "willows"
    assert near == pytest.approx([0.5, 0.5], abs=0.01)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("no second look", {"reranker": None}),
        ("no model", {"model": None}),
        ("no vectors", {"vectors": None}),
    ],
)
def test_without_tokens_no_word_is_near(rule: str, changes: dict[str, None]):
    one = searcher(**changes)
    assert one.by_word(QUESTION, one.rows[:2]) == [], rule


def test_to_no_passage_no_word_is_near():
    assert searcher().by_word(QUESTION, []) == []


def test_a_query_without_words_has_none():
    one = searcher()
    assert one.by_word("?", one.rows[:2]) == []
