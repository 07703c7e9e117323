"""Gold given to another question of the same texts: what is left is chance."""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import fmean, pstdev

from evals.cases import Case
from evals.controls.control import Control
from evals.controls.systems import oracle, outcomes
from evals.metrics import scores
from evals.worlds import Held, Texts

_SEED, _DEALS, _SIGMAS = 71, 200, 4


def chance_controls(cases: Sequence[Case], texts: Texts) -> tuple[Control, ...]:
    """Deal the gold anew, and hold recall and precision to what other deals give."""
    gold = [case for case in cases if case.gold]
    dealt = _deal(gold, random.Random(_SEED))  # noqa: S311  no secret
    answers = oracle(texts)
    scored = scores(outcomes(lambda case: answers(dealt[case.id]), gold), texts)
    dice = random.Random(_SEED + 1)  # noqa: S311  no secret
    deals = [_deal(gold, dice) for _ in range(_DEALS)]
    return tuple(
        _held(
            metric,
            fmean(scored[metric].values()),
            [fmean(share(case, deal[case.id]) for case in gold) for deal in deals],
        )
        for metric, share in (("citation recall", _found), ("citation precision", _right))
    )


def _held(metric: str, got: float, chance: Sequence[float]) -> Control:
    """Hold a metric to what chance gives."""
    spread = pstdev(chance)  # deals that are all alike are none
    low, high = (fmean(chance) + sign * _SIGMAS * spread for sign in (-1, 1))
    must = f"be {max(low, 0):.3f} to {high:.3f} (what {_DEALS} other deals give)"
    return Control(f"shuffled gold: {metric}", must, f"{got:.3f}", spread > 0 and low <= got <= high)


def _deal(cases: Sequence[Case], dice: random.Random) -> dict[str, Case]:
    """Give each case the gold of another about the same texts, itself where there is no other."""
    dealt: dict[str, Case] = {}
    worlds: dict[Held, list[Case]] = {}
    for case in cases:
        worlds.setdefault(case.held, []).append(case)
    for group in worlds.values():
        order = dice.sample(group, len(group))
        dealt |= {case.id: order[(at + 1) % len(order)] for at, case in enumerate(order)}
    return dealt


def _found(case: Case, other: Case) -> float:
    """Return the share of a case's gold that another's has, counted by hand."""
    provisions = {group[0].provision for group in other.gold}
    return fmean(any(gold.provision in provisions for gold in group) for group in case.gold)


def _right(case: Case, other: Case) -> float:
    """Return the share of another's gold that is a case's, counted by hand."""
    provisions = {str(group[0].provision) for group in other.gold}
    return fmean(provision in case.cited for provision in provisions)
