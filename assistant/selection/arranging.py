"""Clauses that were chosen → the lead and what is shown: a list whole where most of it was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.rendering import Chosen, Lead, clause_lead, list_lead
from assistant.selection.structure import Unit, completed, whole_list


def arranged(chosen: Sequence[Chosen]) -> tuple[Lead, tuple[Chosen, ...]]:
    """Return the lead of an answer and its clauses, each once, in the order given; there is at least one."""
    own = {(one.edition.key, one.provision.eid): one for one in reversed(chosen)}
    found = [own.get((of.key, one.eid)) or Chosen(of, one) for of, one in completed(_units(chosen))]
    if whole := whole_list(_units(found)):
        edition, above, items = whole
        return list_lead(edition, above, len(items)), _opened([Chosen(edition, one) for one in items])
    shown = _opened(found)
    return clause_lead(shown), shown


def _opened(chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Return clauses, each once; one whose words end with a colon is followed by the list that it opens."""
    found: dict[tuple[object, str], Chosen] = {}
    for one in chosen:
        is_open = one.quote.rstrip().endswith(":")
        opened = one.edition.with_list(one.provision)[1:] if is_open else ()
        for part in (one, *(Chosen(one.edition, item) for item in opened)):
            found.setdefault((part.edition.key, part.provision.eid), part)
    return tuple(found.values())


def _units(chosen: Sequence[Chosen]) -> list[Unit]:
    """Return clauses with their editions."""
    return [(one.edition, one.provision) for one in chosen]
