"""What asks nothing of a text, or not in English, gets a reply without an answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ReasonCode, Status
from assistant.rendering.out_of_scope import NO_CONTENT_ASKED, NotInEnglish, SmallTalk
from assistant.strategies.desk import Desk, Finding, ids
from assistant.understanding.label_spotting import spot
from assistant.understanding.languages import Language
from assistant.understanding.question import Question, Want
from corpus.keys import ProvisionId
from index.search import Hit
from index.tokens import words

_CLOSEST = 3


def by_form(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Reply to small talk; decline opinions and predictions, and questions in another language."""
    if question.small_talk:
        return Finding(Status.OUT_OF_SCOPE, reason=SmallTalk(ReasonCode(question.small_talk)))
    if question.language != Language.ENGLISH:
        return Finding(
            Status.OUT_OF_SCOPE, reason=NotInEnglish(question.language), closest=_named(desk, question)
        )
    if question.want == Want.TALK:
        return Finding(Status.OUT_OF_SCOPE, reason=NO_CONTENT_ASKED, closest=ids(hits, 1))
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
