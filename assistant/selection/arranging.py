"""Clauses that were chosen → the lead and what is shown: a list whole where most of it was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.rendering import Chosen, Lead, clause_lead, list_lead
from assistant.selection.structure import completed


def arranged(chosen: Sequence[Chosen]) -> tuple[Lead, tuple[Chosen, ...]]:
    """Return the lead of an answer and its clauses, each once, in the order given; there is at least one."""
    if whole := completed([(one.edition, one.provision) for one in chosen]):
        edition, above, items = whole
        return list_lead(edition, above, len(items)), tuple(Chosen(edition, one) for one in items)
    shown = tuple(dict.fromkeys(chosen))
    return clause_lead(shown), shown
