"""Whole groups: what one body is told to do, a list, the parts of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.drafting.un_duties import told
from assistant.rendering import Chosen, clause_lead, list_lead
from assistant.selection import groups, named_lists
from assistant.strategies.desk import Desk, Finding, ids
from assistant.understanding import named_texts as named
from assistant.understanding.addressees import asks_who, members
from assistant.understanding.forms import Fact, any_of
from assistant.understanding.question import Question, Want, counted
from assistant.understanding.turns import PLACES
from corpus.instruments import Edition, Kind, Part, Provision
from index.search import Hit
from index.tokens import words

_CLOSEST = 3
_TEXT = r"(?:this |the |that )?(?:resolution|text|document|plan|strategic plan|decision|it|resolution \d+)"
_PART = rf"(?:{_TEXT}|annex \w+)"
_ABOUT = any_of(
    rf"\bwhat(?:'s| is| are) {_TEXT}(?: all)? about\W*$",
    rf"\bwhat is the (?:subject|purpose|aim|title) of {_TEXT}\W*$",
    rf"\bwhat does {_TEXT} (?:do|resolve|decide|cover)\W*$",
    rf"\btitle(?: of)? {_TEXT}\W*$",
)
_SUMMARY = any_of(
    rf"\b(?:summar(?:y|ise|ize)|overview)(?: of)? {_TEXT}\W*$",
    r"^(?:(?:give|show) (?:me |us )?|please )*(?:an? |the )?(?:summary|overview)(?: please)?\W*$",
)
_PREAMBLE = any_of(
    r"\bwhat (?:does|do|is in|are) the (?:preamble|recitals)(?: (?:say|contain|cover|recall))?\W*$",
    r"^(?:show|list|give)(?: me)? (?:all )?the (?:preamble|recitals)\W*$",
)
_ADOPTED = any_of(
    rf"\bwho (?:has )?(?:adopted|wrote|approved|passed|issued) {_TEXT}\b",
    rf"\b(?:when|where|by whom) was {_TEXT} adopted\b",
)
_PARTS = any_of(
    rf"\bhow is {_PART} (?:organi[sz]ed|structured|built|laid out|divided)\b",
    rf"\b(?:structure|outline|contents|map|parts|sections|chapters) of {_PART}\b",
    r"\btable of contents\b",
)
# "the second strategic goal", "its last outcome"
_OF_ANNEX = any_of(r"\b(?:annex|(?:structure|outline|contents|map|parts|sections|chapters) of the plan)\b")
_ORDINAL = re.compile(rf"\b(?P<place>{'|'.join(PLACES)}) (?P<noun>[a-z]+(?: [a-z]+)?)\b", re.IGNORECASE)


def asks_of_text(question: Question) -> bool:
    """Tell a question about a text as a whole: what it is about, who adopted it, its parts."""
    return any(form.search(question.text) for form in _OF_TEXT)


def by_overview(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show what a text is about, who adopted it, its recitals, or its parts, by its own headings."""
    del hits
    shown = next((shown for form, shown in _OF_TEXT.items() if form.search(question.text)), None)
    if shown is None or named.not_held(question.text, desk.library):
        return None
    of_annex = _OF_ANNEX.search(question.text) is not None
    found = [(edition, shown(edition)) for edition in desk.editions]
    chosen = [
        Chosen(edition, one)
        for edition, units in found
        for one in ([unit for unit in units if unit.part == Part.ANNEX] if of_annex else []) or units
    ]
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None


def _subject(edition: Edition) -> list[Provision]:
    """Return what says what a text is about: its title, and what it decides."""
    title = [one for one in edition.provisions if one.eid == "preface__title"]
    return [*title, *(one for head in _deciding(edition) for one in edition.children(head.eid))]


def _parts(edition: Edition) -> list[Provision]:
    """Return the headings of a text's parts: its heads, the sections of its annexes."""
    headings = [one for one in edition.provisions if one.kind == Kind.HEADING]
    return [
        one
        for one in headings
        if re.search(r"(?:^|__)sec_[\d-]+$", one.eid) or (one.part != Part.ANNEX and one.head)
    ]


def _summary(edition: Edition) -> list[Provision]:
    """Return what a text is about, with the headings of its annexes."""
    return [*_subject(edition), *(one for one in _parts(edition) if one.part == Part.ANNEX)]


def _recitals(edition: Edition) -> list[Provision]:
    return [one for one in edition.provisions if one.kind == Kind.RECITAL]


def _adopting(edition: Edition) -> list[Provision]:
    """Return what says who adopted a text, and when: its statement, else the formula."""
    stated = [one for one in edition.provisions if one.kind == Kind.PARAGRAPH and one.part == Part.PREFACE]
    stated = [one for one in stated if re.search(r"\b[Aa]dopted by the\b", one.text)]
    return stated or [one for one in edition.provisions if one.kind == Kind.FORMULA]


def _deciding(edition: Edition) -> list[Provision]:
    """Return the heads that decide without telling anybody: "resolves", "decides"."""
    heads = [one for one in edition.provisions if one.kind == Kind.HEADING and one.head]
    return [one for one in heads if one.head and not one.head.is_preambular and not one.head.addressee]


_OF_TEXT: dict[re.Pattern[str], Callable[[Edition], list[Provision]]] = {
    _SUMMARY: _summary,
    _ABOUT: _subject,
    _ADOPTED: _adopting,
    _PREAMBLE: _recitals,
    _PARTS: _parts,
}
"""What is asked of a text as a whole, and which of its provisions show it."""


def by_duties(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show everything that one body is told to do."""
    del hits
    return grouped(groups.duties(question, desk.editions) or told(question, desk.editions))


def by_list(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show the list whose items are asked for, or to be counted, or the items that are on a matter."""
    if question.fact == Fact.NUMBER and counted(question.form):
        found = named_lists.lists(question, desk.searcher, desk.lists)
        return grouped(found) if named_lists.is_counted(found, counted(question.form)) else None
    if one := _one_item(desk, question):
        return one
    if question.want == Want.DEFINITION:
        return None
    matter = named_lists.on_matter(question, desk.lists, desk.vocabulary)
    if matter and (matter.found or matter.is_strange):
        return grouped(matter.found) or _none_of(matter.noun, hits)
    if question.want != Want.LIST and (asks_who(question) or question.fact not in (None, Fact.NUMBER)):
        return None  # a body, a date, a reason is asked for
    if question.want != Want.LIST and not named_lists.names_list(question, desk.lists):
        return None
    found = named_lists.lists(question, desk.searcher, desk.lists)
    if not found and question.want == Want.LIST:
        found = groups.sections(question, desk.searcher, desk.editions)
    return grouped(found)


def _none_of(noun: str, hits: Sequence[Hit]) -> Finding:
    """Say that no item of the lists that are asked for is on the matter."""
    return Finding(
        Status.NOT_IN_CORPUS,
        f"No {noun} is on this: its words stand in no text.",
        closest=ids(hits, _CLOSEST),
        reason="none of these words stands in a text",
    )


def _one_item(desk: Desk, question: Question) -> Finding | None:
    """Show the item that a question picks by its place: "the second outcome for …"."""
    match = _ORDINAL.search(question.form)
    found = named_lists.lists(question, desk.searcher, desk.lists) if match else []
    if match is None or len(found) != 1:
        return None
    group, place = found[0], PLACES[match["place"].lower()]
    if not set(words(match["noun"])) & set(words(group.noun)) or place >= len(group.members):
        return None
    one = Chosen(group.edition, group.members[place])
    return Finding(Status.ANSWERED, clause_lead([one]), (one,))


def grouped(found: Sequence[groups.Group]) -> Finding | None:
    """Show groups, one after another, every item in its order."""
    if not found:
        return None
    found = [replace(group, members=_opened(group)) for group in found]
    items = tuple(Chosen(group.edition, one) for group in found for one in group.members)
    leads = [list_lead(group.edition, group.heading, len(group.members)) for group in found]
    total = f"{len(items)} items in {len(found)} lists. " if len(found) > 1 else ""
    return Finding(Status.ANSWERED, total + " ".join(leads), items)


def _opened(group: groups.Group) -> tuple[Provision, ...]:
    """Return the members of a group, those that open a list with its items."""
    every = (
        one
        for member in group.members
        for one in (
            member,
            *(members(group.edition, member) if member.text.rstrip().endswith(":") else ()),
        )
    )
    return tuple(dict.fromkeys(every))
