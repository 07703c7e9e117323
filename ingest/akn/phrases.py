"""What stands in a unit's words: items, its head, references, emphasis, and marks of footnotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from corpus.instruments import Edition, Provision
from ingest.akn.iris import iri
from ingest.akn.names import HEAD, STYLE_ELEMENTS, Element, role_of
from ingest.akn.outline import Unit
from ingest.akn.words import Phrase, Span
from ingest.markers import plain_number
from ingest.naming import mark_places


class Phrases:
    """The words of an edition's units; `note` makes a footnote, whose mark is the text given."""

    def __init__(self, edition: Edition, note: Callable[[Unit, str], Element]) -> None:
        """Sort the references by the units that they stand in."""
        self.note = note
        self.links: defaultdict[str, list[Span]] = defaultdict(list)
        for one in edition.references:
            href = iri(one.target, edition.key)
            self.links[one.source].append(Span(one.start, one.end, "ref", {"href": href}))

    def of(self, unit: Unit) -> Phrase:
        """Gather what stands in a unit's words, outermost first."""
        one = unit.provision
        deepest = max((item.level for item in unit.items), default=0)
        items = [
            [
                Span(*item.span, "inline", {"name": role_of(item.provision), "eId": item.provision.eid})
                for item in unit.items
                if item.level == level
            ]
            for level in range(1, deepest + 1)
        ]
        styles = [
            [Span(mark.start, mark.end, name) for mark in one.marks if mark.style == style]
            for style, name in STYLE_ELEMENTS.items()
        ]
        layers = [*items, *_head_spans(one), self.links[one.eid], *styles]
        return Phrase(one.text, layers, self._notes(unit))

    def _notes(self, unit: Unit) -> dict[tuple[int, int], Element]:
        """Make the footnotes that a unit carries, by where their marks stand; (-1, n) for nowhere."""
        notes: dict[tuple[int, int], Element] = {}
        for at, note in enumerate(unit.notes):
            place = _note_place(unit.provision, note.provision, set(notes))
            mark = unit.provision.text[slice(*place)] if place else note.provision.marker
            notes[place or (-1, at)] = self.note(note, mark)
        return notes


def _note_place(carrier: Provision, note: Provision, taken: set[tuple[int, int]]) -> tuple[int, int] | None:
    """Find a footnote's mark in the words that carry it, where no other footnote has it."""
    number = plain_number(note.marker).strip("()[]. ")
    return next((span for span in mark_places(carrier.text, number) if span not in taken), None)


def _head_spans(provision: Provision) -> list[list[Span]]:
    """Mark the head that a unit's words begin with, and in it verb and addressee; a heading is all head."""
    head = provision.head
    if head is None or not provision.text.startswith(head.text):
        return []
    whole = Span(0, len(head.text), "inline", {"name": HEAD})
    verb = Span(0, len(head.verb), "inline", {"name": "verb"})
    addressee = Span(len(head.verb) + 1, len(head.text), "inline", {"name": "addressee"})
    return [[whole] * (role_of(provision) != HEAD), [verb, addressee] if head.addressee else []]
