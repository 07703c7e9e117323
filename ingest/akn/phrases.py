"""A unit's words → mixed content: items, its head, references, emphasis, footnotes in their marks' place.

Spans come in layers, the outer ones first; one that an outer span cuts goes on in a second piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.instruments import Edition, Provision
from ingest.akn.iris import iri
from ingest.akn.names import HEAD, STYLE_ELEMENTS, UNMARKED, Element, akn, fit, role_of
from ingest.akn.outline import Unit
from ingest.markers import plain_number
from ingest.naming import mark_places


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
