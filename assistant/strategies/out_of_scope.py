"""What asks nothing of a text, or not in English, gets a reply without an answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ReasonCode, Status
from assistant.strategies.desk import Desk, Finding, ids
from assistant.understanding.greetings import Small
from assistant.understanding.label_spotting import spot
from assistant.understanding.languages import IN_ENGLISH, Language
from assistant.understanding.question import Question, Want
from corpus.keys import ProvisionId
from index.search import Hit
from index.tokens import words

_CLOSEST = 3
_ASK = (
    "Ask in plain words about the texts in the library: what a body is told to do, what a term means, where "
    "something is mentioned, what changed between editions, or a clause by its label. "
    "For example: “What is the Council instructed to do?”"
)
_REPLIES = {
    Small.GREETING: f"Hello. {_ASK}",
    Small.THANKS: "You are welcome.",
    Small.HELP: f"I answer in the words of the texts and show the clause behind each answer. {_ASK}",
}


def by_form(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Reply to small talk; decline opinions and predictions, and questions in another language."""
    if question.small_talk:
        return Finding(
            Status.OUT_OF_SCOPE, _REPLIES[question.small_talk], reason_code=ReasonCode(question.small_talk)
        )
    if question.language != Language.ENGLISH:
        return Finding(
            Status.OUT_OF_SCOPE,
            IN_ENGLISH[question.language],
            closest=_named(desk, question),
            reason="the question is not in English",
            reason_code=ReasonCode.NOT_IN_ENGLISH,
        )
    if question.want == Want.TALK:
        return Finding(
            Status.OUT_OF_SCOPE,
            "I answer from the texts in the library; they hold no opinions, predictions or small talk.",
            closest=ids(hits, 1),
            reason="the question asks for no content of a text",
            reason_code=ReasonCode.NO_CONTENT_ASKED,
        )
    return None


def _named(desk: Desk, question: Question) -> tuple[ProvisionId, ...]:
    """Return the clauses that a question in another language names, or that have its names and numbers."""
    spotted = spot(question.text, desk.scope)
    if spotted is not None and spotted.matches:
        return tuple(one.edition.id_of(one.provision) for one in spotted.matches[:_CLOSEST])
    names = [
        one
        for one in question.text.replace("’", "'").split()
        if any(mark.isdigit() or (mark.isascii() and mark.isupper()) for mark in one)
        and any(word in desk.vocabulary for word in words(one))
    ]
    return ids(desk.search(" ".join(names), _CLOSEST), _CLOSEST) if names else ()
