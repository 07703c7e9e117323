"""Every clause that has a phrase, or names a text; the clauses by which a text names others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.rendering.leads import phrases_lead
from assistant.rendering.reasons import NAMED_ELSEWHERE, not_quoted
from assistant.scope.retriever import Retrieval
from assistant.scope.scope import ScopeReason
from assistant.strategies.finding import Finding, ids
from assistant.understanding.literal import has_phrase
from corpus.instruments import Edition
from corpus.keys import InstrumentKey

_MOST = 30  # clauses with a quoted phrase that are shown
_CLOSEST = 3


def by_phrase(retrieval: Retrieval) -> Finding | None:
    """Show every clause that has a phrase word for word, counted by text, or say that none has it."""
    query = retrieval.query
    phrases = query.phrases or tuple(filter(None, (query.mention,)))
    if not phrases:
        return None
    found = tuple(
        Chosen(edition, one)
        for edition, one in retrieval.retriever.provisions()
        if not one.inline and all(has_phrase(one, phrase) for phrase in phrases)
    )
    if not found:
        closest = ids(retrieval.hits, _CLOSEST)
        return Finding(Status.NOT_IN_CORPUS, reason=not_quoted(phrases), closest=closest)
    counts = Counter(one.edition.name for one in found)
    shown = found[:_MOST]
    return Finding(Status.ANSWERED, phrases_lead(phrases, counts.most_common(), len(shown)), shown)


def by_naming(retrieval: Retrieval) -> Finding | None:
    """Show every clause that names the text asked about, in order: of the texts searched, else of all."""
    retriever, asked = retrieval.retriever, retrieval.query.naming
    everywhere = _naming(retriever.library.newest, asked)
    chosen = _naming(retriever.editions, asked)
    if not chosen and everywhere and retriever.scope.reason == ScopeReason.NAMED:
        closest = tuple(one.edition.id_of(one.provision) for one in everywhere[:_CLOSEST])
        return Finding(Status.NOT_STATED, reason=NAMED_ELSEWHERE, closest=closest)
    chosen = chosen or everywhere
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen) if chosen else None


def by_references(retrieval: Retrieval) -> Finding | None:
    """Show every clause that names another text, for a question about all of them."""
    chosen = _naming(retrieval.retriever.editions) if retrieval.query.asks_cited else ()
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen) if chosen else None


def _naming(editions: Iterable[Edition], named: Set[InstrumentKey] | None = None) -> tuple[Chosen, ...]:
    """Return the clauses of texts that name another one, or one of these instruments, each once, in order."""
    found: list[Chosen] = []
    for edition in editions:
        own = edition.key.instrument
        sources = {
            one.source
            for one in edition.references
            if own != one.instrument and (named is None or (one.instrument in named and own not in named))
        }
        found += [Chosen(edition, one) for one in edition.provisions if one.eid in sources and not one.inline]
    return tuple(found)
