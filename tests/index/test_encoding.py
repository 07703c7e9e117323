"""A model in a process of its own says what it says in this one; its end is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index import EmbeddingModel
from index.encoding import ModelApart

TEXTS = ["a lantern on the pier", "two lanterns, lit at dusk by the wardens of the harbour", ""]


def test_it_encodes_as_the_model_does_here():
    here = EmbeddingModel().encode(TEXTS)
    with ModelApart() as model:
        model.load()
        for texts in (TEXTS, TEXTS):  # it answers again and again
            there = model.encode(texts)
            assert np.allclose(there.vectors, here.vectors, atol=1e-5)
            assert [one.shape for one in there.tokens] == [one.shape for one in here.tokens]
            assert all(np.allclose(a, b, atol=1e-5) for a, b in zip(there.tokens, here.tokens, strict=True))


def test_a_model_that_is_not_there_ends_with_a_word(tmp_path: Path):
    with ModelApart(tmp_path) as model, pytest.raises(ModelUnavailable, match=r"process ended.*doctor"):
        model.encode(TEXTS)


def test_what_was_never_asked_is_never_started():
    with ModelApart() as model:
        pass
    assert "_process" not in vars(model)
