"""Whole groups: the parts of a text, what a section lists, one after another with all their items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Status
from assistant.rendering import ChosenClause
from assistant.rendering.leads import lists_lead
from assistant.scope.retriever import Retrieval
from assistant.strategies.finding import Finding, answered_by, number_line
from assistant.strategies.refusal import not_stated
from assistant.understanding.whole_texts import OverviewKind, asks_whom, is_asked_of
from corpus.instruments import Edition, Kind, Part, Provision

_CLOSING = "conclusions__"  # begins the eIds of what stands below a text: when it was adopted
_YEAR = 4  # digits
_MOST = 3  # texts of which an overview is given at once


@dataclass(frozen=True, slots=True)
class Group:
    """A group that answers: what heads it, and its members in order."""

    edition: Edition
    heading: Provision
    members: tuple[Provision, ...]


def grouped(found: Sequence[Group]) -> Finding | None:
    """Show groups in order, each member with the list it opens."""
    if not found:
        return None
    lists: list[tuple[Edition, Provision, int]] = []
    items: list[ChosenClause] = []
    for group in found:
        opened = dict.fromkeys(part for member in group.members for part in group.edition.with_list(member))
        lists.append((group.edition, group.heading, len(opened)))
        items += [ChosenClause(group.edition, part) for part in opened]
    return Finding(Status.ANSWERED, lists_lead(lists), tuple(items))


def by_overview(retrieval: Retrieval) -> Finding | None:
    """Show what a text is about, its title and what it decides; its parts, by its headings; its adoption."""
    editions, query = retrieval.retriever.editions, retrieval.query
    if query.whole is None or query.missing or len(editions) > _MOST:
        return None
    show = _OVERVIEWS[query.whole]
    found = answered_by([ChosenClause(edition, line) for edition in editions for line in show(edition)])
    if found is None and query.whole is OverviewKind.ADOPTION:
        return not_stated([number_line(edition) for edition in editions])
    return found


def _subject(edition: Edition) -> list[Provision]:
    """Return the title of a text, and what its heads decide without telling anybody: "resolves"."""
    heads = [
        line
        for line in edition.provisions
        if line.kind == Kind.HEADING and line.head and not line.head.is_preambular and not line.head.addressee
    ]
    title = [line for line in edition.provisions if line.eid == "preface__title"]
    return [*title, *(member for head in heads for member in edition.members(head.eid))]


def _parts(edition: Edition) -> list[Provision]:
    """Return the headings of a text's parts: its heads, the numbered sections of its annexes."""
    found = []
    for line in edition.provisions:
        kind, _, number = line.eid.rpartition("__")[2].partition("_")
        is_section = kind == "sec" and number.replace("-", "0").isdigit()
        if line.kind == Kind.HEADING and (is_section or (line.part != Part.ANNEX and line.head)):
            found.append(line)
    return found


def _adoption(edition: Edition) -> list[Provision]:
    """Return the lines around a text that say the year of its adoption, with who adopted it."""
    dated = [line for line in _around(edition) if edition.adopted[:_YEAR] in line.text]
    return [line for line in _around(edition) if line in dated or line.kind == Kind.FORMULA] if dated else []


def _adopter(edition: Edition) -> list[Provision]:
    """Return the line of a text that says who adopted it."""
    return [line for line in _around(edition) if line.kind == Kind.FORMULA]


def _around(edition: Edition) -> list[Provision]:
    """Return the lines before and behind the clauses of a text."""
    return [
        line
        for line in edition.provisions
        if line.kind == Kind.FORMULA or line.part == Part.PREFACE or line.eid.startswith(_CLOSING)
    ]


_OVERVIEWS = {
    OverviewKind.SUBJECT: _subject,
    OverviewKind.PARTS: _parts,
    OverviewKind.ADOPTION: _adoption,
    OverviewKind.ADOPTER: _adopter,
}


def by_head(retrieval: Retrieval) -> Finding | None:
    """Show all that the heads of a verb govern, or the preamble, if the question asks for no more.

    "What is noted?", "What does the resolution recognize?", "What does the preamble say?"; “who?” shows the
    heads that address a body.
    """
    query, editions = retrieval.query, retrieval.retriever.editions
    if query.head is None or query.missing or query.label or len(editions) > _MOST:
        return None
    found = [
        ChosenClause(edition, line)
        for edition in editions
        for line in edition.provisions
        if is_asked_of(line, query.head)
    ]
    headings = [line for line in found if line.provision.kind == Kind.HEADING]
    if asks_whom(query.text):
        return answered_by(
            [line for line in headings or found if line.provision.head and line.provision.head.addressee]
        )
    groups = [
        Group(line.edition, line.provision, line.edition.members(line.provision.eid)) for line in headings
    ]
    return grouped(groups) or answered_by(found)


def by_section(retrieval: Retrieval) -> Finding | None:
    """Show what a section lists, if the question asks for no more than what its heading names.

    None where no text searched has such a section, or several have one.
    """
    query = retrieval.query
    named = query.lexicon.sections
    found = [
        section
        for stem in query.topic
        for section in named.get(stem, ())
        if section.is_asked_for(query.asked, query.form)
    ]
    if not found or query.label is not None or query.missing is not None:
        return None
    outer = min(found, key=lambda section: len(section.heading.eid))
    inside = {outer.heading.eid, *(item.eid for item in outer.edition.descendants(outer.heading.eid))}
    if any(section.edition is not outer.edition or section.heading.eid not in inside for section in found):
        return None
    return grouped([Group(outer.edition, outer.heading, outer.parts)])
