"""Controls, which test the suite itself. A run fails if one does not hold."""

from __future__ import annotations

import hashlib

from evals.controls.control import Control
from evals.golden import Golden
from evals.worlds import Assistants, Texts

__all__ = ["Control", "run_controls"]

_QUICK = 60  # cases of a quick run


def run_controls(
    golden: Golden, texts: Texts, assistants: Assistants, *, quick: bool = False
) -> tuple[Control, ...]:
    """Run every control; `quick` takes a sample, the same in every run."""
    from evals.controls.claims import claim_controls
    from evals.controls.scored import system_controls

    # in an order that has nothing to do with what they ask
    cases = tuple(sorted(golden.cases, key=lambda case: hashlib.sha256(case.id.encode()).digest()))
    cases = cases[:_QUICK] if quick else cases
    return (*claim_controls(texts, quick=quick), *system_controls(cases, texts, assistants))
