"""A document that held texts name without a number, or a part of one, and that the library lacks."""

from __future__ import annotations

from assistant.answer import Status
from assistant.rendering.reasons import NotHeld
from assistant.scope.retrieval import Retrieval
from assistant.strategies.finding import Finding
from assistant.strategies.not_held import by_description

_CLOSEST = 3
_SAID = 0.75  # of what is asked beside a document's name, the share that a clause that names it must have


def by_document(retrieval: Retrieval) -> Finding | None:
    """Say that what is asked for stands in a document that is not held, unless a held clause says it."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    if query.asks_attached and (part := by_description(retriever, query, hits)):
        return part
    document = query.document
    if document is None or not query.asks_content:
        return None
    rest = [one for one in query.topic if one not in {*document.noun, *document.distinct}]
    if rest and any(retriever.lexicon.vocabulary.coverage(rest, *one) >= _SAID for one in document.naming):
        return None
    naming = tuple(dict.fromkeys(edition.id_of(one) for edition, one in document.naming))
    return Finding(
        Status.REFERENCED_NOT_HELD,
        reason=NotHeld(document.name, len(naming)),
        closest=naming[:_CLOSEST],
    )
