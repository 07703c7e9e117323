"""How sure a figure is: intervals at 95 %, and differences of two runs over the same cases.

A share of cases that are right or wrong gets Wilson's interval (1927), which is honest where all or
none of them are right. Every other mean gets the percentile bootstrap (Efron and Tibshirani 1993, ch. 13),
which draws documents rather than cases where there are several, as cases of one document are alike.
The draws are the same in every run, and the order of cases makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

_SEED = 71
_DRAWS = 4_999
_AT_ONCE = 500  # draws held in memory together
_SHARES = {0.0, 1.0}
_POINTS = 8  # of a curve of reliability

Drawn = Sequence[tuple[float, int]]  # what is drawn as one: the sum of its scores, and how many they are


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `count` cases, and the bounds between which it lies with 95 %."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Paired:
    """The mean difference over `count` cases that two runs share, and its bounds."""

    difference: float
    low: float
    high: float
    count: int


def interval(values: Sequence[float], documents: Sequence[str] | None = None) -> Interval | None:
    """Return the mean of scores with its interval; None without scores.

    `documents` names the document of each score. Scores of a single document are drawn one by one. A
    single score other than 0 or 1 says nothing about others: its bounds are 0 and 1.
    """
    if not values:
        return None
    drawn = _drawn(values, documents)
    kinds = set(values)
    if kinds <= _SHARES and (len(drawn) == len(values) or len(kinds) == 1):
        low, high = proportion_confint(sum(values), len(values), method="wilson")
    else:
        low, high = _bounds(drawn, 0.0, 1.0)
    return Interval(fmean(values), float(low), float(high), len(values))


def paired(ours: Mapping[str, float], theirs: Mapping[str, float]) -> Paired | None:
    """Compare two runs over the ids that both have, ours less theirs; None where they share none."""
    both = ours.keys() & theirs.keys()
    if not both:
        return None
    differences = [ours[id_] - theirs[id_] for id_ in both]
    low, high = _bounds(_drawn(differences), -1.0, 1.0)
    return Paired(fmean(differences), low, high, len(both))


def reliability(rows: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, Interval]]:
    """Walk equal parts of the answers, least sure first: the mean confidence, and the share that is right.

    A row is the confidence in an answer, and whether it is right.
    """
    ordered = sorted(rows)
    for at in range(_POINTS):
        part = ordered[at * len(ordered) // _POINTS : (at + 1) * len(ordered) // _POINTS]
        if share := interval([float(right) for _, right in part]):
            yield fmean(confidence for confidence, _ in part), share


def _drawn(values: Sequence[float], documents: Sequence[str] | None = None) -> Drawn:
    """Return what is drawn as one, in an order of its own: each score, or all scores of a document."""
    if documents is None or len(set(documents)) < 2:
        return sorted((value, 1) for value in values)
    scores: dict[str, list[float]] = {}
    for value, document in zip(values, documents, strict=True):
        scores.setdefault(document, []).append(value)
    return sorted((sum(sorted(group)), len(group)) for group in scores.values())


def _bounds(drawn: Drawn, least: float, most: float) -> tuple[float, float]:
    """Return the bounds of a mean by the bootstrap; a single draw says nothing within least and most."""
    sums, counts = np.array(drawn, dtype=float).T
    means = sums / counts
    if len(drawn) == 1:
        return min(least, means[0]), max(most, means[0])
    if np.ptp(means) == 0:  # every draw is the same
        return float(means[0]), float(means[0])
    found = stats.bootstrap(
        (sums, counts),
        lambda sums, counts, axis: sums.sum(axis=axis) / counts.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=_DRAWS,
        batch=_AT_ONCE,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return float(found.low), float(found.high)
