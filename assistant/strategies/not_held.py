"""A text that the question names and the library does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.rendering.reasons import NotHeld, UnknownText
from assistant.strategies.desk import Desk, Finding
from assistant.understanding import named_texts as named
from assistant.understanding.question import Question
from assistant.understanding.unnumbered_documents import asks_content
from corpus.instruments import Part
from index.search import Hit


def by_name(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Say of a text that is named and not held what held texts say of it, or that it is not held."""
    found = named.not_held(question.text, desk.library)
    return _told(desk, question, found, hits) if found else None


def by_description(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Say the same of a part that is described: "the glossary", of "the glossary in Annex 3"."""
    found = named.described(question.topic, desk.editions, desk.library, desk.vocabulary)
    return _told(desk, question, found, hits) if found else None


def _told(desk: Desk, question: Question, found: named.Named, hits: Sequence[Hit]) -> Finding | None:
    """Say what there is to say of a text that is not held; None where it is named by the way."""
    if not asks_content(question.text) and _is_by_the_way(desk, question, found, hits):
        return None
    if not found.naming:
        return Finding(
            Status.NOT_IN_CORPUS, reason=UnknownText(found.name, named.fetchable(found, desk.library))
        )
    dated = named.dates_of(found) if question.fact else []
    about = named.asks_about(question.text, found)
    about = about or (named.covered(found) and not asks_content(question.text))
    clauses = dated or (named.describing(found) if about else [])
    if clauses:
        chosen = tuple(Chosen(edition, provision) for edition, provision in clauses)
        return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
    naming = tuple(edition.id_of(provision) for edition, provision in named.describing(found))
    return Finding(
        Status.REFERENCED_NOT_HELD,
        reason=NotHeld(found.name, len(naming), named.fetchable(found, desk.library)),
        closest=naming,
    )


def _is_by_the_way(desk: Desk, question: Question, found: named.Named, hits: Sequence[Hit]) -> bool:
    """Tell a text that is named in passing, in a question that a clause of the operative part answers."""
    if not hits or named.is_asked(question.text, found):
        return False
    edition, provision = desk.unit(hits[0].passage)
    return provision.part == Part.OPERATIVE and any(
        provision is naming and edition is where for where, naming, _ in found.naming
    )
