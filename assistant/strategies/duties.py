"""Everything that one body is told to do: under the heads of a text, or in its paragraphs.

A paragraph of the United Nations is its own head, and may go on to ask others: "Welcomes …, and requests
the Secretary-General to …". What one body is told is gathered over the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.scope.retriever import Retrieval
from assistant.strategies.finding import Finding
from assistant.strategies.groups import Group, grouped
from assistant.understanding.addressees import DutyAsked, addressee_named
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Provision
from corpus.mandates import list_head
from corpus.requests import mandates
from index.tokens import words

_MOST = 3  # texts whose paragraphs are shown together, however many they are
_FEW = 12  # paragraphs that are shown together, of however many texts
_TITLE = "preface__title", "preface__docnumber"


@dataclass(frozen=True, slots=True)
class _Told:
    """What tells a body something: a heading or a paragraph, the asking words, the name as it was typed."""

    edition: Edition
    provision: Provision
    head: Head
    name: str


def by_duties(retrieval: Retrieval) -> Finding | None:
    """Show everything that one body is told to do."""
    asked = retrieval.query.duty
    return grouped(duties(asked, retrieval.retriever.editions)) if asked else None


def duties(asked: DutyAsked, editions: Sequence[Edition]) -> list[Group]:
    """Return all that a body is told; nothing where a question says what about: one clause answers it.

    What the verbs of the question tell comes first; where they tell nothing, what others do.
    """
    told = [
        _Told(edition, one, head, name)
        for edition in editions
        for one, head in _telling(edition)
        if (name := addressee_named(head, asked.bodies))
    ]
    named = {word for one in told for word in words(f"{one.head.text} {one.name}")}
    told = [one for one in told if addressee_named(one.head, asked.last)] or told
    longest = max((len(one.name) for one in told), default=0)  # "the Harbour Board" is no other board
    told = [one for one in told if len(one.name) == longest]
    about = asked.about - named
    had = {one.edition: len(about & set(words(one.edition.title))) for one in told}
    if about - {word for edition in had for word in words(edition.title)}:
        return []
    told = [one for one in told if had[one.edition] == max(had.values())]
    by_verb = [one for one in told if any(verb in one.head.verb.lower() for verb in asked.verbs)]
    return _groups(by_verb or told)


def heads_stand_apart(edition: Edition) -> bool:
    """Return True if a text's heads stand above what they govern; else paragraphs begin with their verb."""
    return any(one.kind == Kind.HEADING and one.head for one in edition.provisions)


def _telling(edition: Edition) -> Iterator[tuple[Provision, Head]]:
    """Walk what tells somebody something: the operative heads of a text, or its paragraphs."""
    stand_apart = heads_stand_apart(edition)
    for one in edition.provisions:
        if stand_apart:
            is_telling = one.kind == Kind.HEADING and one.head and not one.head.is_preambular
            yield from [(one, one.head)] if is_telling and one.head else ()
        elif one.kind in (Kind.OPERATIVE, Kind.ANNEX_PARAGRAPH, Kind.LIST_ITEM, Kind.PARAGRAPH):
            yield from ((one, head) for head in mandates(one.text))


def _groups(told: Sequence[_Told]) -> list[Group]:
    """Return a group for each head, and one for the paragraphs of each text.

    Where paragraphs alone answer, too many of them answer nothing.
    """
    heads = [
        Group(one.edition, one.provision, one.edition.members(one.provision.eid))
        for one in told
        if one.provision.kind == Kind.HEADING
    ]
    own: dict[Edition, list[_Told]] = {}
    for one in told:
        if one.provision.kind != Kind.HEADING:
            own.setdefault(one.edition, []).append(one)
    if not heads and len(own) > _MOST and sum(map(len, own.values())) > _FEW:
        return []
    return [*heads, *(Group(edition, _title(edition), _members(edition, of)) for edition, of in own.items())]


def _members(edition: Edition, told: Sequence[_Told]) -> tuple[Provision, ...]:
    """Return the paragraphs, each once, with the list that its asking words introduce."""
    found: list[Provision] = []
    for one in dict.fromkeys(one.provision for one in told):
        introducing = list_head(one.text)
        telling = {other.head.addressee for other in told if other.provision is one}
        opens = introducing is not None and introducing.addressee in telling
        found += [one, *(edition.members(one.eid) if opens else ())]
    return tuple(found)


def _title(edition: Edition) -> Provision:
    return next((found for eid in _TITLE if (found := edition.find(eid))), edition.provisions[0])
