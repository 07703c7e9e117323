"""What an answer is: a status, claims with their citations, the closest provisions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.keys import ProvisionId


class Status(StrEnum):
    """How a question was met. Every status but `answered` still shows the closest provisions."""

    ANSWERED = "answered"
    NEEDS_CLARIFICATION = "needs_clarification"
    NOT_IN_CORPUS = "not_in_corpus"
    NOT_STATED = "not_stated"
    REFERENCED_NOT_HELD = "referenced_not_held"
    SUPERSEDED_ONLY = "superseded_only"
    OUT_OF_SCOPE = "out_of_scope"


class Support(StrEnum):
    """How a claim stands to the words that it cites."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's pointer to a provision: `quote` is the provision's text from `start` to `end`."""

    provision: ProvisionId
    label: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer, and what stands behind it."""

    text: str
    support: Support
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to a question.

    `lead` is the sentence that opens it, made from the structure of the text; `claims` is empty
    unless the status is `answered` or, where each candidate is a claim, `needs_clarification`.
    `retrieved` are citable provisions, best first, whatever the status. `understood_as` is the
    question as it was read, `reason` why the status is what it is, `notices` what the reader
    should know of the state of the library and the index. `seconds` is wall time, `nearness` the
    cosine of the question and the clause found nearest, None where no vectors were compared. `related`
    are questions of the bank that resemble this one.
    """

    status: Status
    lead: str
    claims: tuple[Claim, ...] = ()
    closest: tuple[ProvisionId, ...] = ()
    retrieved: tuple[ProvisionId, ...] = ()
    understood_as: str = ""
    reason: str = ""
    seconds: float = 0.0
    notices: tuple[str, ...] = ()
    nearness: float | None = None
    related: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The answer as plain text: the lead, then each claim with its citation's label.

        Only a clause's own words stand in quotes; other words are said to be other words.
        """
        lines = [
            f"{_said(claim)} [{'; '.join(one.label for one in claim.citations)}]" for claim in self.claims
        ]
        return "\n\n".join(filter(None, [self.lead, "\n".join(lines)]))


def _said(claim: Claim) -> str:
    """Return a claim's text in quotes, where it is its clause's own."""
    return f"“{claim.text}”" if claim.support == Support.VERBATIM else f"{claim.text} (in other words)"
