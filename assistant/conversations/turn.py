"""Saved turns, the verdicts that people gave on answers, and the sentence for each status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Answer, ReasonCode, Status
from assistant.library.library import Library
from assistant.scope.filters import Filters
from corpus.errors import NotFound

STATUS_SENTENCES = {
    Status.ANSWERED: "Answered in the words of the text",
    Status.NEEDS_CLARIFICATION: "Several clauses fit: choose the one you mean",
    Status.NOT_IN_CORPUS: "Nothing about this was found in the library",
    Status.NOT_STATED: "No clause was found that answers this",
    Status.REFERENCED_NOT_HELD: "Cited by the texts, but not in the library",
    Status.SUPERSEDED_ONLY: "Found only in a superseded edition",
    Status.OUT_OF_SCOPE: "Not a question that these texts can answer",
}
"""A sentence for each status; the lead of candidates says by itself that they may answer."""
SMALL_TALK = (ReasonCode.GREETING, ReasonCode.THANKS, ReasonCode.HELP, ReasonCode.WRITING)
"""Answers that quote nothing."""
LEAD_SAYS_WHY = (ReasonCode.BAD_QUESTION, ReasonCode.BAD_FILTER)
"""Answers whose lead is the reason."""
OUTDATED = "A text quoted in this answer has since changed or been removed"


class UnknownConversation(NotFound):
    """A conversation that is not kept, or is another person's."""

    code = "unknown-conversation"

    def __init__(self) -> None:
        super().__init__("this conversation is not here: it was deleted, or is another person's")


class VerdictKind(StrEnum):
    """What a person says of an answer."""

    RIGHT = "right"
    WRONG_CLAUSE = "wrong clause"
    MISSING_CLAUSE = "missing clause"
    SHOULD_HAVE_REFUSED = "should have refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of an answer: `clause` is the label of the right clause, as it was typed."""

    kind: VerdictKind
    clause: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its filters, its answer, when it was asked, and the verdict on the answer."""

    number: int
    question: str
    filters: Filters
    answer: Answer
    asked: str
    verdict: Verdict | None = None


def is_outdated(answer: Answer, library: Library) -> bool:
    """Return True if an answer that was kept quotes words that are no longer where the citation says."""
    for cited in (citation for claim in answer.claims for citation in claim.citations):
        found = library.provision(cited.provision)
        if found is None or found[1].text[cited.start : cited.end] != cited.quote:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without its turns; `turns` counts them, `changed` is when it last went on (UTC)."""

    id: str
    title: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True)
class PendingVerdict:
    """A verdict to review: the turns of its conversation up to the judged one."""

    conversation: str
    turns: tuple[Turn, ...]

    @property
    def id(self) -> str:
        """What it is called: its conversation and the number of its turn."""
        return f"{self.conversation}-{self.turns[-1].number}"
