"""Every clause that names a text: "which clauses mention Resolution 25?", "who cites 75/1?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.strategies.desk import Desk, Finding
from assistant.understanding.edition_names import edition_spoken_of
from assistant.understanding.forms import any_of
from assistant.understanding.question import Question
from corpus.instruments import Edition, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from index.search import Hit

_ASKED = any_of(
    r"\b(?:which|what|where|each|every|all|any|list|show|find|name|who|places?|how many)\b.*"
    r"\b(?:clauses?|paragraphs?|provisions?|recitals?|texts?|resolutions?|decisions?|places?|passages?|where|"
    r"parts?|who|else|others?|instruments?|documents?|editions?|revisions?|versions?)\b",
    r"^(?:clauses?|paragraphs?|provisions?|recitals?|texts?|places?)\b",
)
_WHOSE = re.compile(
    r"\b(?P<whose>ITU|UN|UNGA|GA|United Nations|General Assembly) "
    r"(?:texts?|resolutions?|decisions?|documents?|instruments?)\b(?! \d)"
)
_OF_YEAR = re.compile(
    r"\b(?:texts?|resolutions?|decisions?|documents?|instruments?) (?:of|from|in) (?:the year )?(\d{4})\b"
    r"|\b(\d{4}) (?:texts?|resolutions?|decisions?|documents?|instruments?)\b",
    re.IGNORECASE,
)
_CLOSEST = 3


def by_naming(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show every clause that names the text asked about, in order: of the texts searched, else of all."""
    del hits
    if not _ASKED.search(question.form):
        return None
    spoken = edition_spoken_of(question.text, desk.library)
    if spoken is None:
        return None
    named = {one.key.instrument for one in spoken.editions} or _unheld(spoken.words, desk)
    in_force = [one for one in desk.library.editions if desk.library.is_in_force(one.key)]
    everywhere, meant = _chosen(in_force, named), _meant(desk, question.text, in_force)
    chosen = _chosen(desk.editions if meant is None else meant, named)
    if not chosen and everywhere and meant is not None:
        return _named_by_others(everywhere)
    chosen = chosen or everywhere
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen) if chosen else None


def _named_by_others(chosen: Sequence[Chosen]) -> Finding:
    """Say that none of the texts asked for names a text that others name."""
    return Finding(
        Status.NOT_STATED,
        "No text of those asked for names this one; others do.",
        closest=tuple(one.edition.id_of(one.provision) for one in chosen[:_CLOSEST]),
        reason="none of the texts asked for names it",
    )


def _meant(desk: Desk, question: str, in_force: Sequence[Edition]) -> Sequence[Edition] | None:
    """Return the texts of the organization and the year that are asked for; None where neither is said."""
    whose, year = _WHOSE.search(question), _OF_YEAR.search(question)
    if not whose and not year:
        return None
    issuer = ("itu" if whose["whose"] == "ITU" else "un") if whose else ""
    adopted = int(next(filter(None, year.groups()))) if year else None
    return [
        one
        for one in (desk.library.editions if year else in_force)
        if one.key.instrument.issuer.startswith(issuer) and adopted in (None, one.key.year)
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
    number = re.search(r"\d+(?:/\d+)?", said)
    if number is None:
        return set()
    work = number.group().replace("/", "-")
    every = {_instrument(one) for _, one in desk.library.references()}
    return {one for one in every if re.fullmatch(rf"[a-z]+-{work}", one.work)}
