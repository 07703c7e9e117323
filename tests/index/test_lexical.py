"""Words: symbols and single characters count, stems match, unknown words harm nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import words
from index.lexical import LexicalIndex, WordCounts

TEXTS = [
    "the indicators 4.4.1 and 5.b.1",
    "instructs the Council to report annually",
    "Annex 4, point b",
    "the reports on digital skills, the reports on skills",
    "of the and",
]


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        ("a symbol stays whole", "indicators 4.4.1, 5.b.1", ["indic", "4.4.1", "5.b.1"]),
        ("a full stop after a symbol is none of it", "see 17.8.1.", ["see", "17.8.1"]),
        ("a single digit counts", "the 2 reports", ["2", "report"]),
        ("a single letter counts", "point b", ["point", "b"]),
        ("the article a does not", "a plan", ["plan"]),
        ("endings fall away", "reporting reports reported", ["report", "report", "report"]),
        ("a possessive is the word", "ITU's Union’s", ["itu", "union"]),
        ("capitals are no difference", "ITU Council", ["itu", "council"]),
        ("hyphens part words", "results-based", ["result", "base"]),
        ("the commonest words say nothing", "what is the of to be", []),
        ("nothing is nothing", "", []),
        ("a footnote mark is no word", "inclusion².", ["inclus"]),
    ],
)
def test_a_text_is_cut_into_words(rule: str, text: str, found: list[str]):
    assert words(text) == found, rule


@pytest.mark.parametrize(
    ("query", "best"),
    [("4.4.1", 0), ("5.b.1", 0), ("councils reporting", 1), ("4", 2), ("b", 2), ("skill", 3)],
)
def test_the_text_that_has_the_word_scores_best(query: str, best: int):
    scores = LexicalIndex.build(TEXTS).scores(words(query))
    assert int(np.argmax(scores)) == best
    assert scores[best] > 0


def test_a_part_of_a_symbol_is_another_symbol():
    assert not LexicalIndex.build(TEXTS).scores(words("4.4")).any()


@pytest.mark.parametrize("query", ["zebra", "", "the of"])
def test_a_query_without_known_words_scores_nothing(query: str):
    assert LexicalIndex.build(TEXTS).scores(words(query)).tolist() == [0.0] * len(TEXTS)


def test_an_unknown_word_changes_no_score():
    index = LexicalIndex.build(TEXTS)
    assert index.scores(words("zebra skills")).tolist() == index.scores(words("skills")).tolist()


def test_what_is_saved_scores_alike(tmp_path: Path):
    built = LexicalIndex.build(TEXTS)
    WordCounts.of(TEXTS).save(tmp_path)
    loaded = LexicalIndex([WordCounts.load(tmp_path, len(TEXTS))])
    assert loaded.scores(words("skills 4.4.1")).tolist() == built.scores(words("skills 4.4.1")).tolist()


def test_texts_counted_apart_score_as_if_counted_together():
    for at in range(len(TEXTS) + 1):
        apart = LexicalIndex([WordCounts.of(TEXTS[:at]), WordCounts.of(TEXTS[at:])])
        for query in ("skills 4.4.1", "skills skills", "zebra"):
            together = LexicalIndex.build(TEXTS).scores(words(query))
            assert apart.scores(words(query)).tolist() == together.tolist()


def test_the_scores_are_those_of_a_library_that_is_known():
    import bm25s

    texts = TEXTS[:-1]  # it takes a text without words for one word long
    known = bm25s.BM25(method="lucene")
    known.index([words(text) for text in texts], show_progress=False)
    for text in texts:
        stems = words(text)
        assert LexicalIndex.build(texts).scores(stems) == pytest.approx(known.get_scores(stems), abs=1e-6)


def test_of_no_text_an_index_is_made_that_finds_nothing():
    assert LexicalIndex.build([]).scores(["lantern"]).tolist() == []
