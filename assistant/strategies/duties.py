"""Everything that one body is told to do: under the heads of a text, or in its paragraphs.

A paragraph of the United Nations is its own head, and may go on to ask others: "Welcomes …, and requests
the Secretary-General to …". What one body is told is gathered over the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from assistant.understanding.addressees import (
    DutyAsked,
    addressed_in,
    addressee_named,
    heads_addressed,
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
    """Return all that a body is told; nothing where a question says what about: one clause answers it.

    What the verbs of the question tell comes first; where they tell nothing, what others do.
    """
    apart = [edition for edition in editions if heads_stand_apart(edition)]
    others = [edition for edition in editions if edition not in apart]
    for verbs in dict.fromkeys((asked.verbs, ())):
        by_verbs = replace(asked, verbs=verbs)
        under = _under_heads(by_verbs, apart)
        if found := [*under, *_in_paragraphs(by_verbs, others, is_alone=not under)]:
            return found
    return []


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
    return [
        Group(edition, head, edition.members(head.eid))
        for edition, head, _ in found
        if head.head and _is_by_verb(head.head, asked.verbs)
    ]


def _entitled(about: Set[str], editions: Sequence[Edition]) -> list[Edition]:
    """Return, of some texts, those whose titles have most of what a question is about; all, if none has."""
    had = [len(about & set(words(one.title))) for one in editions]
    return [one for one, count in zip(editions, had, strict=True) if count == max(had)]


def _in_paragraphs(asked: DutyAsked, editions: Sequence[Edition], *, is_alone: bool) -> list[Group]:
    """Return, for each text whose paragraphs are their own heads, those that ask something of the body.

    `is_alone`: whether nothing else answers; then too many paragraphs answer nothing.
    """
    paragraphs = {edition: own for edition in editions if (own := _asking(edition, asked.bodies))}
    about = asked.about - {
        word for own in paragraphs.values() for _, head in own for word in words(str(head))
    }
    beside = about - {word for edition in paragraphs for word in words(edition.title)}
    if not paragraphs or beside:
        return []
    by_verb = {
        edition: [one for one in paragraphs[edition] if _is_by_verb(one[1], asked.verbs)]
        for edition in _entitled(about, list(paragraphs))
    }
    found = {edition: own for edition, own in by_verb.items() if own}
    if is_alone and len(found) > _MOST and sum(map(len, found.values())) > _FEW:
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


def _is_by_verb(head: Head, verbs: Sequence[str]) -> bool:
    """Return True if a head has one of the verbs that a question says, or the question says none."""
    return not verbs or any(verb in head.verb.lower() for verb in verbs)


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
            yield from edition.members(one.eid)


def _title(edition: Edition) -> Provision:
    """Return the title of a text, or its number where it has none."""
    return next((found for eid in _TITLE if (found := edition.find(eid))), edition.provisions[0])
