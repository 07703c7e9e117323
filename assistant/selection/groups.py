"""Which group answers a question: everything that one body is told, the part that holds the best clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.addressees import (
    DUTY_WORDS,
    addressed_in,
    asks_duty,
    closes,
    heads_addressed,
    members,
    names_said,
    spelt_out,
    verbs_said,
)
from assistant.understanding.question import Question, Want, topic
from corpus.instruments import Edition, Provision
from index.passages import Level
from index.search import Hit, Searcher
from index.tokens import words

_LARGEST = 12  # members of a group that answers a question which does not name it
_BEST = 5  # clauses among which those of a group must be
_WHOLE = re.compile(
    r"\b(?:whole|entire|everything|take me through|walk me through|full|part on|section on)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that answers: what heads it, its members in order, and what they are called."""

    edition: Edition
    heading: Provision
    members: tuple[Provision, ...]
    noun: str = "items"
    labelled: bool = False  # whether the items' own labels or names have the noun


def duties(question: Question, editions: Sequence[Edition]) -> list[Group]:
    """Return the heads whose whole list a question asks for: everything one body is told to do.

    A question that also says what about is none of these: it is answered by one clause.
    """
    if not asks_duty(question):
        return []
    lowered = names_said(question.text)
    found = heads_addressed(lowered, editions)
    if not found:
        return []
    about = set(topic(lowered)) - DUTY_WORDS - {word for _, head, _ in found for word in words(head.text)}
    # Of "what must A do? and B?" it is B that is asked about.
    last = names_said(re.split(r"[?.!] ", question.text.strip())[-1])
    found = [one for one in found if one[1].head and addressed_in(one[1], last)] or found
    longest = max(len(body) for _, _, body in found)
    found = [one for one in found if len(one[2]) == longest]
    beside = about - {word for edition, _, _ in found for word in words(edition.title)}
    if beside and not (question.want == Want.LIST and len(editions) == 1):  # "all that it must do or adopt"
        return []
    on_topic = entitled(about, [edition for edition, _, _ in found])
    found = [one for one in found if one[0] in on_topic]
    verbs = verbs_said(lowered)
    said = [one for one in found if one[1].head and any(stem in one[1].head.verb for stem in verbs)]
    return [
        Group(edition, head, tuple(members(edition, head)), "paragraphs")
        for edition, head, _ in said or found
    ]


def entitled(about: set[str], editions: Sequence[Edition]) -> list[Edition]:
    """Return, of some texts, those whose titles have most of what a question is about; all, if none has."""
    had = [len(about & set(words(one.title))) for one in editions]
    return [one for one, count in zip(editions, had, strict=True) if count == max(had)]


def addressed(name: str, editions: Sequence[Edition]) -> list[Group]:
    """Return, for the name of a body, all that each head addressed to it governs."""
    return [
        Group(edition, head, tuple(members(edition, head)))
        for edition, head, _ in heads_addressed(spelt_out(name), editions)
    ]


def sections(question: Question, searcher: Searcher, editions: Sequence[Edition]) -> list[Group]:
    """Return the list, or for a whole part the section, that holds the best clauses.

    A list that was merely named needs two of its items among the best; a section is only given
    to a question that asks for a whole.
    """
    keys = {edition.key for edition in editions}

    def find(level: Level, top: int) -> Sequence[Hit]:
        return searcher.search(question.text, level=level, top=top, editions=keys)

    leaves = [str(hit.passage.provision) for hit in find(Level.LEAF, _BEST)]
    levels = (Level.LIST, Level.SECTION) if _WHOLE.search(question.text) else (Level.LIST,)
    found: list[tuple[int, float, Group]] = []
    for hit in (hit for level in levels for hit in find(level, 3)):
        edition = next(one for one in editions if one.key == hit.passage.edition)
        if not 2 <= len(hit.passage.members) <= _LARGEST:
            continue
        members = [edition.provision(eid) for eid in hit.passage.members]
        group = Group(
            edition, edition.provision(hit.passage.eid), tuple(one for one in members if not closes(one))
        )
        shared = sum(str(edition.id_of(one)) in leaves for one in (group.heading, *group.members))
        found.append((shared, hit.dense or 0.0, group))
    best = max(found, key=lambda one: one[:2], default=None)
    return [best[2]] if best and best[0] >= 2 else []
