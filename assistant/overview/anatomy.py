"""The parts of a text, counted and explained: title, preamble, operative part, heads, annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.overview import definitions
from assistant.overview.definitions import explanation, stem_of
from assistant.overview.wording import has_articles, noun_of, shortened, tally
from assistant.plain_text import counted
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
    preface = [provision for provision in edition.provisions if edition.part_of(provision) is Part.PREFACE]
    title = next((provision for provision in preface if provision.eid == "preface__title"), None)
    if title is not None:
        words = shortened(title.text, _TITLE)
        yield Piece("Title", definitions.TITLE, edition.id_of(title), words=words)
    elif preface:
        words = shortened(edition.name, _TITLE)
        yield Piece("Opening lines", definitions.FORE, edition.id_of(preface[0]), words=words)


def _formula(edition: Edition) -> Iterator[Piece]:
    for provision in edition.provisions:
        if provision.kind is Kind.FORMULA:
            words = shortened(provision.text, _TITLE)
            yield Piece("Enacting formula", definitions.FORMULA, edition.id_of(provision), words=words)


def _preamble(edition: Edition) -> Iterator[Piece]:
    units = [provision for provision in edition.provisions if edition.part_of(provision) is Part.PREAMBLE]
    units = [unit for unit in units if unit.kind not in (Kind.FORMULA, Kind.FOOTNOTE)]
    if units:
        clauses = [unit for unit in units if unit.kind is not Kind.HEADING]
        pieces = tuple(_heads(edition, units, is_recital=True))
        yield Piece("Preamble", definitions.PREAMBLE, edition.id_of(units[0]), tally(clauses), pieces=pieces)


def _operative(edition: Edition) -> Iterator[Piece]:
    units = [provision for provision in edition.provisions if edition.part_of(provision) is Part.OPERATIVE]
    units = [unit for unit in units if unit.kind is not Kind.FOOTNOTE]
    if not units:
        return
    headings = [unit for unit in units if unit.kind is Kind.HEADING]
    sections = [heading for heading in headings if not heading.head and not heading.eid.endswith("__title")]
    clauses = [unit for unit in units if unit.kind not in (Kind.HEADING, Kind.LIST_ITEM, Kind.TABLE_ROW)]
    pieces = (*_heads(edition, units, is_recital=False), *_sections(edition, sections))
    name = "Chapters and articles" if has_articles(sections) else "Operative part"
    meaning = definitions.CHAPTERS if has_articles(sections) else definitions.OPERATIVE
    first = edition.id_of(units[0])
    yield Piece(name, meaning, first, tally(clauses) or tally(sections), pieces=pieces)


def _sections(edition: Edition, sections: Sequence[Provision]) -> Iterator[Piece]:
    """Sum up the headings of sections, by what they are called."""
    for noun in dict.fromkeys(map(noun_of, sections)):
        alike = [section for section in sections if noun_of(section) == noun]
        name = {"heading": "section headings"}.get(noun, counted(2, noun).partition(" ")[2])
        meaning = definitions.CHAPTERS if has_articles(alike) else definitions.SECTIONS
        yield Piece(name, meaning, edition.id_of(alike[0]), counted(len(alike), noun))


def _heads(edition: Edition, units: Sequence[Provision], *, is_recital: bool) -> Iterator[Piece]:
    """Walk the heads of a part with what they govern; of paragraphs that are their own heads the verbs."""
    for provision in units:
        if provision.kind is Kind.HEADING and provision.head:
            below = [unit for unit in edition.children(provision.eid) if unit.kind is not Kind.FOOTNOTE]
            meaning = explanation(provision.head, is_recital=is_recital)
            yield Piece(provision.head.text, meaning, edition.id_of(provision), tally(below))
    yield from _verbs(edition, units, is_recital=is_recital)


def _verbs(edition: Edition, units: Sequence[Provision], *, is_recital: bool) -> Iterator[Piece]:
    """Walk the verbs by which paragraphs open, each with how many do, the most frequent first."""
    opened: dict[str, list[tuple[Provision, Head]]] = {}
    for unit in units:
        if unit.kind is not Kind.HEADING and unit.head and unit.text.startswith(unit.head.verb):
            opened.setdefault(stem_of(unit.head), []).append((unit, unit.head))
    groups = sorted(opened.values(), key=lambda rows: -len(rows))
    noun = "recital" if is_recital else "paragraph"
    for group in groups:
        name = Counter(_plain(head) for _, head in group).most_common(1)[0][0]
        first, head = group[0]
        meaning = explanation(head, is_recital=is_recital)
        yield Piece(name, meaning, edition.id_of(first), counted(len(group), noun))


def _plain(head: Head) -> str:
    """Return a verb as it is written most plainly: "Also notes" → "Notes", "Takes note of" as it is."""
    verb = head.verb
    if verb.startswith("We will "):
        return "We will"
    at = verb.lower().find(main_verb(verb)) if not verb.startswith("We ") else 0
    return verb[max(at, 0) :].strip().removesuffix(" also").removesuffix(" further").capitalize()


def _annexes(edition: Edition) -> Iterator[Piece]:
    roots = [provision for provision in edition.provisions if provision.parent not in edition]
    for root in roots:
        if root.part is Part.ANNEX and root.kind is Kind.HEADING:
            title = next((unit for unit in edition.children(root.eid) if unit.eid.endswith("__title")), None)
            below = [unit for unit in edition.descendants(root.eid) if unit is not title]
            below = [unit for unit in below if unit.kind is not Kind.FOOTNOTE and not unit.inline]
            words = shortened(title.text, _TITLE) if title else ""
            name = f"{root.label[0].upper()}{root.label[1:]}"
            yield Piece(name, definitions.ANNEX, edition.id_of(root), tally(below), words)


def _footnotes(edition: Edition) -> Iterator[Piece]:
    notes = [provision for provision in edition.provisions if provision.kind is Kind.FOOTNOTE]
    if notes:
        count = counted(len(notes), "footnote")
        yield Piece("Footnotes", definitions.FOOTNOTES, edition.id_of(notes[0]), count)
