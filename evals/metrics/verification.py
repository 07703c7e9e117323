"""How well `verify` separates true from false claims; both rates, since either alone is easy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Support
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source
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
    found = ((case, texts.provision(case.provision)) for case in claims)
    return tuple(
        Judged(case, verify(case.claim, Source.of(*at), shipped_nearness()))
        for case, at in found
        if at is not None
    )


def accepted(judged: Iterable[Judged]) -> dict[str, float]:
    """Return of each false claim whether it is accepted: 0 is right."""
    return {
        judgement.case.id: float(judgement.is_accepted) for judgement in judged if _is_false(judgement.case)
    }


def rejected(judged: Iterable[Judged]) -> dict[str, float]:
    """Return of each honest claim whether it is rejected: 0 is right."""
    return {
        judgement.case.id: float(not judgement.is_accepted)
        for judgement in judged
        if not _is_false(judgement.case)
    }


def _is_false(case: ClaimCase) -> bool:
    """Return True if a claim says what its clause does not."""
    return case.expect == Support.UNSUPPORTED
