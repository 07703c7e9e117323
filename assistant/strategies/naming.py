"""Every clause that names a text: "which clauses mention Resolution 25?", "who cites 75/1?"."""

from __future__ import annotations

from collections.abc import Sequence, Set

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.rendering.reasons import NAMED_ELSEWHERE
from assistant.scope.retrieval import Retrieval
from assistant.scope.retriever import Retriever
from assistant.scope.scope import ScopeReason
from assistant.strategies.finding import Finding
from assistant.understanding.naming import NamingAsked
from corpus.instruments import Edition, Provision
from corpus.issuers import organisation
from corpus.keys import InstrumentKey

_CLOSEST = 3


def by_naming(retrieval: Retrieval) -> Finding | None:
    """Show every clause that names the text asked about, in order: of the texts searched, else of all."""
    retriever, query = retrieval.retriever, retrieval.query
    asked = query.naming
    if asked is None:
        return None
    everywhere, meant = _chosen(retriever.library.newest, asked.instruments), _meant(retriever, asked)
    chosen = _chosen(retriever.editions if meant is None else meant, asked.instruments)
    of_some = meant is not None or retriever.scope.reason == ScopeReason.NAMED
    if not chosen and everywhere and of_some:
        return _named_by_others(everywhere)
    chosen = chosen or everywhere
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen) if chosen else None


def _named_by_others(chosen: Sequence[Chosen]) -> Finding:
    """Say that none of the texts asked for names a text that others name."""
    return Finding(
        Status.NOT_STATED,
        reason=NAMED_ELSEWHERE,
        closest=tuple(one.edition.id_of(one.provision) for one in chosen[:_CLOSEST]),
    )


def _meant(retriever: Retriever, asked: NamingAsked) -> Sequence[Edition] | None:
    """Return the texts of the organization and the year that are asked for; None where neither is said."""
    if not asked.issuer and asked.year is None:
        return None
    library = retriever.library
    return [
        one
        for one in (library.newest if asked.year is None else library.editions)
        if asked.issuer in ("", organisation(one.key.instrument)) and asked.year in (None, one.key.year)
    ]


def _chosen(editions: Sequence[Edition], named: Set[InstrumentKey]) -> tuple[Chosen, ...]:
    """Return the clauses of other texts that name one of these instruments."""
    return tuple(
        Chosen(edition, provision)
        for edition in editions
        if edition.key.instrument not in named
        for provision in _naming(edition, named)
    )


def _naming(edition: Edition, named: Set[InstrumentKey]) -> list[Provision]:
    """Return the clauses of an edition that name one of these instruments, each once, in order."""
    sources = {one.source for one in edition.references if one.instrument in named}
    return [one for one in edition.provisions if one.eid in sources and not one.inline]
