"""What asks nothing of a text, or not in English, gets a reply without an answer."""

from __future__ import annotations

from assistant.answer import ReasonCode, Status
from assistant.rendering.reasons import NO_CONTENT_ASKED, not_in_english, small_talk
from assistant.scope.retriever import Retrieval, Retriever
from assistant.strategies.finding import CLOSEST, Finding, ids
from assistant.understanding.forms import Intent
from assistant.understanding.languages import Language
from assistant.understanding.query import Query
from corpus.keys import ProvisionId


def by_form(retrieval: Retrieval) -> Finding | None:
    """Reply to small talk; decline opinions and predictions, and questions in another language."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    if query.intent not in (Intent.ASK, Intent.OPINION):
        return Finding(Status.OUT_OF_SCOPE, reason=small_talk(ReasonCode(query.intent)))
    if query.language != Language.ENGLISH:
        reason = not_in_english(query.language)
        return Finding(Status.OUT_OF_SCOPE, reason=reason, closest=_named(retriever, query))
    if query.intent == Intent.OPINION:
        return Finding(Status.OUT_OF_SCOPE, reason=NO_CONTENT_ASKED, closest=ids(hits, 1))
    return None


def _named(retriever: Retriever, query: Query) -> tuple[ProvisionId, ...]:
    """Return the clauses that a question in another language names, or that have its names and numbers."""
    if query.label is not None and query.label.matches:
        return tuple(match.id for match in query.label.matches[:CLOSEST])
    return ids(retriever.search(" ".join(query.names), CLOSEST)) if query.names else ()
