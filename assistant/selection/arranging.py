"""Clauses that were chosen → the lead and what is shown: a list whole where most of it was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.rendering import Chosen, Lead, clause_lead, list_lead
from assistant.selection.structure import completed, whole_list


def arranged(chosen: Sequence[Chosen]) -> tuple[Lead, tuple[Chosen, ...]]:
    """Return the lead of an answer and its clauses, each once, in the order given; there is at least one."""
    found = completed([(one.edition, one.provision) for one in chosen])
    if whole := whole_list(found):
        edition, above, items = whole
        return list_lead(edition, above, len(items)), tuple(Chosen(edition, one) for one in items)
    stretches = {one.edition.id_of(one.provision): one for one in reversed(chosen)}
    shown = tuple(stretches.get(edition.id_of(one)) or Chosen(edition, one) for edition, one in found)
    return clause_lead(shown), shown
