"""A text that the question names and the library does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.rendering.reasons import NotHeld, UnknownText
from assistant.scope.retrieval import Retrieval
from assistant.scope.retriever import Retriever
from assistant.strategies.finding import Finding
from assistant.understanding.names.missing import MissingText, covered, dates_of, describing, fetchable
from assistant.understanding.query import Query
from corpus.instruments import Part
from index.search import Hit


def by_name(retrieval: Retrieval) -> Finding | None:
    """Say of a text that is named and not held what held texts say of it, or that it is not held."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    return _described(retriever, query, query.missing, hits) if query.missing else None


def by_description(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding | None:
    """Say the same of a part that is described: "the glossary", of "the glossary in Annex 3"."""
    return _described(retriever, query, query.missing_part, hits) if query.missing_part else None


def _described(retriever: Retriever, query: Query, found: MissingText, hits: Sequence[Hit]) -> Finding | None:
    """Say what there is to say of a text that is not held; None where it is named by the way."""
    if not query.asks_content and _is_by_the_way(retriever, found, hits):
        return None
    if not found.naming:
        reason = UnknownText(found.name, fetchable(found, retriever.library), _pending(found, retriever))
        return Finding(Status.NOT_IN_CORPUS, reason=reason)
    dated = dates_of(found) if query.fact else []
    about = found.asks_naming or (covered(found) and not query.asks_content)
    clauses = dated or (describing(found) if about else [])
    if clauses:
        chosen = tuple(Chosen(edition, provision) for edition, provision in clauses)
        return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
    naming = tuple(edition.id_of(provision) for edition, provision in describing(found))
    return Finding(
        Status.REFERENCED_NOT_HELD,
        reason=NotHeld(
            found.name, len(naming), fetchable(found, retriever.library), _pending(found, retriever)
        ),
        closest=naming,
    )


def _pending(found: MissingText, retriever: Retriever) -> str:
    """Return the name of the draft that is all the library has of a text; '' if it has more, or none."""
    library = retriever.library.whole or retriever.library
    editions = library.every_instrument.get(found.instrument, ()) if found.instrument else ()
    if any(edition.is_adopted for edition in editions):
        return ""
    return next((one.name for one in editions if not one.is_adopted), "")


def _is_by_the_way(retriever: Retriever, found: MissingText, hits: Sequence[Hit]) -> bool:
    """Return True if a text is only named in passing and a clause of the operative part answers."""
    if not hits or found.is_subject:
        return False
    edition, provision = retriever.unit(hits[0].passage)
    return provision.part == Part.OPERATIVE and any(
        provision is naming and edition is where for where, naming, _ in found.naming
    )
