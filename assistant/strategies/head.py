"""All that a head governs, or whom heads address: "what is noted?", "who is invited?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.scope.retrieval import Retrieval
from assistant.strategies.duties import Group, heads_stand_apart
from assistant.strategies.finding import Finding
from assistant.strategies.groups import grouped
from corpus.heads import Head, main_verb
from corpus.instruments import Edition, Kind, Provision
from index.tokens import words

_ANY = ("told", "asked", "tasked")  # whatever the verb


def by_head(retrieval: Retrieval) -> Finding | None:
    """Show what the heads of a verb govern, item by item, or those that address somebody."""
    retriever, query = retrieval.retriever, retrieval.query
    asked = query.head
    if asked is None:
        return None
    found = list(_heads(retriever.editions, asked.verb, asked.more))
    if asked.whom:
        chosen = [
            Chosen(edition, unit)
            for edition, unit, head in found
            if head.addressee and not head.is_preambular
        ]
        return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None
    own = [Chosen(edition, unit) for edition, unit, _ in found if unit.kind != Kind.HEADING]
    if own:
        return Finding(Status.ANSWERED, clause_lead(own), tuple(own))
    return grouped([Group(edition, unit, edition.members(unit.eid)) for edition, unit, _ in found])


def _heads(editions: Sequence[Edition], verb: str, more: str) -> Iterator[tuple[Edition, Provision, Head]]:
    """Walk the heads of a verb, however it is inflected: of "noted", "noting" and "noting further".

    A paragraph of the United Nations is its own head.
    """
    wanted = words(verb)
    for edition in editions:
        kinds = (Kind.HEADING,) if heads_stand_apart(edition) else (Kind.OPERATIVE, Kind.RECITAL)
        for one in edition.provisions:
            head = one.head if one.kind in kinds else None
            is_asked = head and (verb in _ANY or words(main_verb(head.text)) == wanted)
            if head and is_asked and more in head.verb.lower():
                yield edition, one, head
