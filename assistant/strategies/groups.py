"""Whole groups: what one body is told to do, the parts of a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead, list_lead
from assistant.rendering.leads import Lists
from assistant.scope.retrieval import Retrieval
from assistant.strategies.duties import Group, duties
from assistant.strategies.finding import Finding
from assistant.understanding.whole_texts import Whole, says_who_adopted
from corpus.instruments import Edition, Kind, Part, Provision


def by_overview(retrieval: Retrieval) -> Finding | None:
    """Show what a text is about, who adopted it, its recitals, or its parts, by its own headings."""
    retriever, query = retrieval.retriever, retrieval.query
    if query.whole is None or query.missing:
        return None
    found = [(edition, _SHOWING[query.whole](edition)) for edition in retriever.editions]
    chosen = [
        Chosen(edition, one)
        for edition, units in found
        for one in ([unit for unit in units if unit.part == Part.ANNEX] if query.asks_annex else []) or units
    ]
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None


def _subject(edition: Edition) -> list[Provision]:
    """Return what says what a text is about: its title, and what it decides."""
    title = [one for one in edition.provisions if one.eid == "preface__title"]
    return [*title, *(one for head in _deciding(edition) for one in edition.members(head.eid))]


def _parts(edition: Edition) -> list[Provision]:
    """Return the headings of a text's parts: its heads, the sections of its annexes."""
    headings = [one for one in edition.provisions if one.kind == Kind.HEADING]
    return [one for one in headings if _is_section(one) or (one.part != Part.ANNEX and one.head)]


def _is_section(heading: Provision) -> bool:
    """Return True for the heading of a numbered section."""
    kind, _, number = heading.eid.rpartition("__")[2].partition("_")
    return kind == "sec" and number.replace("-", "0").isdigit()


def _summary(edition: Edition) -> list[Provision]:
    """Return what a text is about, with the headings of its annexes."""
    return [*_subject(edition), *(one for one in _parts(edition) if one.part == Part.ANNEX)]


def _recitals(edition: Edition) -> list[Provision]:
    return [one for one in edition.provisions if one.kind == Kind.RECITAL]


def _adopting(edition: Edition) -> list[Provision]:
    """Return what says who adopted a text, and when: its statement, else the formula."""
    stated = [one for one in edition.provisions if one.kind == Kind.PARAGRAPH and one.part == Part.PREFACE]
    stated = [one for one in stated if says_who_adopted(one.text)]
    return stated or [one for one in edition.provisions if one.kind == Kind.FORMULA]


def _tasks(edition: Edition) -> list[Provision]:
    """Return all that bodies are told to do, head by head."""
    heads = [one for one in edition.provisions if one.kind == Kind.HEADING and one.head]
    return [
        one
        for head in heads
        if head.head and head.head.addressee and not head.head.is_preambular
        for one in edition.members(head.eid)
    ]


def _deciding(edition: Edition) -> list[Provision]:
    """Return the heads that decide without telling anybody: "resolves", "decides"."""
    heads = [one for one in edition.provisions if one.kind == Kind.HEADING and one.head]
    return [one for one in heads if one.head and not one.head.is_preambular and not one.head.addressee]


_SHOWING: dict[Whole, Callable[[Edition], list[Provision]]] = {
    Whole.SUMMARY: _summary,
    Whole.SUBJECT: _subject,
    Whole.ADOPTION: _adopting,
    Whole.RECITALS: _recitals,
    Whole.PARTS: _parts,
    Whole.TASKS: _tasks,
}
"""Which provisions of a text show what is asked of it as a whole."""


def by_duties(retrieval: Retrieval) -> Finding | None:
    """Show everything that one body is told to do."""
    retriever, query = retrieval.retriever, retrieval.query
    return grouped(duties(query.duty, retriever.editions)) if query.duty else None


def grouped(found: Sequence[Group]) -> Finding | None:
    """Show groups, one after another, every item in its order."""
    if not found:
        return None
    found = [replace(group, members=_opened(group)) for group in found]
    items = tuple(Chosen(group.edition, one) for group in found for one in group.members)
    lists = tuple(list_lead(group.edition, group.heading, len(group.members)) for group in found)
    return Finding(Status.ANSWERED, Lists(lists, len(items)), items)


def _opened(group: Group) -> tuple[Provision, ...]:
    """Return the members of a group, those that open a list with its items."""
    return tuple(dict.fromkeys(one for member in group.members for one in group.edition.with_list(member)))
