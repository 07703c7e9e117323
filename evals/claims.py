"""A claim about a clause, and whether the clause says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Support
from corpus.keys import ProvisionId
from evals.cases import SPLITS, read_rows
from evals.worlds import Texts

CLAIMS = Path(__file__).parent / "claims"
CHANGES = (
    "negation", "number", "date", "addressee", "force", "edition", "condition", "quantifier",
    "added_item", "kind", "actor", "scope", "clause",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A claim, the clause it is about, what it deserves, and, where it is false, what was changed."""

    id: str
    split: str
    claim: str
    provision: ProvisionId
    expect: Support
    change: str = ""
    place: str = ""


def read_claims(path: Path, texts: Texts) -> tuple[ClaimCase, ...]:
    """Read and check a file of claims. Raises BadCase, which names file and line."""
    return read_rows(path, _claim, lambda case: _problems(case, texts))


def _claim(row: Mapping[str, Any], place: str) -> ClaimCase:
    """Read one claim."""
    return ClaimCase(
        id=row["id"],
        split=row["split"],
        claim=row["claim"],
        provision=ProvisionId.parse(row["provision"]),
        expect=Support(row["expect"]),
        change=row.get("change", ""),
        place=place,
    )


def _problems(case: ClaimCase, texts: Texts) -> Iterator[str]:
    """Check a claim against its form and the texts."""
    if case.split not in SPLITS or not case.claim.strip():
        yield "split must be dev or test, a claim needs words"
    if (case.expect == Support.UNSUPPORTED) != (case.change in CHANGES):
        yield f"an unsupported claim says what was changed, another does not: {', '.join(CHANGES)}"
    edition = case.provision.edition
    if texts.missing((edition,)):
        if not texts.may_miss(edition):
            yield f"the edition {edition} is nowhere"
    elif texts.provision(case.provision) is None:
        yield f"unknown id {case.provision}"
