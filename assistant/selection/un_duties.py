"""What the paragraphs of a United Nations text ask of a body, wherever in them it is asked.

Such a paragraph is its own head, and may go on to ask others: "Welcomes …, and requests the
Secretary-General to …". What one body is told is gathered over the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.selection import groups
from assistant.selection.groups import Group
from assistant.understanding import addressees
from assistant.understanding.addressees import DutyAsked
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Provision
from corpus.mandates import list_head, mandates
from index.tokens import words

_MOST = 3  # texts whose paragraphs are shown together at most
_TITLE = "preface__title", "preface__docnumber"


def told(duty: DutyAsked, editions: Sequence[Edition]) -> list[Group]:
    """Return, for each text, the paragraphs that ask something of the body a question names.

    A question that also says what about is answered by one clause.
    """
    found = [
        (edition, _asking(edition, duty.bodies)) for edition in editions if not heads_stand_apart(edition)
    ]
    found = [(edition, asked) for edition, asked in found if asked]
    bodies = {word for _, asked in found for _, head in asked for word in words(str(head))}
    titles = {word for edition, _ in found for word in words(edition.title)}
    if not found or len(found) > _MOST or duty.about - bodies - titles:
        return []
    about = duty.about - bodies
    on_topic = groups.entitled(about, [edition for edition, _ in found])
    found = [one for one in found if one[0] in on_topic]
    stems = duty.verbs
    said = [
        (edition, [one for one in asked if not stems or any(stem in one[1].verb.lower() for stem in stems)])
        for edition, asked in found
    ]
    if any(asked for _, asked in said):
        found = [(edition, asked) for edition, asked in said if asked]
    return [Group(edition, _title(edition), tuple(_members(edition, asked))) for edition, asked in found]


def heads_stand_apart(edition: Edition) -> bool:
    """Tell a text whose heads stand above what they govern; else its paragraphs begin with their verb."""
    return any(one.kind == Kind.HEADING and one.head for one in edition.provisions)


def _asking(edition: Edition, lowered: str) -> list[tuple[Provision, Head]]:
    """Return the paragraphs that ask something of the body a text names, and the asking words."""
    found = [
        (len(name), one, head)
        for one in edition.provisions
        if one.kind in (Kind.OPERATIVE, Kind.ANNEX_PARAGRAPH, Kind.LIST_ITEM)
        for head in mandates(one.text)
        if (name := addressees.addressee_named(head, lowered))
    ]
    longest = max((length for length, _, _ in found), default=0)  # "the Harbour Board" is no other board
    return [(one, head) for length, one, head in found if length == longest]


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
            yield from addressees.members(edition, one)


def _title(edition: Edition) -> Provision:
    """Return the title of a text, or its number where it has none."""
    return next((found for eid in _TITLE if (found := edition.find(eid))), edition.provisions[0])
