"""Whether a text is in force, by what the library and the catalogue know."""

from __future__ import annotations

from assistant.answer import Status
from assistant.rendering import ChosenClause
from assistant.rendering.leads import standing_lead
from assistant.rendering.reasons import superseded_only
from assistant.scope.retriever import Retrieval
from assistant.strategies.finding import Finding
from corpus.instruments import Edition, Reference


def by_standing(retrieval: Retrieval) -> Finding | None:
    """Answer whether the text that a question names is in force: "Is Resolution 25 (…) in force?"."""
    named = retrieval.query.standing
    if named is None:
        return None
    library = retrieval.retriever.library.whole or retrieval.retriever.library
    edition = named.editions[0] if named.editions else None
    if edition is None or (edition.is_adopted and library.is_newest(edition.key)):
        target = edition.key if edition else named.instrument
        ending = library.ended_by(target) if target else None
        if ending:
            return _ended(edition.name if edition else named.words, *ending)
    if edition is None:
        return None
    by = library.superseded_by(edition.key) if edition.is_adopted else ""
    newest = library.in_force(edition.key.instrument)
    newer = library.adopted(newest) if by and newest else None
    if by and newer is None:
        return Finding(Status.SUPERSEDED_ONLY, reason=superseded_only((edition.name,)))
    lead = standing_lead(edition.name, by, is_adopted=edition.is_adopted)
    return Finding(Status.ANSWERED, lead, (_named(newer or edition),))


def _ended(name: str, by: Edition, reference: Reference) -> Finding:
    """Say that another text revokes or replaces one, and show the clause that does."""
    lead = standing_lead(name, by.name, relation=reference.relation)
    return Finding(Status.ANSWERED, lead, (ChosenClause(by, by.provision(reference.source)),))


def _named(edition: Edition) -> ChosenClause:
    """Return the line of an edition that has its number, else its title, else what it begins with."""
    lines = (edition.find(eid) for eid in ("preface__docnumber", "preface__title"))
    return ChosenClause(edition, next(filter(None, lines), edition.provisions[0]))
