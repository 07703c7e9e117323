"""Clauses that were chosen → the lead and what is shown: a list whole where most of it was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from assistant.rendering import ChosenClause, Lead, clause_lead, list_lead
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId

_WHOLE = 1.5  # how many times as many items as were chosen a list may have to be shown whole
_SEVERAL = 3  # candidates that are items of one list, or open it, for the rest of it to be shown
_LONGEST = 12  # items of a list whose rest is shown beside candidates
_PARAGRAPHS = (Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH)

Unit = tuple[Edition, Provision]
One = TypeVar("One")


def arranged(chosen: Sequence[ChosenClause]) -> tuple[Lead, tuple[ChosenClause, ...]]:
    """Return the lead of an answer and its clauses, each once, in the order given; there is at least one."""
    by_id = {clause.id: clause for clause in reversed(chosen)}
    found = [
        by_id.get(text.id_of(clause)) or ChosenClause(text, clause)
        for text, clause in completed([(clause.edition, clause.provision) for clause in chosen])
    ]
    if whole := whole_list([(clause.edition, clause.provision) for clause in found]):
        edition, above, items = whole
        return list_lead(edition, above, len(items)), _opened([ChosenClause(edition, item) for item in items])
    shown = _opened(found)
    return clause_lead(shown), shown


def _opened(chosen: Sequence[ChosenClause]) -> tuple[ChosenClause, ...]:
    """Return clauses, each once; one whose words end with a colon is followed by the list that it opens."""
    found: dict[ProvisionId, ChosenClause] = {}
    for clause in chosen:
        is_open = clause.quote.rstrip().endswith(":")
        opened = clause.edition.with_list(clause.provision)[1:] if is_open else ()
        for part in (clause, *(ChosenClause(clause.edition, item) for item in opened)):
            found.setdefault(part.id, part)
    return tuple(found.values())


def completed(units: Sequence[Unit]) -> list[Unit]:
    """Return clauses, each once, and where most items of a list are among them, all of that list."""
    chosen = {edition.id_of(provision) for edition, provision in units}
    shown: dict[ProvisionId, Unit] = {}
    for edition, provision in units:
        above = edition.find(provision.parent)
        items = edition.items(above.eid) if above and _is_item(provision, above) else ()
        most = max(2, len(items) / _WHOLE)
        is_whole = provision in items and sum(edition.id_of(item) in chosen for item in items) >= most
        shown |= {edition.id_of(item): (edition, item) for item in (items if is_whole else [provision])}
    return list(shown.values())


def with_lists(units: Sequence[Unit]) -> list[Unit]:
    """Return candidates, the likeliest first, and behind them the rest of a list that has several."""
    shown = {edition.id_of(provision): (edition, provision) for edition, provision in units}
    lists = [(edition, above) for edition, provision in units if (above := _list_of(edition, provision))]
    for edition, above in dict.fromkeys(lists):
        items = edition.items(above.eid)
        if lists.count((edition, above)) >= _SEVERAL and len(items) <= _LONGEST:
            shown |= {id_: (edition, item) for item in items if (id_ := edition.id_of(item)) not in shown}
    return list(shown.values())


def _list_of(edition: Edition, provision: Provision) -> Provision | None:
    """Return what introduces the list that a clause opens or is an item of."""
    if provision.kind != Kind.HEADING and edition.items(provision.eid):
        return provision
    above = edition.find(provision.parent)
    return above if above and _is_item(provision, above) else None


def _is_item(provision: Provision, above: Provision) -> bool:
    """Return True for an item of a list; a paragraph below a heading is none: it stands by itself."""
    return provision.is_member and not (above.kind == Kind.HEADING and provision.kind in _PARAGRAPHS)


def whole_list(units: Sequence[Unit]) -> tuple[Edition, Provision, tuple[Provision, ...]] | None:
    """Return the list that clauses are, with what introduces it, if they are all of one and nothing else.

    What introduces the list may be among the clauses: it is shown with the list and not counted.
    """
    edition = units[0][0]
    for above in dict.fromkeys(edition.find(provision.parent) for _, provision in units):
        items = edition.items(above.eid) if above else ()
        listed = [edition.id_of(item) for item in items]
        if (
            above
            and len(items) > 1
            and listed == [id_ for text, item in units if (id_ := text.id_of(item)) != edition.id_of(above)]
        ):
            return edition, above, items
    return None


def in_order(found: Sequence[One], units: Sequence[Unit]) -> list[One]:
    """Return `found` in the order of the texts; `units` are the clauses, one for each."""
    texts = list(dict.fromkeys(edition.key for edition, _ in units))
    places = [
        (texts.index(edition.key), edition.provisions.index(provision), at)
        for at, (edition, provision) in enumerate(units)
    ]
    return [found[at] for _, _, at in sorted(places)]
