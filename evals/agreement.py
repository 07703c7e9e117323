"""How well yes-or-no verdicts match what is held to be so: shares, their balance, kappa, with bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from statsmodels.stats.inter_rater import cohens_kappa  # type: ignore[import-untyped]

from evals.stats import Interval, interval


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well verdicts match what is held to be so.

    `sensitivity` is the share of supported claims called so, `specificity` that of unsupported
    ones, `balanced` their mean. None where there is nothing to count, or, of kappa's interval,
    where one side never varies.
    """

    agreed: Interval | None
    sensitivity: Interval | None
    specificity: Interval | None
    balanced: Interval | None
    kappa: Interval | None

    @property
    def beats_chance(self) -> bool:
        """Whether the whole interval of balanced accuracy lies above a coin's."""
        return self.balanced is not None and self.balanced.low > 0.5


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Compare verdicts, the first of each pair, with what is held to be so, the second."""
    sensitivity = interval([float(said) for said, so in pairs if so])
    specificity = interval([float(not said) for said, so in pairs if not so])
    return Agreement(
        agreed=interval([float(said == so) for said, so in pairs]),
        sensitivity=sensitivity,
        specificity=specificity,
        balanced=_balanced(sensitivity, specificity),
        kappa=_kappa(pairs),
    )


def _balanced(one: Interval | None, other: Interval | None) -> Interval | None:
    """Return the mean of two shares; its bounds by Newcombe's square and add (1998)."""
    if one is None or other is None:
        return None
    mean = (one.mean + other.mean) / 2
    low = mean - sqrt((one.mean - one.low) ** 2 + (other.mean - other.low) ** 2) / 2
    high = mean + sqrt((one.high - one.mean) ** 2 + (other.high - other.mean) ** 2) / 2
    return Interval(mean, low, high, one.count + other.count)


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> Interval | None:
    """Return Cohen's kappa; None where one side never varies, as there is then nothing to agree on."""
    counts = Counter(pairs)
    if any(len({pair[side] for pair in pairs}) < 2 for side in (0, 1)):
        return None
    found = cohens_kappa([[counts[said, so] for so in (True, False)] for said in (True, False)])
    return Interval(float(found.kappa), float(found.kappa_low), float(found.kappa_upp), len(pairs))
