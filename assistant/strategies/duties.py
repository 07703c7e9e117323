"""Everything that one body is told to do: under the heads of a text, or in its paragraphs.

A paragraph of the United Nations is its own head, and may go on to ask others: "Welcomes …, and requests
the Secretary-General to …". What one body is told is gathered over the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from assistant.understanding.addressees import (
    DutyAsked,
    addressed_in,
    addressee_named,
    heads_addressed,
    members,
)
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Provision
from corpus.mandates import list_head
from corpus.requests import mandates
from index.tokens import words

_MOST = 3  # texts whose paragraphs are shown together, however many they are
_FEW = 12  # paragraphs that are shown together, of however many texts
_TITLE = "preface__title", "preface__docnumber"


@dataclass(frozen=True, slots=True)
class Group:
    """A group that answers: what heads it, and its members in order."""

    edition: Edition
    heading: Provision
    members: tuple[Provision, ...]


def duties(asked: DutyAsked, editions: Sequence[Edition]) -> list[Group]:
    """Return all that a body is told; nothing where a question says what about: one clause answers it."""
    return _under_heads(asked, editions) or _in_paragraphs(asked, editions)


def _under_heads(asked: DutyAsked, editions: Sequence[Edition]) -> list[Group]:
    """Return the heads that tell the body, each with all that it governs."""
    found = heads_addressed(asked.bodies, editions)
    if not found:
        return []
    about = asked.about - {word for _, head, body in found for word in words(f"{head.text} {body}")}
    found = [one for one in found if one[1].head and addressed_in(one[1], asked.last)] or found
    longest = max(len(body) for _, _, body in found)
    found = [one for one in found if len(one[2]) == longest]
    beside = about - {word for edition, _, _ in found for word in words(edition.title)}
    if beside:
        return []
    on_topic = _entitled(about, [edition for edition, _, _ in found])
    found = [one for one in found if one[0] in on_topic]
    verbs = [(one, one[1].head.verb.lower()) for one in found if one[1].head]
    said = [one for one, verb in verbs if any(stem in verb for stem in asked.verbs)]
    return [Group(edition, head, tuple(members(edition, head))) for edition, head, _ in said or found]


def _entitled(about: Set[str], editions: Sequence[Edition]) -> list[Edition]:
    """Return, of some texts, those whose titles have most of what a question is about; all, if none has."""
    had = [len(about & set(words(one.title))) for one in editions]
    return [one for one, count in zip(editions, had, strict=True) if count == max(had)]


def _in_paragraphs(asked: DutyAsked, editions: Sequence[Edition]) -> list[Group]:
    """Return, for each text whose paragraphs are their own heads, those that ask something of the body."""
    paragraphs = {
        edition: own
        for edition in editions
        if not heads_stand_apart(edition) and (own := _asking(edition, asked.bodies))
    }
    about = asked.about - {
        word for own in paragraphs.values() for _, head in own for word in words(str(head))
    }
    beside = about - {word for edition in paragraphs for word in words(edition.title)}
    if not paragraphs or beside:
        return []
    found = {edition: paragraphs[edition] for edition in _entitled(about, list(paragraphs))}
    said = {edition: by_verb for edition, own in found.items() if (by_verb := _by_verb(own, asked.verbs))}
    found = said or found
    if len(found) > _MOST and sum(map(len, found.values())) > _FEW:
        return []
    return [Group(edition, _title(edition), tuple(_members(edition, own))) for edition, own in found.items()]


def heads_stand_apart(edition: Edition) -> bool:
    """Return True if a text's heads stand above what they govern; else paragraphs begin with their verb."""
    return any(one.kind == Kind.HEADING and one.head for one in edition.provisions)


def _asking(edition: Edition, lowered: str) -> list[tuple[Provision, Head]]:
    """Return the paragraphs that ask something of the body a text names, and the asking words."""
    found = [
        (len(name), one, head)
        for one in edition.provisions
        if one.kind in (Kind.OPERATIVE, Kind.ANNEX_PARAGRAPH, Kind.LIST_ITEM, Kind.PARAGRAPH)
        for head in mandates(one.text)
        if (name := addressee_named(head, lowered))
    ]
    longest = max((length for length, _, _ in found), default=0)  # "the Harbour Board" is no other board
    return [(one, head) for length, one, head in found if length == longest]


def _by_verb(own: Sequence[tuple[Provision, Head]], verbs: Sequence[str]) -> list[tuple[Provision, Head]]:
    """Return what is asked by one of the verbs that a question says; all, if it says none."""
    return [one for one in own if not verbs or any(verb in one[1].verb.lower() for verb in verbs)]


def _members(edition: Edition, asked: Sequence[tuple[Provision, Head]]) -> Iterator[Provision]:
    """Walk the paragraphs, each once, with the list that its asking words introduce."""
    heads: dict[str, list[Head]] = {}
    for one, head in asked:
        heads.setdefault(one.eid, []).append(head)
    for eid, told_by in heads.items():
        one = edition.provision(eid)
        yield one
        introducing = list_head(one.text)
        if introducing is not None and introducing.addressee in {head.addressee for head in told_by}:
            yield from members(edition, one)


def _title(edition: Edition) -> Provision:
    """Return the title of a text, or its number where it has none."""
    return next((found for eid in _TITLE if (found := edition.find(eid))), edition.provisions[0])
