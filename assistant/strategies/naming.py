"""Every clause that names a text: "which clauses mention Resolution 25?", "who cites 75/1?"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.rendering.reasons import NAMED_ELSEWHERE
from assistant.strategies.desk import Desk, Finding
from assistant.understanding.edition_names import edition_spoken_of
from assistant.understanding.naming import asks_naming, has_number_of, issuer_asked, year_asked
from assistant.understanding.question import Question
from corpus.instruments import Edition, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from index.search import Hit

_CLOSEST = 3


def by_naming(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show every clause that names the text asked about, in order: of the texts searched, else of all."""
    del hits
    if not asks_naming(question.form):
        return None
    spoken = edition_spoken_of(question.text, desk.library)
    if spoken is None:
        return None
    named = {one.key.instrument for one in spoken.editions} or _unheld(spoken.words, desk)
    newest = list(desk.library.newest)
    everywhere, meant = _chosen(newest, named), _meant(desk, question.text, newest)
    chosen = _chosen(desk.editions if meant is None else meant, named)
    if not chosen and everywhere and meant is not None:
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


def _meant(desk: Desk, question: str, newest: Sequence[Edition]) -> Sequence[Edition] | None:
    """Return the texts of the organization and the year that are asked for; None where neither is said."""
    issuer, year = issuer_asked(question), year_asked(question)
    if not issuer and year is None:
        return None
    return [
        one
        for one in (newest if year is None else desk.library.editions)
        if one.key.instrument.issuer.startswith(issuer) and year in (None, one.key.year)
    ]


def _chosen(editions: Sequence[Edition], named: set[InstrumentKey]) -> tuple[Chosen, ...]:
    """Return the clauses of other texts that name one of these instruments."""
    return tuple(
        Chosen(edition, provision)
        for edition in editions
        if edition.key.instrument not in named
        for provision in _naming(edition, named)
    )


def _naming(edition: Edition, named: set[InstrumentKey]) -> list[Provision]:
    """Return the clauses of an edition that name one of these instruments, each once, in order."""
    sources = {one.source for one in edition.references if _instrument(one) in named}
    return [one for one in edition.provisions if one.eid in sources and not one.inline]


def _instrument(reference: Reference) -> InstrumentKey:
    """Return the instrument that a reference names."""
    target = reference.target
    whole = target.edition if isinstance(target, ProvisionId) else target
    return whole.instrument if isinstance(whole, EditionKey) else whole


def _unheld(said: str, desk: Desk) -> set[InstrumentKey]:
    """Return the instruments that the texts name with the number that a question says."""
    every = {_instrument(one) for _, one in desk.library.references()}
    return {one for one in every if has_number_of(one.work, said)}
