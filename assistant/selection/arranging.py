"""Clauses that were chosen → the lead and what is shown: a list whole where most of it was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.rendering import ChosenClause, Lead, clause_lead, list_lead
from assistant.understanding.sections import announced
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId

_WHOLE = 1.5  # how many times as many items as were chosen a list may have to be shown whole
_SEVERAL = 3  # candidates that are items of one list, or open it, for the rest of it to be shown
_LONGEST = 12  # items of a list whose rest is shown beside candidates
_PARAGRAPHS = (Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH)


def arranged(chosen: Sequence[ChosenClause]) -> tuple[Lead, tuple[ChosenClause, ...]]:
    """Return the lead of an answer and its clauses, each once, in the order given; there is at least one."""
    found = completed(chosen)
    if whole := whole_list(found):
        edition, above, items = whole
        lead = list_lead(edition, above, len(announced(items, edition)))
        return lead, _opened([ChosenClause(edition, item) for item in items])
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


def completed(chosen: Sequence[ChosenClause]) -> list[ChosenClause]:
    """Return clauses, each once, and where most items of a list are among them, all of that list."""
    by_id = {clause.id: clause for clause in reversed(chosen)}
    shown: dict[ProvisionId, ChosenClause] = {}
    for clause in chosen:
        edition, above = clause.edition, clause.edition.find(clause.provision.parent)
        items = edition.items(above.eid) if above and _is_item(clause.provision, above) else ()
        most = max(2, len(items) / _WHOLE)
        is_whole = clause.provision in items and sum(edition.id_of(item) in by_id for item in items) >= most
        for part in [ChosenClause(edition, item) for item in items] if is_whole else [clause]:
            shown.setdefault(part.id, by_id.get(part.id, part))
    return list(shown.values())


def with_lists(likely: Sequence[ChosenClause]) -> list[ChosenClause]:
    """Return candidates, the likeliest first, and behind them the rest of a list that has several."""
    shown = {clause.id: clause for clause in likely}
    lists = [(clause.edition, above) for clause in likely if (above := _list_of(clause))]
    for edition, above in dict.fromkeys(lists):
        items = edition.items(above.eid)
        if lists.count((edition, above)) >= _SEVERAL and len(items) <= _LONGEST:
            for item in items:
                shown.setdefault(edition.id_of(item), ChosenClause(edition, item))
    return list(shown.values())


def _list_of(clause: ChosenClause) -> Provision | None:
    """Return what introduces the list that a clause opens or is an item of."""
    edition, provision = clause.edition, clause.provision
    if provision.kind != Kind.HEADING and edition.items(provision.eid):
        return provision
    above = edition.find(provision.parent)
    return above if above and _is_item(provision, above) else None


def _is_item(provision: Provision, above: Provision) -> bool:
    """Return True for an item of a list; a paragraph below a heading is none: it stands by itself."""
    return provision.is_member and not (above.kind == Kind.HEADING and provision.kind in _PARAGRAPHS)


def whole_list(
    chosen: Sequence[ChosenClause],
) -> tuple[Edition, Provision, tuple[Provision, ...]] | None:
    """Return the list that clauses are, with what introduces it, if they are all of one and nothing else.

    What introduces the list may be among the clauses: it is shown with the list and not counted.
    """
    edition = chosen[0].edition
    for above in dict.fromkeys(edition.find(clause.provision.parent) for clause in chosen):
        items = edition.items(above.eid) if above else ()
        listed = [edition.id_of(item) for item in items]
        if (
            above
            and len(items) > 1
            and listed == [clause.id for clause in chosen if clause.id != edition.id_of(above)]
        ):
            return edition, above, items
    return None


def in_order(chosen: Sequence[ChosenClause]) -> list[ChosenClause]:
    """Return clauses in the order of each text; the texts stay as they come."""
    texts = list(dict.fromkeys(clause.edition.key for clause in chosen))
    return sorted(
        chosen,
        key=lambda clause: (
            texts.index(clause.edition.key),
            clause.edition.provisions.index(clause.provision),
        ),
    )
