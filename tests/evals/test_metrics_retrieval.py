"""Ranked metrics on rankings whose score is known, and against independent implementations."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, ndcg_score

from evals.metrics import retrieval

METRICS = {
    "recall@5": retrieval.recall_at(5),
    "recall@10": retrieval.recall_at(10),
    "nDCG@10": retrieval.ndcg_at_10,
    "MAP@10": retrieval.map_at_10,
    "MRR": retrieval.reciprocal_rank,
}
UNITS = [f"resolves__para_{number}" for number in range(1, 41)]


def at(*numbers: int) -> tuple[str, ...]:
    """Name provisions by number."""
    return tuple(f"resolves__para_{number}" for number in numbers)


LOG3 = np.log2(3)
# gold (a tuple holds alternatives), retrieved → recall@5, recall@10, nDCG@10, MAP@10, MRR
KNOWN = [
    ("all found at once", at(1, 2), at(1, 2, 9), (1, 1, 1, 1, 1)),
    ("one of two, second", at(1, 2), at(9, 1, 8), (0.5, 0.5, 1 / LOG3 / (1 + 1 / LOG3), 0.25, 0.5)),
    ("found sixth", at(1), at(9, 8, 7, 6, 5, 1), (0, 1, 1 / np.log2(7), 1 / 6, 1 / 6)),
    ("found eleventh", at(1), at(*range(20, 30), 1), (0, 0, 0, 0, 1 / 11)),
    ("nothing right", at(1), at(9, 8), (0, 0, 0, 0, 0)),
    ("nothing retrieved", at(1), (), (0, 0, 0, 0, 0)),
    ("more gold than places, all right", at(*range(1, 16)), at(*range(1, 16)), (1, 1, 1, 1, 1)),
    (
        "twelve golden, the first five right",
        at(*range(1, 13)),
        at(1, 2, 3, 4, 5, *range(20, 30)),
        (1, 0.5, 2.9484591 / 4.5435590, 0.5, 1),
    ),
    ("the second alternative is right", (at(1, 2),), at(2, 9), (1, 1, 1, 1, 1)),
    ("both alternatives count once", (at(1, 2), "resolves__para_3"), at(1, 2), (0.5, 0.5, 0.613147, 0.5, 1)),
    (
        "the other alternative takes its place",
        (at(1, 2), "resolves__para_3"),
        at(1, 2, 3),
        (1, 1, 1.5 / (1 + 1 / LOG3), (1 + 2 / 3) / 2, 1),
    ),
]


@pytest.mark.parametrize(("rule", "gold", "retrieved", "scores"), KNOWN, ids=[row[0] for row in KNOWN])
def test_a_ranking_gets_the_score_that_is_known(asked, said, rule, gold, retrieved, scores):
    case, answer = asked(*gold), said(retrieved=retrieved)
    assert [metric(case, answer) for metric in METRICS.values()] == pytest.approx(scores, abs=1e-6), rule


@pytest.mark.parametrize("name", METRICS)
def test_what_has_no_gold_has_no_score(asked, said, name: str):
    assert METRICS[name](asked(), said(retrieved=at(1, 2))) is None


WRONG = [
    ("the right text first", at(9), 0.0),
    ("another text first", ("itu-pp/res-71/2022#resolves__para_1", "resolves__para_1"), 1.0),
    ("another edition first", ("itu-pp/res-900/2026#resolves__para_1",), 1.0),
    ("nothing retrieved", (), None),
]


@pytest.mark.parametrize(("rule", "retrieved", "score"), WRONG, ids=[row[0] for row in WRONG])
def test_the_wrong_document(asked, said, rule, retrieved, score):
    assert retrieval.wrong_document(asked("resolves__para_1"), said(retrieved=retrieved)) == score, rule


def test_a_question_without_gold_has_no_wrong_document(asked, said):
    assert retrieval.wrong_document(asked(), said(retrieved=at(1))) is None


# -- independent implementations --------------------------------------------------------------------


def by_hand(relevant: list[bool], wanted: int) -> tuple[float, ...]:
    """Score a ranking from the definitions (Manning, Raghavan and Schütze 2008, ch. 8), capped at k."""
    hits = np.cumsum(relevant)
    first = [rank for rank, right in enumerate(relevant, 1) if right]
    discounts = 1 / np.log2(np.arange(2, 12))
    gains = sum(discounts[rank - 1] for rank in first if rank <= 10)
    precisions = [hits[rank - 1] / rank for rank in first if rank <= 10]
    return (
        sum(relevant[:5]) / min(5, wanted),
        sum(relevant[:10]) / min(10, wanted),
        gains / discounts[: min(10, wanted)].sum(),
        sum(precisions) / min(10, wanted),
        1 / first[0] if first else 0.0,
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_hundred_rankings_are_scored_as_by_hand(asked, said, seed: int):
    dice = random.Random(seed)
    for _ in range(100):
        gold = dice.sample(UNITS, dice.randint(1, 16))
        ranking = dice.sample(UNITS, dice.randint(0, 40))
        case, answer = asked(*gold), said(retrieved=tuple(ranking))
        found = [metric(case, answer) for metric in METRICS.values()]
        assert found == pytest.approx(by_hand([one in gold for one in ranking], len(gold)), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_rankings_are_scored_as_by_scikit_learn(asked, said, seed: int):
    dice = random.Random(seed)
    for _ in range(100):
        size = dice.randint(2, 10)  # what scikit-learn ranks is all there is, so no gold lies below the cut
        units = UNITS[:size]
        gold, ranking = dice.sample(units, dice.randint(1, size)), dice.sample(units, size)
        case, answer = asked(*gold), said(retrieved=tuple(ranking))
        truth, scores = [int(one in gold) for one in ranking], list(range(size, 0, -1))
        assert retrieval.map_at_10(case, answer) == pytest.approx(
            average_precision_score(truth, scores), abs=1e-6
        )
        assert retrieval.ndcg_at_10(case, answer) == pytest.approx(ndcg_score([truth], [scores]), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_what_stands_below_the_cut_changes_nothing(asked, said, seed: int):
    dice = random.Random(seed)
    case, ranking = asked(*dice.sample(UNITS, 6)), dice.sample(UNITS, 40)
    for name in ("recall@10", "nDCG@10", "MAP@10"):
        whole = METRICS[name](case, said(retrieved=tuple(ranking)))
        assert whole == METRICS[name](case, said(retrieved=tuple(ranking[:10])))
        assert whole == METRICS[name](case, said(retrieved=tuple(ranking[:10] + ranking[:9:-1])))


@pytest.mark.parametrize("seed", range(3))
def test_a_right_one_moved_up_never_scores_less(asked, said, seed: int):
    dice = random.Random(seed)
    gold = dice.sample(UNITS, 3)
    case, ranking = asked(*gold), [one for one in dice.sample(UNITS, 30) if one not in gold]
    for metric in METRICS.values():
        places = [metric(case, said(retrieved=(*ranking[:n], gold[0], *ranking[n:]))) for n in range(15)]
        assert places == sorted(places, reverse=True)
