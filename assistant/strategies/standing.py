"""Whether a text is in force, what it revokes or replaces, and what does so to it."""

from __future__ import annotations

from assistant.answer import Status
from assistant.library.library import Library
from assistant.rendering import ChosenClause
from assistant.rendering.leads import standing_lead
from assistant.rendering.reasons import not_related, superseded_only
from assistant.scope.retriever import Retrieval
from assistant.strategies.finding import Finding, answered_by, number_line
from assistant.understanding.mentions import RelationAsked
from corpus.instruments import Edition, Reference, Relation


def by_standing(retrieval: Retrieval) -> Finding | None:
    """Answer whether the text that a question names is in force: "Is Resolution 25 (…) in force?"."""
    named = retrieval.query.standing
    if named is None:
        return None
    library = _whole(retrieval)
    edition = named.editions[0] if named.editions else None
    if edition is None or (edition.is_adopted and library.is_newest(edition.key)):
        target = edition.key if edition else named.instrument
        ending = library.ended_by(target) if target else None
        if ending:
            return _ended(edition.name if edition else named.words, *ending)
    return _standing(edition, library) if edition else None


def by_relation(retrieval: Retrieval) -> Finding | None:
    """Show the clauses by which a text revokes, replaces or amends others, or others it.

    Where no clause replaces a text, the clauses that revoke one answer, as people call both "replace".
    An edition replaces the one before it, without a clause that says so.
    """
    asked = retrieval.query.relation
    if asked is None:
        return None
    library = _whole(retrieval)
    found = _related(asked, asked.relation, library)
    if not found and asked.relation == Relation.REPLACES:
        found = _related(asked, Relation.REVOKES, library)
    return answered_by(found) or _replaced(asked, library) or _none(asked)


def _related(asked: RelationAsked, relation: Relation, library: Library) -> list[ChosenClause]:
    """Return the clauses by which the texts that are named have a relation to others, or others to them."""
    sources = [
        (edition, reference.source)
        for edition, reference in library.references()
        if reference.relation == relation
        and (edition.key.instrument if asked.by_it else reference.instrument) in asked.instruments
    ]
    return [ChosenClause(edition, edition.provision(source)) for edition, source in dict.fromkeys(sources)]


def _replaced(asked: RelationAsked, library: Library) -> Finding | None:
    """Say which edition supersedes the one that is named, or which one that supersedes."""
    if asked.relation == Relation.REVOKES or len(asked.editions) != 1:
        return None
    named = asked.editions[0]
    if not asked.by_it:
        return None if library.is_newest(named.key) else _standing(named, library)
    earlier = [edition for edition in library.instruments[named.key.instrument] if edition.key < named.key]
    return _standing(max(earlier, key=lambda edition: edition.key), library) if earlier else None


def _none(asked: RelationAsked) -> Finding | None:
    """Say that no clause has this relation; the text that is named is shown."""
    titles = tuple(number_line(edition).id for edition in asked.editions)
    reason = not_related(asked.name, asked.relation, by_it=asked.by_it)
    return Finding(Status.NOT_STATED, reason=reason, closest=titles) if titles else None


def _standing(edition: Edition, library: Library) -> Finding:
    """Say whether an edition is in force; what supersedes it is shown."""
    by = library.superseded_by(edition.key) if edition.is_adopted else ""
    newest = library.in_force(edition.key.instrument)
    newer = library.adopted(newest) if by and newest else None
    if by and newer is None:
        return Finding(Status.SUPERSEDED_ONLY, reason=superseded_only((edition.name,)))
    lead = standing_lead(edition.name, by, is_adopted=edition.is_adopted)
    return Finding(Status.ANSWERED, lead, (number_line(newer or edition),))


def _ended(name: str, by: Edition, reference: Reference) -> Finding:
    """Say that another text revokes or replaces one, and show the clause that does."""
    lead = standing_lead(name, by.name, relation=reference.relation)
    return Finding(Status.ANSWERED, lead, (ChosenClause(by, by.provision(reference.source)),))


def _whole(retrieval: Retrieval) -> Library:
    return retrieval.retriever.library.whole or retrieval.retriever.library
