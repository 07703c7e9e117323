"""What a person says of an answer: is it right, and if not, what would be."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.conversations.turn import Verdict, VerdictKind

LONGEST_CLAUSE, LONGEST_WORDS = 200, 2_000
"""Characters of the clause that would be right, and of a person's own words."""

_NAMES = {
    VerdictKind.WRONG_CLAUSE: "A clause shown is wrong",
    VerdictKind.MISSING_CLAUSE: "A clause is missing",
    VerdictKind.SHOULD_HAVE_REFUSED: "The texts do not answer this",
}


@dataclass(frozen=True, slots=True)
class Judging:
    """The form under an answer: two buttons, and what is wrong with it for who presses the second.

    `faults` are the kinds of verdict that fit the answer, by name.
    """

    turn: int
    faults: tuple[tuple[str, str], ...]
    given: Verdict | None = None
    longest_clause: int = LONGEST_CLAUSE
    longest_words: int = LONGEST_WORDS

    @property
    def is_open(self) -> bool:
        """Whether the details are shown."""
        return self.given is not None and self.given.kind != VerdictKind.RIGHT


def judging(turn: int, answer: Answer, given: Verdict | None) -> Judging:
    """Return the form under an answer; a refusal shows no clause that could be wrong."""
    shows = answer.status in (Status.ANSWERED, Status.CANDIDATES, Status.NEEDS_CLARIFICATION)
    kinds = list(_NAMES) if shows else [VerdictKind.MISSING_CLAUSE]
    return Judging(turn, tuple((str(one), _NAMES[one]) for one in kinds), given)
