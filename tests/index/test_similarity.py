"""How much clauses resemble a text, each way of measuring apart."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.instruments import Edition
from index import Searcher, passages, search_without_index
from index.lexical import LexicalIndex
from index.search import normalised


def test_scores_are_scaled_and_flat_ones_say_nothing():
    assert normalised(np.array([2.0, 4.0, 3.0])).tolist() == [0, 1, 0.5]
    assert normalised(np.array([5.0, 5.0])).tolist() == [0, 0]
    assert normalised(np.array([])).tolist() == []


def marks(searcher: Searcher, *words: str) -> np.ndarray:
    return np.array([any(word in one.text for word in words) for one in searcher.rows])


def test_every_group_of_rows_gives_its_nearest_and_only_these(harbours: Edition):
    searcher = search_without_index((harbours,), ())
    lanterns, willows = marks(searcher, "lantern"), marks(searcher, "willow")
    found = searcher.similar_to("that every harbour shall keep a lantern", lanterns, willows)
    assert found.rows.tolist() == np.flatnonzero(lanterns | willows).tolist()
    assert [one.id for one in found.passages] == [searcher.rows[row].id for row in found.rows]
    assert found.passages[int(found.lexical.argmax())].eid == "resolves__para_1"
    assert found.dense is None
    assert found.tokens is None


def test_without_rows_nothing_is_measured(harbours: Edition):
    searcher = search_without_index((harbours,), ())
    found = searcher.similar_to("lanterns", np.zeros(len(searcher.rows), dtype=bool))
    assert found.passages == ()
    assert len(found.rows) == len(found.lexical) == 0


def test_meaning_is_measured_where_there_are_vectors(harbours: Edition, word_model):
    rows = tuple(passages(harbours))
    texts = [one.wording for one in rows]
    searcher = Searcher(rows, LexicalIndex.build(texts), word_model, word_model.embed(texts))
    draft = rows[-1].wording
    found = searcher.similar_to(draft, np.ones(len(rows), dtype=bool))
    assert found.dense is not None
    assert found.dense == pytest.approx(word_model.embed(texts) @ word_model.embed([draft])[0], abs=1e-5)
    assert found.dense[-1] == pytest.approx(1)
    assert found.tokens is None, "tokens need the second look"
