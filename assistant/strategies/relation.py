"""What a text revokes, replaces or amends, and what does so to it."""

from __future__ import annotations

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.scope.retrieval import Retrieval
from assistant.strategies.finding import Finding
from assistant.understanding.relations import RelationAsked
from corpus.instruments import Edition, Reference


def by_relation(retrieval: Retrieval) -> Finding | None:
    """Show the clauses that do to another text what the question asks: "What does A.1126(30) revoke?"."""
    asked, library = retrieval.query.relation, retrieval.retriever.library
    if asked is None:
        return None
    found = [
        (edition, reference)
        for edition, reference in (library.whole or library).references()
        if reference.relation and _is_between(edition, reference, asked)
    ]
    meant = [row for row in found if row[1].relation in asked.relations] or found
    clauses = {(edition.key, reference.source): edition for edition, reference in meant}
    chosen = tuple(Chosen(edition, edition.provision(source)) for (_, source), edition in clauses.items())
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen) if chosen else None


def _is_between(edition: Edition, reference: Reference, asked: RelationAsked) -> bool:
    """Return True if a reference leads from and to the texts that are asked about, where they are named."""
    return asked.by in (None, edition.key.instrument) and asked.on in (None, reference.instrument)
