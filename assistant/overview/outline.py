"""The map of a text: its parts as a tree of headings, heads, paragraphs, items and targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.overview.wording import has_articles, opening_words, shortened, tally
from corpus.instruments import PART_NAMES, Edition, Kind, Part, Provision
from corpus.keys import ProvisionId

_HEADING = 160  # characters of a heading that are shown
_FEW = 3  # clauses that are shown without being asked for
_SCREEN = 12  # lines of a preamble that are shown at first


@dataclass(frozen=True, slots=True)
class Node:
    """A clause on the map: its marker, its words, how much is below it, and that itself."""

    provision: ProvisionId
    label: str
    marker: str
    words: str
    is_heading: bool
    count: str = ""
    nodes: tuple[Node, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether a few clauses, with nothing below them, are all that is below it."""
        return len(self.nodes) <= _FEW and not any(node.nodes for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a text on its map; one that is open is shown at first."""

    part: Part
    name: str
    count: str
    nodes: tuple[Node, ...]
    is_open: bool = False


def outline(edition: Edition) -> tuple[Region, ...]:
    """Return the parts of a text but for its preface, each as a tree; footnotes are on no map."""
    roots = [unit for unit in edition.provisions if unit.parent not in edition and _is_shown(unit)]
    parts = [(part, list(found)) for part, found in groupby(roots, edition.part_of)]
    has_annex = any(part is Part.ANNEX for part, _ in parts)
    return tuple(
        _region(part, units, edition, has_annex) for part, units in parts if part is not Part.PREFACE
    )


def _region(part: Part, units: Sequence[Provision], edition: Edition, has_annex: bool) -> Region:
    """Return a part; of a text with an annex that is the plan, of a treaty are its articles."""
    is_treaty = part is Part.OPERATIVE and has_articles(units)
    is_main = part is (Part.ANNEX if has_annex else Part.OPERATIVE) or is_treaty
    is_open = is_main or (not has_annex and len(units) <= _SCREEN)
    name = "Chapters and articles" if is_treaty else PART_NAMES[part]
    return Region(part, name, tally(units), tuple(_node(unit, edition) for unit in units), is_open)


def _is_shown(provision: Provision) -> bool:
    return provision.kind not in (Kind.FOOTNOTE, Kind.FORMULA) and not provision.closes_a_list


def _node(provision: Provision, edition: Edition) -> Node:
    """Return a clause with all that is below it; a title belongs to the heading above it."""
    children = edition.children(provision.eid)
    title = next((unit for unit in children if unit.eid.endswith("__title")), None)
    below = [unit for unit in children if unit is not title and _is_shown(unit)]
    return Node(
        edition.id_of(provision),
        edition.citation(provision),
        provision.marker,
        _words(provision, title, edition),
        provision.kind is Kind.HEADING,
        tally([*below, *_items(below, edition)]) if below else "",
        tuple(_node(unit, edition) for unit in below),
    )


def _items(below: Sequence[Provision], edition: Edition) -> list[Provision]:
    """Return the items that paragraphs below a heading list: the outcomes of a priority."""
    opened = [unit for unit in below if unit.kind is not Kind.HEADING]
    items = [unit for paragraph in opened for unit in edition.children(paragraph.eid) if not unit.inline]
    return [unit for unit in items if unit.kind is not Kind.HEADING and _is_shown(unit)]


def _words(provision: Provision, title: Provision | None, edition: Edition) -> str:
    """Return what a clause is called on the map: a heading whole, a row by its first cell."""
    if provision.kind is Kind.TABLE_ROW:
        return shortened(provision.text.partition("\t")[0], _HEADING)
    if provision.kind is not Kind.HEADING:
        return opening_words(provision)
    name = (
        f"{provision.label[0].upper()}{provision.label[1:]}"
        if provision.parent not in edition and provision.part is Part.ANNEX
        else provision.text
    )
    return shortened(f"{name} – {title.text}" if title else name, _HEADING)
