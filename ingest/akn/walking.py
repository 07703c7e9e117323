"""Akoma Ntoso from elsewhere → lines: every word that stands in it, in its order.

An element that marks a stretch of words stays within its line; any other begins one. A number
stands before the words that it counts, a footnote after the line that carries its mark, or after
the table. The metadata has no words of the text; a table of contents repeats headings and is
removed by that name.
"""

from __future__ import annotations

import re

from corpus.instruments import Mark
from ingest.akn.names import STYLES, UNMARKED, Element, local
from ingest.lines import Line, Removal
from ingest.markers import cut_marker, superscript
from ingest.source import Source

CONTENTS = "table of contents"
_STRETCHES = frozenset(
    "a abbr affectedDocument argument b br change concept courtType date decoration def del docAuthority"
    " docCommittee docDate docIntroducer docJurisdiction docNumber docProponent docPurpose docStage"
    " docStatus docTitle docType docketNumber em embeddedText entity eol eop event fillIn i img inline ins"
    " judge lawyer legislature location marker mmod mod mref neutralCitation noteRef object omissis"
    " opinion organization outcome party person placeholder process quantity quotedText recordedTime ref"
    " relatedDocument remark rmod role rref session shortTitle signature span strong sub sup term time u"
    " vote".split()
)
_HEADINGS = ("heading", "subheading", "crossHeading")
_BREAKS = ("br", "eol", "eop")
_BLANK = " \t\r\n\f"
_PIECES = re.compile(rf"[{_BLANK}]+|[^{_BLANK}]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ROMAN = re.compile(r"[ivxlc]+|[IVXLC]+")


def walk(root: Element, sha256: str, encoding: str, warnings: tuple[str, ...] = ()) -> Source:
    """Return the words of a document as a source whose lines are whole paragraphs."""
    walker = _Walker(root)
    walker.run(root)
    return Source(
        tuple(walker.lines),
        tuple(range(1, walker.count + 1)),
        sha256,
        encoding=encoding,
        warnings=warnings,
        removed=tuple(walker.removed),
        whole=True,
    )


class _Walker:
    """Walks a document and gathers the line that is open."""

    def __init__(self, root: Element) -> None:
        self.space = _namespace(root)
        self.lines: list[Line] = []
        self.removed: list[Removal] = []
        self.count = 0  # lines, removed ones too
        self.text = ""  # of the open line
        self.marks: list[Mark] = []
        self.parted = False  # whether blanks stand before what comes next
        self.waiting: list[str] = []  # numbers that stand before the next words
        self.notes: list[tuple[str, Element]] = []  # footnotes that follow, with their marks
        self.noted = 0  # footnotes that have no mark of their own
        self.headings = 0  # how deep the headings are
        self.level = 0  # of the heading that is open
        self.cells = 0  # how deep in cells, where a line does not end
        self.gap = True  # whether the next line stands apart
        self.contents = False  # whether in a table of contents

    def run(self, root: Element) -> None:
        """Walk the document."""
        self.visit(root)
        if self.waiting:
            self._emit("")
        self._print_notes()

    # -- elements ----------------------------------------------------------------------------------

    def visit(self, element: Element) -> None:
        """Walk an element that is more than a stretch of words; its words are lines of their own."""
        name = local(element)
        if name == "meta":
            return
        self._end_line()
        before = len(self.waiting)
        if name == "num":
            self._number(element)
            return
        if name == "table":
            self._table(element)
        elif name == "toc":
            self.contents = True
            self._inside(element)
            self._end_line()
            self.contents = False
        else:
            self._block(element, name)
        if name not in _HEADINGS and len(self.waiting) > before:
            self._emit("")  # a number that counts no words

    def _block(self, element: Element, name: str) -> None:
        """Walk a heading, a paragraph, or whatever holds them."""
        deeper = any(local(child) == "heading" for child in element)
        self.headings += deeper
        if name == "li":
            self.waiting.append(_sign(element))
        self.level = max(self.headings, 1) if name in _HEADINGS else 0
        self._inside(element)
        self._end_line()
        self.headings -= deeper

    def _inside(self, element: Element) -> None:
        """Walk what stands in an element, words and elements."""
        self._add(element.text)
        for child in element:
            name = local(child)
            if name == "authorialNote":
                self._carry(child)
            elif name in _STRETCHES or _namespace(child) != self.space:
                self._stretch(child, name)
            else:
                self.visit(child)
            self._add(child.tail)

    def _stretch(self, element: Element, name: str) -> None:
        """Walk a stretch of words within a line, with its emphasis."""
        if name in _BREAKS:
            self.parted = True
        if name == "noteRef":
            self._add(_mark(element.get("marker", "")))
        start, line = len(self.text), self.count
        self._inside(element)
        start = 0 if self.count != line else start  # a line ended within it
        start += len(self.text[start:]) - len(self.text[start:].lstrip(" "))
        words = self.text[start:]
        if name == "sup" and words.isascii() and words.isdigit():
            self.text = self.text[:start] + superscript(words)
        if name in STYLES and words:
            self.marks.append(Mark(start, len(self.text), STYLES[name]))

    def _number(self, element: Element) -> None:
        """Keep a number for the words that it counts; "Article 19" is a line of its own."""
        self._inside(element)
        number = self.text.strip()
        if self.cells or not number:
            return
        words = [word for word in _WORD.findall(number) if not _ROMAN.fullmatch(word)]
        if words and not cut_marker(f"{number} x").readings:
            self._end_line()
            return
        self.text, self.marks = "", []
        self.waiting.append(number)

    def _table(self, element: Element) -> None:
        """Walk a table: a row is a line, tabs part its cells, its footnotes follow the table."""
        first = True
        for child in _rows(element):
            if local(child) != "tr":
                self.visit(child)
                continue
            self.cells += 1
            for at, cell in enumerate(child):
                self.text += "\t" if at and self.cells == 1 else ""
                self._inside(cell)
                self.parted = True
            self.cells -= 1
            self.gap = first or not self.lines
            if not self.cells and self.text.strip():
                self._emit(self.text.strip(" "))
                first = False
        self.gap = True
        self._print_notes()

    # -- footnotes ---------------------------------------------------------------------------------

    def _carry(self, note: Element) -> None:
        """Put a footnote's mark into the open line and keep the footnote."""
        mark = note.get("marker", "").strip()
        if not mark:
            self.noted += 1
            mark = str(self.noted)
        if note.get("class") != UNMARKED:
            self._add(_mark(mark))
        self.notes.append((_mark(mark), note))

    def _print_notes(self) -> None:
        """Walk the footnotes that are due."""
        if self.cells or self.contents:
            return
        due, self.notes = self.notes, []
        held = self.waiting
        for mark, note in due:
            self.waiting = [mark]
            self._inside(note)
            self._end_line()
            if self.waiting:
                self._emit("")
        self.waiting = held

    # -- lines -------------------------------------------------------------------------------------

    def _add(self, text: str | None) -> None:
        """Add characters to the open line; blanks are one space."""
        for piece in _PIECES.findall(text or ""):
            if piece[0] in _BLANK:
                self.parted = True
                continue
            if self.parted and self.text and self.text[-1] not in " \t":
                self.text += " "
            self.parted = False
            self.text += piece

    def _end_line(self) -> None:
        """End the open line, but in a cell, where what follows is parted from it."""
        self.parted = True
        if self.cells:
            return
        if self.text.strip():
            self._emit(self.text)
            self._print_notes()
        elif not self.waiting:
            self._print_notes()

    def _emit(self, text: str) -> None:
        """Make a line of the numbers that wait and of a text."""
        before = " ".join([*self.waiting, ""]) if text else " ".join(self.waiting)
        marks = tuple(Mark(one.start + len(before), one.end + len(before), one.style) for one in self.marks)
        self.count += 1
        if self.contents:
            self.removed.append(Removal(self.count, CONTENTS))
        else:
            line = Line((self.count,), before + text, _ordered(marks), gap=self.gap, heading=self.level)
            self.lines.append(line)
        self.text, self.marks, self.waiting, self.gap, self.level = "", [], [], True, 0


def _rows(table: Element) -> list[Element]:
    """Return a table's rows and its caption, past groups of rows."""
    found: list[Element] = []
    for child in table:
        found += list(child) if local(child) in ("thead", "tbody", "tfoot") else [child]
    return found


def _ordered(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return marks in the order of the text."""
    return tuple(sorted(marks, key=lambda one: (one.start, one.end)))


def _mark(marker: str) -> str:
    """Return a footnote's mark as a text prints it: a number is raised."""
    return superscript(marker) if marker.isascii() and marker.isdigit() else marker


def _sign(item: Element) -> str:
    """Return what a page would print before an item of a plain list."""
    above = item.getparent()
    if local(above) != "ol":
        return "-"
    return f"{item.get('value') or above.index(item) + 1}."


def _namespace(element: Element) -> str:
    """Return an element's namespace."""
    return str(element.tag).rpartition("}")[0]
