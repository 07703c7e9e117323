"""A document that held texts name without a number, or a part of one, and that the library lacks."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering.reasons import NotHeld
from assistant.strategies.desk import Desk, Finding
from assistant.strategies.not_held import by_description
from assistant.understanding.question import Question
from assistant.understanding.unnumbered_documents import asks_attached, asks_content, document_named
from index.search import Hit
from index.tokens import words

_CLOSEST = 3
_SAID = 0.75  # of what is asked beside a document's name, the share that a clause that names it must have


def by_document(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Say that what is asked for stands in a document that is not held, unless a held clause says it."""
    if asks_attached(question.text) and (part := by_description(desk, question, hits)):
        return part
    document = document_named(words(question.text), desk.documents)
    if document is None or not asks_content(question.text):
        return None
    rest = [one for one in question.topic if one not in {*document.noun, *document.distinct}]
    if rest and any(desk.vocabulary.coverage(rest, *one) >= _SAID for one in document.naming):
        return None
    naming = tuple(dict.fromkeys(edition.id_of(one) for edition, one in document.naming))
    return Finding(
        Status.REFERENCED_NOT_HELD,
        reason=NotHeld(document.name, len(naming)),
        closest=naming[:_CLOSEST],
    )
