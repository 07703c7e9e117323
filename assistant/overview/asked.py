"""Which text an answer gives an overview of."""

from __future__ import annotations

from assistant.answer import Answer, Status
from assistant.understanding.whole_texts import asked_of_text
from corpus.keys import EditionKey


def overview_text(answer: Answer) -> EditionKey | None:
    """Return the text whose overview page leads on from an answer, or None.

    It does from an answer to "what is this?", "summarise …" or "how is the plan built?" that cites one text.
    """
    if answer.status is not Status.ANSWERED or asked_of_text(answer.understood_as) is None:
        return None
    cited = {one.provision.edition for claim in answer.claims for one in claim.citations}
    return next(iter(cited)) if len(cited) == 1 else None
