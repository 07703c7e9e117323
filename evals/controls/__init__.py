"""Controls: what shows that the suite itself works. A run fails where one does not hold."""

from __future__ import annotations

from evals.controls.control import Control
from evals.golden import Golden
from evals.worlds import Assistants, Texts

__all__ = ["Control", "run_controls"]


def run_controls(
    golden: Golden, texts: Texts, assistants: Assistants, *, quick: bool = False
) -> tuple[Control, ...]:
    """Run every control; `quick` takes a sample, the same in every run."""
    from evals.controls.claims import claim_controls

    del golden, assistants
    return claim_controls(texts, quick=quick)
