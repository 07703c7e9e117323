"""What asks nothing of a text, or not in English, gets a reply without an answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ReasonCode, Status
from assistant.scope.retriever import Retriever
from assistant.strategies.finding import Finding, ids
from assistant.understanding.intent import SMALL_TALK, Intent
from assistant.understanding.languages import IN_ENGLISH, Language
from assistant.understanding.query import Query
from corpus.keys import ProvisionId
from index.search import Hit

_CLOSEST = 3
_ASK = (
    "Ask in plain words about the texts in the library: what a body is told to do, what a term means, where "
    "something is mentioned, what changed between editions, or a clause by its label. "
    "For example: “What is the Council instructed to do?”"
)
_REPLIES = {
    Intent.GREETING: f"Hello. {_ASK}",
    Intent.THANKS: "You are welcome.",
    Intent.HELP: f"I answer in the words of the texts and show the clause behind each answer. {_ASK}",
}


def by_form(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding | None:
    """Reply to small talk; decline opinions and predictions, and questions in another language."""
    if query.intent in SMALL_TALK:
        return Finding(Status.OUT_OF_SCOPE, _REPLIES[query.intent], reason_code=ReasonCode(query.intent))
    if query.language != Language.ENGLISH:
        return Finding(
            Status.OUT_OF_SCOPE,
            IN_ENGLISH[query.language],
            closest=_named(retriever, query),
            reason="the question is not in English",
            reason_code=ReasonCode.NOT_IN_ENGLISH,
        )
    if query.intent == Intent.OPINION:
        return Finding(
            Status.OUT_OF_SCOPE,
            "I answer from the texts in the library; they hold no opinions, predictions or small talk.",
            closest=ids(hits, 1),
            reason="the question asks for no content of a text",
            reason_code=ReasonCode.NO_CONTENT_ASKED,
        )
    return None


def _named(retriever: Retriever, query: Query) -> tuple[ProvisionId, ...]:
    """Return the clauses that a question in another language names, or that have its names and numbers."""
    if query.label is not None and query.label.matches:
        return tuple(one.edition.id_of(one.provision) for one in query.label.matches[:_CLOSEST])
    return ids(retriever.search(" ".join(query.names), _CLOSEST), _CLOSEST) if query.names else ()
