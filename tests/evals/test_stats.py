"""Intervals hold what they promise, differences agree with other ways to reach them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binomtest
from scipy.stats import norm as normal

from evals.stats import Interval, interval, paired

FRACTIONS = [0.0, 0.25, 0.5, 0.5, 1.0, 1.0, 0.75, 0.0, 0.1, 0.9, 0.33, 0.67]


def brute(sums: np.ndarray, counts: np.ndarray, draws: int = 40_000) -> tuple[float, float]:
    """Draw with replacement, one index at a time in a matrix: the bootstrap as it is told in books."""
    at = np.random.default_rng(5).integers(0, len(sums), size=(draws, len(sums)))
    low, high = np.percentile(sums[at].sum(axis=1) / counts[at].sum(axis=1), [2.5, 97.5])
    return float(low), float(high)


@pytest.mark.parametrize(
    ("rule", "values", "mean", "low", "high"),
    [
        ("one that is right says little", [1.0], 1.0, 0.2065, 1.0),
        ("one that is wrong says little", [0.0], 0.0, 0.0, 0.7935),
        ("one fraction says nothing of the others", [0.5], 0.5, 0.0, 1.0),
        ("all right is not sure to be right", [1.0] * 60, 1.0, 0.9398, 1.0),
        ("all wrong is not sure to be wrong", [0.0] * 60, 0.0, 0.0, 0.0602),
        ("the same fraction every time", [0.5] * 60, 0.5, 0.5, 0.5),
    ],
)
def test_an_interval_where_little_is_known(
    rule: str, values: list[float], mean: float, low: float, high: float
):
    found = interval(values)
    assert found is not None
    assert (found.mean, found.low, found.high) == pytest.approx((mean, low, high), abs=5e-5), rule
    assert found.count == len(values)


def test_nothing_has_no_interval():
    assert interval([]) is None
    assert paired({}, {}) is None
    assert paired({"a": 1.0}, {"b": 1.0}) is None


@pytest.mark.parametrize(("right", "of"), [(1, 3), (7, 10), (59, 60), (150, 457), (457, 457)])
def test_a_share_has_the_interval_of_wilson(right: int, of: int):
    p, z = right / of, normal.ppf(0.975)
    centre = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    found = interval([1.0] * right + [0.0] * (of - right))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((centre - half, centre + half))
    theirs = binomtest(right, of).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_a_mean_has_the_interval_that_drawing_by_hand_gives():
    values = np.array(FRACTIONS * 5)
    found = interval(list(values))
    assert found is not None
    assert (found.low, found.high) == pytest.approx(brute(values, np.ones(len(values))), abs=0.006)
    assert found.mean == pytest.approx(values.mean())


def test_documents_are_drawn_whole():
    dice = np.random.default_rng(1)
    scores = {f"d{at}": dice.beta(2, 1, size=dice.integers(1, 9)) for at in range(15)}
    values = [float(one) for some in scores.values() for one in some]
    documents = [name for name, some in scores.items() for _ in some]
    found = interval(values, documents)
    sums, counts = (np.array([f(some) for some in scores.values()], dtype=float) for f in (np.sum, len))
    assert found is not None
    assert (found.low, found.high) == pytest.approx(brute(sums, counts), abs=0.006)
    assert found.mean == pytest.approx(np.mean(values))


@pytest.mark.parametrize(
    ("rule", "values", "documents"),
    [
        ("a single document is no sample of documents", FRACTIONS, ["one"] * 12),
        ("a document each is a case each", FRACTIONS, [str(at) for at in range(12)]),
        ("shares, a document each", [1.0, 0.0, 1.0], ["a", "b", "c"]),
        ("all right in several documents", [1.0] * 4, ["a", "a", "b", "b"]),
    ],
)
def test_documents_make_no_difference_where(rule: str, values: list[float], documents: list[str]):
    assert interval(values, documents) == interval(values), rule


def test_shares_of_documents_are_drawn_whole_too():
    values, documents = [1.0] * 30 + [0.0] * 10, [f"d{at // 10}" for at in range(40)]
    found = interval(values, documents)
    sums = np.array([10.0, 10.0, 10.0, 0.0])
    assert found is not None
    assert (found.low, found.high) == pytest.approx(brute(sums, np.full(4, 10.0)), abs=0.006)


@pytest.mark.parametrize("fraction", [0.1, 1 / 3, 0.7])
def test_where_all_are_the_same_so_are_the_bounds(fraction: float):
    assert interval([fraction] * 60) == Interval(fraction, fraction, fraction, 60)
    found = paired(*runs([(fraction, 0.0)] * 9))
    assert found is not None
    assert (found.low, found.high) == (fraction, fraction)


def test_a_document_for_each_score_is_needed():
    with pytest.raises(ValueError, match="zip"):
        interval([1.0, 0.5, 0.0], ["a", "b"])


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_cases_makes_no_difference(seed: int):
    dice = np.random.default_rng(seed)
    values, documents = dice.random(40), dice.integers(0, 6, size=40).astype(str)
    at = dice.permutation(40)
    assert interval(list(values)) == interval(list(values[at]))
    assert interval(list(values), list(documents)) == interval(list(values[at]), list(documents[at]))
    ours, theirs = {str(n): v for n, v in enumerate(values)}, {str(n): 0.5 for n in range(40)}
    assert paired(ours, theirs) == paired({str(n): ours[str(n)] for n in at}, theirs)


@pytest.mark.parametrize("shares", [True, False], ids=["shares", "fractions"])
def test_better_scores_never_lower_a_bound(shares: bool):
    dice = np.random.default_rng(3)
    values = dice.integers(0, 2, size=30).astype(float) if shares else dice.random(30) * 0.9
    before = interval(list(values))
    for at in range(29):  # when all are 1 they are shares, and drawing them would know no doubt
        values[at] = 1.0
        after = interval(list(values))
        assert before is not None
        assert after is not None
        assert after.low >= before.low
        assert after.high >= before.high
        before = after


def test_an_interval_lies_around_its_mean_and_narrows_with_more_cases():
    widths = []
    for times in (2, 8, 32):
        found = interval(FRACTIONS * times)
        assert found is not None
        assert 0 <= found.low <= found.mean <= found.high <= 1
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)


def covered(samples: list[tuple[Interval | None, float]]) -> float:
    """Return the share of intervals that hold the true mean."""
    return sum(one is not None and one.low <= mean <= one.high for one, mean in samples) / len(samples)


def test_95_of_100_intervals_hold_the_truth():
    dice = np.random.default_rng(8)
    fractions = [(interval(list(dice.beta(4, 2, size=60))), 4 / 6) for _ in range(300)]
    shares = [(interval([float(one) for one in dice.random(40) < 0.9]), 0.9) for _ in range(600)]
    assert 0.92 <= covered(fractions) <= 0.98
    assert 0.92 <= covered(shares) <= 0.98


def test_cases_of_one_document_are_alike_and_only_drawing_documents_knows():
    dice = np.random.default_rng(9)
    by_document, by_case = [], []
    for _ in range(150):
        values = np.clip(0.5 + 0.15 * dice.normal(size=(25, 1)) + 0.05 * dice.normal(size=(25, 5)), 0, 1)
        names = [str(at) for at in range(25) for _ in range(5)]
        by_document.append((interval(list(values.ravel()), names), 0.5))
        by_case.append((interval(list(values.ravel())), 0.5))
    assert covered(by_document) >= 0.88
    assert covered(by_case) <= 0.7


# -- paired -----------------------------------------------------------------------------------------


def runs(pairs: list[tuple[float, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """Return two runs, ours and theirs, over as many cases."""
    return {str(n): one for n, (one, _) in enumerate(pairs)}, {
        str(n): one for n, (_, one) in enumerate(pairs)
    }


PAIRS = [
    ("nothing changed", [(1.0, 1.0)] * 9, 0.0),
    ("no fraction changed", [(0.5, 0.5)] * 9, 0.0),
    ("one got worse", [(0.0, 1.0)] + [(1.0, 1.0)] * 9, -0.1),
    ("one fraction got worse", [(0.5, 1.0)] + [(0.5, 0.5)] * 9, -0.05),
    ("as many better as worse", [(0.0, 1.0), (1.0, 0.0)] * 5, 0.0),
    ("ten got worse", [(0.0, 1.0)] * 10 + [(1.0, 1.0)] * 90, -0.1),
    ("ten fractions got worse", [(0.4, 0.5)] * 10 + [(1.0, 1.0)] * 10, -0.05),
]


@pytest.mark.parametrize(("rule", "pairs", "difference"), PAIRS, ids=[row[0] for row in PAIRS])
def test_two_runs_compared(rule: str, pairs: list[tuple[float, float]], difference: float):
    found = paired(*runs(pairs))
    assert found is not None
    assert found.difference == pytest.approx(difference)
    assert found.low <= found.difference <= found.high
    assert found.count == len(pairs)


def test_one_case_alone_proves_no_difference():
    found = paired({"a": 0.0}, {"a": 0.5})
    assert found is not None
    assert (found.low, found.high) == (-1.0, 1.0)


def test_only_the_cases_that_both_have_are_compared():
    found = paired({"a": 1.0, "b": 0.0, "c": 0.0}, {"b": 0.0, "c": 1.0, "d": 1.0})
    assert found is not None
    assert (found.difference, found.count) == (-0.5, 2)


def test_the_other_way_round_is_the_mirror():
    ours, theirs = runs([(one, other) for one, other in zip(FRACTIONS, FRACTIONS[::-1], strict=True)] * 2)
    one, other = paired(ours, theirs), paired(theirs, ours)
    assert one is not None
    assert other is not None
    assert one.difference == pytest.approx(-other.difference)
    assert one.low == pytest.approx(-other.high, abs=0.02)


def test_the_interval_of_a_difference_is_that_of_drawing_by_hand():
    dice = np.random.default_rng(2)
    pairs = [(float(one), float(other)) for one, other in dice.random((80, 2))]
    found = paired(*runs(pairs))
    differences = np.array([one - other for one, other in pairs])
    assert found is not None
    assert (found.low, found.high) == pytest.approx(brute(differences, np.ones(80)), abs=0.006)


def test_two_like_runs_seldom_differ():
    dice = np.random.default_rng(4)
    found = [paired(*runs([(float(a), float(b)) for a, b in dice.random((40, 2))])) for _ in range(100)]
    assert np.mean([one is not None and one.low <= 0 <= one.high for one in found]) >= 0.9
