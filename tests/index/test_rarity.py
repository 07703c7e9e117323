"""How rare a word is: by the passages that have it, not by how often they do."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from index.lexical import LexicalIndex, WordCounts
from index.tokens import words

TEXTS = ["lanterns and lanterns and lanterns", "a lantern of willow", "the lanterns", "lanterns, dark piers"]


@pytest.mark.parametrize(
    ("rule", "word", "having"),
    [
        ("in all of them", "lanterns", 4),
        ("in one", "willow", 1),
        ("in none", "reeds", 0),
    ],
)
def test_a_word_is_as_rare_as_the_passages_that_have_it_are_few(rule: str, word: str, having: int):
    (stem,) = words(word)
    expected = math.log((len(TEXTS) + 1) / (having + 0.5)) + 0.1
    assert LexicalIndex.build(TEXTS).rarity(stem) == pytest.approx(expected), rule


def test_a_word_that_every_passage_has_counts_a_little():
    assert 0 < LexicalIndex.build(["lanterns"] * 1000).rarity("lantern") < 0.2


def test_what_was_saved_counts_words_alike(tmp_path: Path):
    built = LexicalIndex.build(TEXTS)
    WordCounts.of(TEXTS).save(tmp_path)
    loaded = LexicalIndex([WordCounts.load(tmp_path, len(TEXTS))])
    for word in ("lantern", "willow", "reed"):
        assert loaded.rarity(word) == pytest.approx(built.rarity(word))
