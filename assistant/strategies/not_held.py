"""A text that the question names and the library does not hold."""

from __future__ import annotations

from assistant.answer import Status
from assistant.rendering import ChosenClause
from assistant.rendering.reasons import not_held, unknown_text
from assistant.scope.retriever import Retrieval, Retriever
from assistant.scope.scope import ScopeReason
from assistant.strategies.finding import CLOSEST, Finding, answered_by
from assistant.understanding.names.missing import MissingText, clauses_with_date, covered, fetchable

_SAID = 0.75  # share of the remaining question words that a citing clause must have


def by_name(retrieval: Retrieval) -> Finding | None:
    """Say that a text that the question names is not in the library, or show what texts there say of it.

    Return None if the question asks what they say of it on something, or a clause that cites it has that.
    """
    retriever, found = retrieval.retriever, retrieval.query.missing
    if found is None:
        return None
    known = fetchable(found, retriever.library), _pending(found, retriever)
    if not found.naming:
        return Finding(Status.NOT_IN_CORPUS, reason=unknown_text(found.name, *known))
    clauses = clauses_with_date(found) if retrieval.query.fact else []
    naming = [(edition, provision) for edition, provision, _ in found.naming]
    clauses = clauses or (naming if found.asks_naming and not found.asks_more else [])
    if clauses:
        return answered_by([ChosenClause(*clause) for clause in dict.fromkeys(clauses)])
    if found.asks_naming or (covered(found) and not retrieval.query.asks_content):
        return None
    closest = tuple(dict.fromkeys(edition.id_of(provision) for edition, provision in naming))
    reason = not_held(found.name, len(closest), *known)
    return Finding(Status.REFERENCED_NOT_HELD, reason=reason, closest=closest)


def by_document(retrieval: Retrieval) -> Finding | None:
    """Say that the answer is in an unnumbered document that is not in the library: "the Muscat Road Map".

    Return None if the question names a text that is, or if a clause that names the document has most of the
    words of the question.
    """
    query = retrieval.query
    if retrieval.retriever.scope.reason == ScopeReason.NAMED or not query.asks_content:
        return None
    document = query.document
    if document is None:
        return None
    rest = [stem for stem in query.topic if stem not in {*document.noun, *document.distinct}]
    vocabulary = retrieval.retriever.lexicon.vocabulary
    if rest and any(vocabulary.coverage(rest, *clause) >= _SAID for clause in document.naming):
        return None
    naming = tuple(dict.fromkeys(edition.id_of(provision) for edition, provision in document.naming))
    reason = not_held(document.name, len(naming))
    return Finding(Status.REFERENCED_NOT_HELD, reason=reason, closest=naming[:CLOSEST])


def _pending(found: MissingText, retriever: Retriever) -> str:
    """Return the name of the draft that is all the library has of a text; '' if it has more, or none."""
    library = retriever.library.whole or retriever.library
    editions = library.every_instrument.get(found.instrument, ()) if found.instrument else ()
    if any(edition.is_adopted for edition in editions):
        return ""
    return next((edition.name for edition in editions if not edition.is_adopted), "")
