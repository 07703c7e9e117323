"""Controls on claims: every claim that a clause makes is accepted, and no altered one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Support
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source
from assistant.verification.verifier import verify
from evals.controls.control import Control
from evals.controls.mutators import MUTATORS, Material, mutants
from evals.controls.stated import Stated
from evals.worlds import Texts

_EACH = 300  # mutated claims of each kind
_QUICK = 40


def claim_controls(texts: Texts, *, quick: bool = False) -> tuple[Control, ...]:
    """Verify honest claims, and mutated ones of each kind, about the texts that everyone has."""
    materials = gathered(texts)
    count = _QUICK if quick else _EACH
    return (_honest(materials, quick=quick), *(_mutated(name, materials, count) for name in MUTATORS))


def gathered(texts: Texts) -> tuple[Material, ...]:
    """Return the material of every text that everyone has, in the order of their keys."""
    editions = [texts.editions[key] for key in sorted(texts.editions) if not texts.may_miss(key)]
    return tuple(
        Material(edition, tuple(other for other in editions if other is not edition)) for edition in editions
    )


def is_accepted(claim: Stated) -> bool:
    """Return True if a claim passes as what its clause says."""
    return (
        verify(claim.claim, Source(claim.clause, claim.label), shipped_nearness()).support
        != Support.UNSUPPORTED
    )


def _honest(materials: Sequence[Material], *, quick: bool) -> Control:
    """Verify the claims that nobody changed."""
    claims = [claim for material in materials for claim in material.claims][:: 8 if quick else 1]
    wrong = [claim for claim in claims if not is_accepted(claim)]
    return Control(
        "claims as clauses make them",
        f"all of {len(claims)} be accepted, of some hundreds",
        f"{len(claims) - len(wrong)} accepted{_shown(wrong)}",
        not wrong and len(claims) >= _QUICK,
    )


def _mutated(name: str, materials: Sequence[Material], count: int) -> Control:
    claims = mutants(MUTATORS[name], materials, count)
    wrong = [claim for claim in claims if is_accepted(claim)]
    return Control(
        f"mutated claims: {name}",
        f"none of {count} be accepted",
        f"{len(wrong)} of {len(claims)} accepted{_shown(wrong)}",
        not wrong and len(claims) == count,
    )


def _shown(wrong: Sequence[Stated]) -> str:
    """Show the first claim that was judged wrongly."""
    return f": “{wrong[0].claim}” of {wrong[0].provision}" if wrong else ""
