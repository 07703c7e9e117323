"""The matcher: the same numbers as the network that is trained, whatever is asked beside a text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from sklearn.metrics import roc_auc_score

from assistant.pipeline import Assistant
from corpus.errors import ModelUnavailable
from corpus.keys import EditionKey
from evals.matcher_network import network
from evals.reader_questions import sampled
from index import matcher
from index.bank import BankQuestion
from index.matcher import LONGEST_CLAUSE, LONGEST_QUESTION, UNLIKELY, Network, shipped_matcher
from index.model import EmbeddingModel
from index.vector_table import SCALE

DIMENSIONS = 12
RESOLUTION_71 = EditionKey.parse("itu-pp/res-71/2022")


def tokens(count: int, seed: int) -> np.ndarray:
    """Return so many token vectors of length one."""
    found = np.random.default_rng(seed).normal(size=(count, DIMENSIONS))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def kept(count: int, seed: int) -> np.ndarray:
    """Return token vectors as the cache keeps them, a byte a number."""
    return np.rint(tokens(count, seed) * SCALE).astype(np.int8)


@pytest.fixture(params=[False, True], ids=["one way", "both ways"])
def both(request):
    """A network that is trained, untrained yet, and the one that computes with its tensors."""
    import torch

    torch.manual_seed(7)
    trained = network(DIMENSIONS, both_ways=request.param).eval()
    tensors = {name: one.detach().numpy() for name, one in trained.state_dict().items()}
    return trained, Network(tensors, both_ways=request.param)


def test_what_is_computed_is_what_was_trained(both):
    import torch

    trained, ours = both
    text, others = tokens(5, 1), [kept(9, 2), kept(3, 3), kept(6, 4)]
    expected = []
    for one in others:
        first, second = torch.from_numpy(text)[None], torch.from_numpy(one / np.float32(SCALE))[None]
        expected.append(trained(first, torch.ones(1, 5), second, torch.ones(1, len(one)))[0].item())
    assert ours.log_odds(text, others, LONGEST_CLAUSE) == pytest.approx(expected, abs=1e-5)


def test_a_text_scores_the_same_whatever_stands_beside_it(both):
    _, ours = both
    alone = ours.log_odds(tokens(5, 1), [kept(4, 2)], LONGEST_CLAUSE)
    beside = ours.log_odds(tokens(5, 1), [kept(40, 3), kept(4, 2)], LONGEST_CLAUSE)
    assert beside[1] == pytest.approx(alone[0], abs=1e-5)


def test_only_the_first_words_of_a_long_text_are_compared(both):
    _, ours = both
    long = kept(300, 2)
    whole, cut = ours.log_odds(tokens(5, 1), [long, long[:LONGEST_CLAUSE]], LONGEST_CLAUSE)
    assert whole == pytest.approx(cut, abs=1e-5)
    asked = tokens(90, 1)
    assert ours.log_odds(asked, [long], LONGEST_CLAUSE) == pytest.approx(
        ours.log_odds(asked[:LONGEST_QUESTION], [long], LONGEST_CLAUSE)
    )


def test_a_question_without_words_matches_nothing(both):
    _, ours = both
    assert ours.log_odds(tokens(0, 1), [kept(4, 2)] * 3, LONGEST_CLAUSE).tolist() == [UNLIKELY] * 3
    assert ours.log_odds(tokens(4, 1), [], LONGEST_CLAUSE).tolist() == []


def test_a_matcher_that_did_not_ship_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    other = tmp_path / "matcher.safetensors"
    other.write_bytes(matcher.MATCHER.read_bytes()[:-1] + b"\0\0")
    monkeypatch.setattr(matcher, "MATCHER", other)
    with pytest.raises(ModelUnavailable, match="is not the shipped matcher's"):
        shipped_matcher.__wrapped__()


def test_the_matcher_was_trained_on_the_vectors_of_the_shipped_model():
    with safe_open(matcher.MATCHER, "np") as file:
        assert file.metadata() == {"model": EmbeddingModel().sha256}


@pytest.fixture(scope="module")
def asked() -> list[BankQuestion]:
    """Questions about Resolution 71 that the matcher was not trained on."""
    return [one for one in sampled() if one.edition == RESOLUTION_71][:80]


def test_clauses_that_answer_are_told_better_than_by_late_interaction(assistant: Assistant, asked):
    searcher = assistant.searcher
    rows = []
    for one in asked:
        hits = searcher.search(one.question.text, top=10)
        odds = searcher.matched(one.question.text, [hit.passage for hit in hits])
        answers = one.provisions if one.question.is_answered else ()
        rows += [
            (hit.passage.provision in answers, match, hit.second or 0.0)
            for hit, match in zip(hits, odds, strict=True)
        ]
    answers, matched, late = zip(*rows, strict=True)
    assert roc_auc_score(answers, matched) > roc_auc_score(answers, late) + 0.02


def test_questions_with_the_same_answer_are_told_better_than_by_late_interaction(assistant: Assistant, asked):
    rows = []
    for one in asked:
        near = assistant.searcher.neighbours_by_word(one.question.text)
        for other in (*near.answered, *near.near_misses):
            if other.asked != one:
                same = one.question.is_answered and other.asked.question.is_answered
                shares = not {*one.provisions}.isdisjoint(other.asked.provisions)
                rows.append((same and shares, other.match, other.nearness))
    same, matched, late = zip(*rows, strict=True)
    assert roc_auc_score(same, matched) > roc_auc_score(same, late) + 0.05
