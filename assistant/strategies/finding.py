"""What a strategy finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Status
from assistant.rendering import ChosenClause, Lead, Reason, clause_lead
from assistant.selection.local import Reading
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from index.search import Hit

CLOSEST = 3
"""The number of closest clauses that a refusal names, unless a strategy sets another."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one strategy found: clauses that answer, or a status and the closest ones.

    Without a `lead` the `reason` opens the answer. `reading` is what the reader made of the hits, where it
    was asked; `hits` are those of a search of the strategy's own.
    """

    status: Status
    lead: Lead | None = None
    chosen: tuple[ChosenClause, ...] = ()
    closest: tuple[ProvisionId, ...] = ()
    reason: Reason | None = None
    reading: Reading | None = None
    hits: tuple[Hit, ...] = ()


def answered_by(chosen: Sequence[ChosenClause]) -> Finding | None:
    """Return the finding that these clauses answer, with a lead that names their source; None for none."""
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None


def ids(hits: Sequence[Hit], count: int = CLOSEST) -> tuple[ProvisionId, ...]:
    """Return the provisions of the first hits."""
    return tuple(hit.passage.provision for hit in hits[:count])


def number_line(edition: Edition) -> ChosenClause:
    """Return the line of an edition that has its number, else its title, else what it begins with."""
    lines = (edition.find(eid) for eid in ("preface__docnumber", "preface__title"))
    return ChosenClause(edition, next(filter(None, lines), edition.provisions[0]))
