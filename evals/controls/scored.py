"""Systems of known worth through the metrics: each must score as it deserves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from evals.cases import Case
from evals.controls.bounds import BOUNDS, Bound
from evals.controls.control import Control
from evals.controls.systems import System, misquoting, oracle, outcomes, refusing, top_hit
from evals.metrics import Scores, scores
from evals.worlds import Assistants, Texts

_HAIR = 1e-9


def system_controls(cases: Sequence[Case], texts: Texts, assistants: Assistants) -> tuple[Control, ...]:
    """Ask every system, and hold each of its metrics to the bounds."""
    found: list[Control] = []
    for name, system, asked in _systems(cases, texts, assistants):
        done = outcomes(system, asked)
        scored = scores(done, texts)
        errors = [outcome.error for outcome in done if outcome.error]
        found += [Control(name, "answer every case", errors[0], holds=False)] if errors else []
        found += [bounded(name, bound, scored, asked) for bound in BOUNDS[name]]
    return tuple(found)


def bounded(name: str, bound: Bound, scored: Scores, cases: Sequence[Case]) -> Control:
    """Hold one metric of a system to its bounds."""
    values = scored[bound.metric].values()
    got = fmean(values) if values else None
    if bound.low is None or bound.high is None or not cases:
        must, holds = f"have no score ({bound.why})", got is None and bool(cases)
    else:
        low, high = bound.low(cases), bound.high(cases)
        wanted = f"{low:.3f}" if low == high else f"{low:.3f} to {high:.3f}"
        must = f"be {wanted} ({bound.why})"
        holds = got is not None and low - _HAIR <= got <= high + _HAIR
    return Control(f"{name}: {bound.metric}", must, "no score" if got is None else f"{got:.3f}", holds)


def _systems(
    cases: Sequence[Case], texts: Texts, assistants: Assistants
) -> Iterator[tuple[str, System, Sequence[Case]]]:
    """Give the systems, each with the cases that it can be asked."""
    yield "the gold itself", oracle(texts), cases
    yield "always refuses", refusing, cases
    yield "always the top hit", top_hit(texts, assistants), cases
    yield "the right quote under a wrong clause", misquoting(texts), [case for case in cases if case.gold]
