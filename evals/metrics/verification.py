"""Whether `verify` tells what a clause says from what it does not: both sides, for either is easy alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Support
from assistant.verification.verifier import Verdict, verify
from evals.claims import ClaimCase
from evals.worlds import Texts


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, and what `verify` says of it."""

    case: ClaimCase
    verdict: Verdict

    @property
    def is_accepted(self) -> bool:
        """Whether the clause is said to support the claim."""
        return self.verdict.support != Support.UNSUPPORTED


def judge_claims(claims: Iterable[ClaimCase], texts: Texts) -> tuple[Judged, ...]:
    """Judge each claim against its clause under the clause's citation; what is not held is left out."""
    found = ((one, texts.provision(one.provision)) for one in claims)
    return tuple(
        Judged(one, verify(one.claim, at[1].text, at[0].citation(at[1])))
        for one, at in found
        if at is not None
    )


def accepted(judged: Iterable[Judged]) -> dict[str, float]:
    """Return of each false claim whether it is accepted: 0 is right."""
    return {one.case.id: float(one.is_accepted) for one in judged if _is_false(one.case)}


def rejected(judged: Iterable[Judged]) -> dict[str, float]:
    """Return of each honest claim whether it is rejected: 0 is right."""
    return {one.case.id: float(not one.is_accepted) for one in judged if not _is_false(one.case)}


def _is_false(case: ClaimCase) -> bool:
    """Return True if a claim says what its clause does not."""
    return case.expect == Support.UNSUPPORTED
