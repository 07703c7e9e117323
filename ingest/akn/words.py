"""A unit's words ↔ mixed content: emphasis, references, items inside a sentence, footnotes.

`Phrase.write` and `read_words` are inverses, but for spans that cross each other in ways that
nesting cannot say. Spans come in layers, the outer ones first; one that an outer span cuts goes on
in a second piece, whose class says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.instruments import Mark
from ingest.akn.names import CONTINUED, CONTROL, STYLES, UNMARKED, Element, akn, local

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a unit's words and the element that goes around it."""

    start: int
    end: int
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of words that points somewhere."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Words:
    """What mixed content says: its characters, its emphasis, its links."""

    text: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]


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
            goes_on = {"class": CONTINUED} if begin > span.start else {}
            child = etree.SubElement(element, akn(span.name), {**span.attributes, **goes_on})
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
    """Add characters at the end of an element; each that XML cannot hold is shown by a sign and named."""
    done = 0
    for match in _UNFIT.finditer(text):
        _add(element, text[done : match.start()])
        code = ord(match.group())
        shown = etree.SubElement(element, akn("inline"), name=CONTROL, title=f"U+{code:04X}")
        shown.text = chr(0x2400 + code) if code < 0x20 else "\ufffd"
        done = match.end()
    _add(element, text[done:])


def _add(element: Element, text: str) -> None:
    """Add characters that XML can hold at the end of an element."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def fit(text: str) -> str:
    """Put a sign in the place of each character that XML cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def escape(text: str) -> str:
    r"""Write what XML cannot hold as \uXXXX, for attributes that are read back."""
    return _UNFIT.sub(lambda match: f"\\u{ord(match.group()):04x}", text.replace("\\", "\\\\"))


def unescape(text: str) -> str:
    """Read what `escape` wrote."""
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|\\)", lambda match: chr(int(match[1], 16)) if match[1] else "\\", text
    )


def read_words(elements: Iterable[Element]) -> Words:
    """Read what stands in an element, or in the cells of a row, which tabs part."""
    reader = _Reader()
    for at, element in enumerate(elements):
        reader.add("\t" if at else "")
        reader.read(element)
    return reader.words()


class _Reader:
    """Gathers mixed content, in time that grows with its length alone."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.spans: list[tuple[int, int, str]] = []  # start, end, and what holds them: a style, "ref href"
        self.ends: dict[tuple[str, int], int] = {}  # where a span of a kind ends → its place among them

    def words(self) -> Words:
        """Return what was gathered."""
        marks = [Mark(*span) for span in self.spans if not span[2].startswith("ref ")]
        links = [Link(start, end, kind[4:]) for start, end, kind in self.spans if kind.startswith("ref ")]
        marks.sort(key=lambda one: (one.start, one.end, one.style))
        links.sort(key=lambda one: one.start)
        return Words("".join(self.pieces), tuple(marks), tuple(links))

    def add(self, text: str | None) -> None:
        """Add characters."""
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def read(self, element: Element) -> None:
        """Read one element's content; files that nest deeper than Python's stack are refused before."""
        self.add(element.text)
        for child in element:
            name, start = local(child), self.length
            if name == "authorialNote":
                self.add("" if child.get("class") == UNMARKED else child.get("marker"))
            elif name == "inline" and child.get("name") == CONTROL:
                self.add(chr(int(child.get("title", "")[2:], 16)))
            else:
                self.read(child)
                if name in STYLES or name == "ref":
                    kind = STYLES.get(name) or f"ref {child.get('href', '')}"
                    self._note(start, kind, goes_on=child.get("class") == CONTINUED)
            self.add(child.tail)

    def _note(self, start: int, kind: str, *, goes_on: bool) -> None:
        """Remember a span that ends here; a second piece lengthens the first."""
        at = self.ends.pop((kind, start), None) if goes_on else None
        if at is None:
            at = len(self.spans)
            self.spans.append((start, self.length, kind))
        else:
            self.spans[at] = (self.spans[at][0], self.length, kind)
        self.ends[kind, self.length] = at
