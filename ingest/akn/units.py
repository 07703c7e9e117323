"""Where each unit of an edition stands in the document, and its words as mixed content.

A unit stands below another, inside its words, or as a footnote. In its words are items, its head, references,
emphasis, and footnotes in their marks' place. Spans come in layers, the outer ones first; one that an outer
span cuts goes on in a second piece.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.instruments import Edition, Kind, Provision
from ingest.akn.iris import iri
from ingest.akn.names import (
    CONTAINERS,
    HEAD,
    PARTS,
    STYLE_ELEMENTS,
    UNMARKED,
    Element,
    akn,
    fit,
    is_annex,
    role_of,
)
from ingest.markers import plain_number
from ingest.naming import mark_places

DEEPEST = 24  # what hangs deeper is written beside its parent


@dataclass(eq=False, slots=True)
class Unit:
    """A provision and what belongs to it: `above` is its parent, `depth` its nesting depth.

    `items` are the items within its text, each with its `span` in the text and its nesting `level`,
    from 1; `notes` are its footnotes.
    """

    provision: Provision
    above: Unit | None = None
    depth: int = 0
    children: list[Unit] = field(default_factory=list)
    items: list[Unit] = field(default_factory=list)
    notes: list[Unit] = field(default_factory=list)
    span: tuple[int, int] = (0, 0)
    level: int = 0


class Outline:
    """An edition's units by what they hang on; `containers` has "", for annexes, and the three parts."""

    def __init__(self, edition: Edition) -> None:
        """Place every unit below an earlier one; a unit without a known parent goes into the body."""
        self.units: dict[str, Unit] = {}
        self.containers: dict[str, list[Unit]] = {name: [] for name in ("", *CONTAINERS)}
        self.parts: dict[str, Unit] = {}  # the parts of the document that are units themselves
        for provision in sorted(edition.provisions, key=_is_note):
            above = self.units.get(provision.anchor if _is_note(provision) else provision.parent)
            unit = Unit(provision, above)
            if provision.inline:
                _place_inside(unit)
            else:
                self._place(unit)
            self.units[provision.eid] = unit

    def _place(self, unit: Unit) -> None:
        """Hang a unit on the one above it, or on a container."""
        provision, above = unit.provision, _carrier(unit.above)
        while above is not None and above.depth >= DEEPEST:
            above = above.above
        unit.above = above
        if above is not None:
            unit.depth = above.depth + 1
            (above.notes if _is_note(provision) else above.children).append(unit)
        elif provision.eid in PARTS and not provision.marker and not provision.anchor:
            self.parts[provision.eid] = unit
        else:
            known = provision.parent in self.containers and (provision.parent or is_annex(provision))
            self.containers[provision.parent if known else "body"].append(unit)


def _carrier(unit: Unit | None) -> Unit | None:
    """Return the nearest unit with an element of its own; items inside a sentence have none."""
    while unit is not None and unit.provision.inline:
        unit = unit.above
    return unit


def _place_inside(unit: Unit) -> None:
    """Find an item's text within its parent's sentence: after its marker, if it has one."""
    item, above, carrier = unit.provision, unit.above, _carrier(unit.above)
    if above is None or carrier is None or not item.text or (above is not carrier and not above.level):
        return
    text = carrier.provision.text
    start, end = above.span if above.level else (0, len(text))
    start = max([start, *(earlier.span[1] for earlier in carrier.items if earlier.level == above.level + 1)])
    after = re.compile(rf"(?<!\w){re.escape(item.marker)}\s+(?={re.escape(item.text)})")
    match = after.search(text, start, end) if item.marker else None
    begin = match.end() if match else text.find(item.text, start, end)
    if begin >= 0:
        unit.span, unit.level = (begin, begin + len(item.text)), above.level + 1
        carrier.items.append(unit)


def _is_note(provision: Provision) -> bool:
    """Return True for a footnote that some unit carries."""
    return provision.kind is Kind.FOOTNOTE and bool(provision.anchor)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a unit's words and the element that goes around it."""

    start: int
    end: int
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class Phrase:
    """A unit's words with what goes around them and, by where their marks begin, its footnotes."""

    def __init__(
        self, text: str, layers: Sequence[Sequence[Span]], notes: dict[tuple[int, int], Element]
    ) -> None:
        """Sort each layer; `notes` are the elements by the place of their marks, which they replace."""
        self.text = text
        self.layers = [
            sorted(
                (span for span in layer if span.start < span.end), key=lambda span: (span.start, -span.end)
            )
            for layer in layers
        ]
        self.notes = notes

    def write(self, element: Element, start: int = 0, end: int | None = None) -> None:
        """Write the words from `start` to `end` into an element."""
        self._fill(element, start, len(self.text) if end is None else end, 0)

    def write_rest(self, element: Element) -> None:
        """Put the footnotes that found no place at the end, outside the words."""
        for note in self.notes.values():
            note.set("class", UNMARKED)
            element.append(note)
        self.notes.clear()

    def _fill(self, element: Element, start: int, end: int, layer: int) -> None:
        """Write a stretch through the layers from this one on; within them the footnotes."""
        at = start
        if layer == len(self.layers):
            for begin, stop in sorted(self.notes):
                if at <= begin and stop <= end:
                    add_text(element, self.text[at:begin])
                    element.append(self.notes.pop((begin, stop)))
                    at = stop
            add_text(element, self.text[at:end])
            return
        for span in self.layers[layer]:
            begin, stop = max(span.start, at), min(span.end, end)
            if begin < stop:
                self._fill(element, at, begin, layer + 1)
                child = etree.SubElement(element, akn(span.name), span.attributes)
                self._fill(child, begin, stop, layer + 1)
                at = stop
        self._fill(element, at, end, layer + 1)


class Phrases:
    """The words of an edition's units; `note` makes a footnote, whose mark is the text given."""

    def __init__(self, edition: Edition, note: Callable[[Unit, str], Element]) -> None:
        """Sort the references by the units that they stand in."""
        self.note = note
        self.links: defaultdict[str, list[Span]] = defaultdict(list)
        for reference in edition.references:
            href = iri(reference.target, edition.key)
            self.links[reference.source].append(Span(reference.start, reference.end, "ref", {"href": href}))

    def of(self, unit: Unit) -> Phrase:
        """Gather what stands in a unit's words, outermost first."""
        provision = unit.provision
        items: defaultdict[int, list[Span]] = defaultdict(list)
        for item in unit.items:
            attributes = {"name": role_of(item.provision), "eId": item.provision.eid}
            items[item.level].append(Span(*item.span, "inline", attributes))
        styles = [
            [Span(mark.start, mark.end, name) for mark in provision.marks if mark.style == style]
            for style, name in STYLE_ELEMENTS.items()
        ]
        inner = [items[level] for level in sorted(items)]
        layers = [*inner, *_head_spans(provision), self.links[provision.eid], *styles]
        notes: dict[tuple[int, int], Element] = {}  # by where their marks stand; (-1, n) for nowhere
        for at, note in enumerate(unit.notes):
            number = plain_number(note.provision.marker).strip("()[]. ")
            place = next((span for span in mark_places(provision.text, number) if span not in notes), None)
            mark = provision.text[slice(*place)] if place else note.provision.marker
            notes[place or (-1, at)] = self.note(note, mark)
        return Phrase(provision.text, layers, notes)


def _head_spans(provision: Provision) -> list[list[Span]]:
    """Mark the head that a unit's words begin with, and in it verb and addressee; a heading is all head."""
    head = provision.head
    if head is None or not provision.text.startswith(head.text):
        return []
    whole = Span(0, len(head.text), "inline", {"name": HEAD})
    verb = Span(0, len(head.verb), "inline", {"name": "verb"})
    addressee = Span(len(head.verb) + 1, len(head.text), "inline", {"name": "addressee"})
    return [[whole] * (role_of(provision) != HEAD), [verb, addressee] if head.addressee else []]


def add_text(element: Element, text: str) -> None:
    """Add characters at the end of an element; a sign stands for each that XML cannot hold."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + fit(text)
    else:
        element.text = (element.text or "") + fit(text)
