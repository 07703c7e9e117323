"""Which group answers a question: everything that one body is told to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.addressees import (
    DUTY_WORDS,
    addressed_in,
    asks_duty,
    heads_addressed,
    last_sentence,
    members,
    names_said,
    verbs_said,
)
from assistant.understanding.question import Question, topic
from corpus.instruments import Edition, Provision
from index.tokens import words


@dataclass(frozen=True, slots=True)
class Group:
    """A group that answers: what heads it, and its members in order."""

    edition: Edition
    heading: Provision
    members: tuple[Provision, ...]


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
    last = names_said(last_sentence(question.text))
    found = [one for one in found if one[1].head and addressed_in(one[1], last)] or found
    longest = max(len(body) for _, _, body in found)
    found = [one for one in found if len(one[2]) == longest]
    beside = about - {word for edition, _, _ in found for word in words(edition.title)}
    if beside:
        return []
    on_topic = entitled(about, [edition for edition, _, _ in found])
    found = [one for one in found if one[0] in on_topic]
    verbs = verbs_said(lowered)
    said = [one for one in found if one[1].head and any(stem in one[1].head.verb for stem in verbs)]
    return [Group(edition, head, tuple(members(edition, head))) for edition, head, _ in said or found]


def entitled(about: set[str], editions: Sequence[Edition]) -> list[Edition]:
    """Return, of some texts, those whose titles have most of what a question is about; all, if none has."""
    had = [len(about & set(words(one.title))) for one in editions]
    return [one for one, count in zip(editions, had, strict=True) if count == max(had)]
