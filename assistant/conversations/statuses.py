"""How a question was met, in the words of the pages and of exported conversations."""

from __future__ import annotations

from assistant.answer import ReasonCode, Status

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
SMALL_TALK = (ReasonCode.GREETING, ReasonCode.THANKS, ReasonCode.HELP)
"""Answers that quote nothing."""
LEAD_SAYS_WHY = (ReasonCode.BAD_QUESTION, ReasonCode.BAD_FILTER)
"""Answers whose lead is the reason."""
