"""Clauses that were chosen → the lead and what is shown: a list whole where most of it was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from assistant.rendering import Chosen, Lead, clause_lead, list_lead
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId

_WHOLE = 1.5  # how many times as many items as were chosen a list may have to be shown whole
_SEVERAL = 3  # candidates that are items of one list, or open it, for the rest of it to be shown
_LONGEST = 12  # items of a list whose rest is shown beside candidates
_PARAGRAPHS = (Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH)

Unit = tuple[Edition, Provision]
One = TypeVar("One")


def arranged(chosen: Sequence[Chosen]) -> tuple[Lead, tuple[Chosen, ...]]:
    """Return the lead of an answer and its clauses, each once, in the order given; there is at least one."""
    own = {(one.edition.key, one.provision.eid): one for one in reversed(chosen)}
    found = [
        own.get((of.key, one.eid)) or Chosen(of, one)
        for of, one in completed([(one.edition, one.provision) for one in chosen])
    ]
    if whole := whole_list([(one.edition, one.provision) for one in found]):
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


def completed(units: Sequence[Unit]) -> list[Unit]:
    """Return clauses, each once, and where most items of a list are among them, all of that list."""
    chosen = {edition.id_of(one) for edition, one in units}
    shown: dict[ProvisionId, Unit] = {}
    for edition, one in units:
        above = edition.find(one.parent)
        own = edition.items(above.eid) if above and _is_item(one, above) else ()
        most = max(2, len(own) / _WHOLE)
        is_whole = one in own and sum(edition.id_of(item) in chosen for item in own) >= most
        shown |= {edition.id_of(item): (edition, item) for item in (own if is_whole else [one])}
    return list(shown.values())


def with_lists(units: Sequence[Unit]) -> list[Unit]:
    """Return candidates, the likeliest first, and behind them the rest of a list that has several."""
    shown = {edition.id_of(one): (edition, one) for edition, one in units}
    lists = [(edition, above) for edition, one in units if (above := _list_of(edition, one))]
    for edition, above in dict.fromkeys(lists):
        items = edition.items(above.eid)
        if lists.count((edition, above)) >= _SEVERAL and len(items) <= _LONGEST:
            shown |= {id_: (edition, one) for one in items if (id_ := edition.id_of(one)) not in shown}
    return list(shown.values())


def _list_of(edition: Edition, one: Provision) -> Provision | None:
    """Return what introduces the list that a clause opens or is an item of."""
    if one.kind != Kind.HEADING and edition.items(one.eid):
        return one
    above = edition.find(one.parent)
    return above if above and _is_item(one, above) else None


def _is_item(one: Provision, above: Provision) -> bool:
    """Return True for an item of a list; a paragraph below a heading is none: it stands by itself."""
    return one.is_member and not (above.kind == Kind.HEADING and one.kind in _PARAGRAPHS)


def whole_list(units: Sequence[Unit]) -> tuple[Edition, Provision, tuple[Provision, ...]] | None:
    """Return the list that clauses are, with what introduces it, if they are all of one and nothing else.

    What introduces the list may be among the clauses: it is shown with the list and not counted.
    """
    edition = units[0][0]
    for above in dict.fromkeys(edition.find(one.parent) for _, one in units):
        own = edition.items(above.eid) if above else ()
        listed = [edition.id_of(one) for one in own]
        if (
            above
            and len(own) > 1
            and listed == [id_ for of, one in units if (id_ := of.id_of(one)) != edition.id_of(above)]
        ):
            return edition, above, own
    return None


def in_order(found: Sequence[One], units: Sequence[Unit]) -> list[One]:
    """Return what was found in the order of the text, text by text; `units` are the clauses of the found."""
    texts = list(dict.fromkeys(edition.key for edition, _ in units))
    places = [
        (texts.index(edition.key), edition.provisions.index(one), at)
        for at, (edition, one) in enumerate(units)
    ]
    return [found[at] for _, _, at in sorted(places)]
