"""A unit's words → mixed content: emphasis, references, items inside a sentence, footnotes.

Spans come in layers, the outer ones first; one that an outer span cuts goes on in a second piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.akn.names import UNMARKED, Element, akn

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold


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
        self, text: str, layers: Sequence[Iterable[Span]], notes: Mapping[tuple[int, int], Element]
    ) -> None:
        """Sort each layer; `notes` are the elements by the place of their marks, which they replace."""
        self.text = text
        self.layers = [
            sorted((one for one in layer if one.start < one.end), key=lambda one: (one.start, -one.end))
            for layer in layers
        ]
        self.notes = dict(notes)

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
        """Write a stretch through the layers from this one on."""
        if layer == len(self.layers):
            self._plain(element, start, end)
            return
        at = start
        for span in self.layers[layer]:
            begin, stop = max(span.start, at), min(span.end, end)
            if begin >= stop:
                continue
            self._fill(element, at, begin, layer + 1)
            child = etree.SubElement(element, akn(span.name), span.attributes)
            self._fill(child, begin, stop, layer + 1)
            at = stop
        self._fill(element, at, end, layer + 1)

    def _plain(self, element: Element, start: int, end: int) -> None:
        """Write characters, and the footnotes whose marks stand among them in the marks' place."""
        at = start
        for begin, stop in sorted(self.notes):
            if at <= begin and stop <= end:
                add_text(element, self.text[at:begin])
                element.append(self.notes.pop((begin, stop)))
                at = stop
        add_text(element, self.text[at:end])


def add_text(element: Element, text: str) -> None:
    """Add characters at the end of an element; a sign stands for each that XML cannot hold."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + fit(text)
    else:
        element.text = (element.text or "") + fit(text)


def fit(text: str) -> str:
    """Put a sign in the place of each character that XML cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def escape(text: str) -> str:
    r"""Write what XML cannot hold as \uXXXX, as JSON may have it."""
    return _UNFIT.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
