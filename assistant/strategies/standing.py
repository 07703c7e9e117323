"""Whether an edition is in force, by what the library and the catalogue know."""

from __future__ import annotations

from assistant.answer import Status
from assistant.rendering import Chosen
from assistant.rendering.leads import EditionStanding
from assistant.rendering.reasons import SupersededOnly
from assistant.scope.retrieval import Retrieval
from assistant.strategies.finding import Finding
from corpus.instruments import Edition


def by_standing(retrieval: Retrieval) -> Finding | None:
    """Answer whether the edition that a question names is in force: "Is Resolution 25 (…) in force?"."""
    edition = retrieval.query.standing
    if edition is None:
        return None
    library = retrieval.retriever.library.whole or retrieval.retriever.library
    by = library.superseded_by(edition.key) if edition.is_adopted else ""
    newest = library.in_force(edition.key.instrument)
    newer = library.adopted(newest) if by and newest else None
    if by and newer is None:
        return Finding(Status.SUPERSEDED_ONLY, reason=SupersededOnly((edition.name,)))
    lead = EditionStanding(edition.name, by, is_adopted=edition.is_adopted)
    return Finding(Status.ANSWERED, lead, (_named(newer or edition),))


def _named(edition: Edition) -> Chosen:
    """Return the line of an edition that has its number, else its title, else what it begins with."""
    lines = (edition.find(eid) for eid in ("preface__docnumber", "preface__title"))
    return Chosen(edition, next(filter(None, lines), edition.provisions[0]))
