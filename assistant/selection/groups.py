"""Which group answers a question: everything that one body is told to do."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from assistant.understanding.addressees import DutyAsked, addressed_in, heads_addressed, members
from corpus.instruments import Edition, Provision
from index.tokens import words


@dataclass(frozen=True, slots=True)
class Group:
    """A group that answers: what heads it, and its members in order."""

    edition: Edition
    heading: Provision
    members: tuple[Provision, ...]


def duties(asked: DutyAsked, editions: Sequence[Edition]) -> list[Group]:
    """Return the heads whose whole list a question asks for: everything one body is told to do.

    A question that also says what about is none of these: it is answered by one clause.
    """
    found = heads_addressed(asked.bodies, editions)
    if not found:
        return []
    about = asked.about - {word for _, head, _ in found for word in words(head.text)}
    found = [one for one in found if one[1].head and addressed_in(one[1], asked.last)] or found
    longest = max(len(body) for _, _, body in found)
    found = [one for one in found if len(one[2]) == longest]
    beside = about - {word for edition, _, _ in found for word in words(edition.title)}
    if beside:
        return []
    on_topic = entitled(about, [edition for edition, _, _ in found])
    found = [one for one in found if one[0] in on_topic]
    said = [one for one in found if one[1].head and any(stem in one[1].head.verb for stem in asked.verbs)]
    return [Group(edition, head, tuple(members(edition, head))) for edition, head, _ in said or found]


def entitled(about: Set[str], editions: Sequence[Edition]) -> list[Edition]:
    """Return, of some texts, those whose titles have most of what a question is about; all, if none has."""
    had = [len(about & set(words(one.title))) for one in editions]
    return [one for one, count in zip(editions, had, strict=True) if count == max(had)]
