"""The parts of a text, counted and explained: title, preamble, operative part, heads, annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.overview import definitions
from assistant.overview.definitions import explanation, stem_of
from assistant.overview.wording import counted, has_articles, noun_of, shortened, tally
from corpus.heads import Head, main_verb
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import ProvisionId

_TITLE = 160  # characters of a title that is shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: what it is called, how much it holds, what it is for, where it begins.

    `words` are the text's own, '' where the name is; `pieces` are its heads, or the verbs of its paragraphs.
    """

    name: str
    explanation: str
    provision: ProvisionId
    count: str = ""
    words: str = ""
    pieces: tuple[Piece, ...] = ()


def anatomy(edition: Edition) -> tuple[Piece, ...]:
    """Return the parts that a text has, in the order in which they are read."""
    return (*_title(edition), *_formula(edition), *_preamble(edition), *_operative(edition),
            *_annexes(edition), *_footnotes(edition))  # fmt: skip


def _title(edition: Edition) -> Iterator[Piece]:
    preface = [one for one in edition.provisions if edition.part_of(one) is Part.PREFACE]
    title = next((one for one in preface if one.eid == "preface__title"), None)
    if title is not None:
        words = shortened(title.text, _TITLE)
        yield Piece("Title", definitions.TITLE, edition.id_of(title), words=words)
    elif preface:
        words = shortened(edition.name, _TITLE)
        yield Piece("Opening lines", definitions.FORE, edition.id_of(preface[0]), words=words)


def _formula(edition: Edition) -> Iterator[Piece]:
    for one in edition.provisions:
        if one.kind is Kind.FORMULA:
            words = shortened(one.text, _TITLE)
            yield Piece("Enacting formula", definitions.FORMULA, edition.id_of(one), words=words)


def _preamble(edition: Edition) -> Iterator[Piece]:
    units = [one for one in edition.provisions if edition.part_of(one) is Part.PREAMBLE]
    units = [one for one in units if one.kind not in (Kind.FORMULA, Kind.FOOTNOTE)]
    if units:
        said = [one for one in units if one.kind is not Kind.HEADING]
        pieces = tuple(_heads(edition, units, is_recital=True))
        yield Piece("Preamble", definitions.PREAMBLE, edition.id_of(units[0]), tally(said), pieces=pieces)


def _operative(edition: Edition) -> Iterator[Piece]:
    units = [one for one in edition.provisions if edition.part_of(one) is Part.OPERATIVE]
    units = [one for one in units if one.kind is not Kind.FOOTNOTE]
    if not units:
        return
    headings = [one for one in units if one.kind is Kind.HEADING]
    sections = [one for one in headings if not one.head and not one.eid.endswith("__title")]
    said = [one for one in units if one.kind not in (Kind.HEADING, Kind.LIST_ITEM, Kind.TABLE_ROW)]
    pieces = (*_heads(edition, units, is_recital=False), *_sections(edition, sections))
    name = "Chapters and articles" if has_articles(sections) else "Operative part"
    meaning = definitions.CHAPTERS if has_articles(sections) else definitions.OPERATIVE
    first = edition.id_of(units[0])
    yield Piece(name, meaning, first, tally(said) or tally(sections), pieces=pieces)


def _sections(edition: Edition, sections: Sequence[Provision]) -> Iterator[Piece]:
    """Sum up the headings of sections, by what they are called."""
    for noun in dict.fromkeys(map(noun_of, sections)):
        own = [one for one in sections if noun_of(one) == noun]
        name = {"heading": "section headings"}.get(noun, counted(2, noun).partition(" ")[2])
        meaning = definitions.CHAPTERS if has_articles(own) else definitions.SECTIONS
        yield Piece(name, meaning, edition.id_of(own[0]), counted(len(own), noun))


def _heads(edition: Edition, units: Sequence[Provision], *, is_recital: bool) -> Iterator[Piece]:
    """Walk the heads of a part with what they govern; of paragraphs that are their own heads the verbs."""
    for one in units:
        if one.kind is Kind.HEADING and one.head:
            below = [unit for unit in edition.children(one.eid) if unit.kind is not Kind.FOOTNOTE]
            meaning = explanation(one.head, is_recital=is_recital)
            yield Piece(one.head.text, meaning, edition.id_of(one), tally(below))
    yield from _verbs(edition, units, is_recital=is_recital)


def _verbs(edition: Edition, units: Sequence[Provision], *, is_recital: bool) -> Iterator[Piece]:
    """Walk the verbs by which paragraphs open, each with how many do, the most frequent first."""
    opened: dict[str, list[tuple[Provision, Head]]] = {}
    for one in units:
        if one.kind is not Kind.HEADING and one.head and one.text.startswith(one.head.verb):
            opened.setdefault(stem_of(one.head), []).append((one, one.head))
    groups = sorted(opened.values(), key=lambda rows: -len(rows))
    noun = "recital" if is_recital else "paragraph"
    for found in groups:
        name = Counter(_plain(head) for _, head in found).most_common(1)[0][0]
        first, head = found[0]
        meaning = explanation(head, is_recital=is_recital)
        yield Piece(name, meaning, edition.id_of(first), counted(len(found), noun))


def _plain(head: Head) -> str:
    """Return a verb as it is written most plainly: "Also notes" → "Notes", "Takes note of" as it is."""
    verb = head.verb
    if verb.startswith("We will "):
        return "We will"
    at = verb.lower().find(main_verb(verb)) if not verb.startswith("We ") else 0
    return verb[max(at, 0) :].strip().removesuffix(" also").removesuffix(" further").capitalize()


def _annexes(edition: Edition) -> Iterator[Piece]:
    roots = [one for one in edition.provisions if one.parent not in edition]
    for one in roots:
        if one.part is Part.ANNEX and one.kind is Kind.HEADING:
            title = next((unit for unit in edition.children(one.eid) if unit.eid.endswith("__title")), None)
            below = [unit for unit in edition.descendants(one.eid) if unit is not title]
            below = [unit for unit in below if unit.kind is not Kind.FOOTNOTE and not unit.inline]
            words = shortened(title.text, _TITLE) if title else ""
            name = f"{one.label[0].upper()}{one.label[1:]}"
            yield Piece(name, definitions.ANNEX, edition.id_of(one), tally(below), words)


def _footnotes(edition: Edition) -> Iterator[Piece]:
    notes = [one for one in edition.provisions if one.kind is Kind.FOOTNOTE]
    if notes:
        count = counted(len(notes), "footnote")
        yield Piece("Footnotes", definitions.FOOTNOTES, edition.id_of(notes[0]), count)
