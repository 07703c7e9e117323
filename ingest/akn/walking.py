"""Akoma Ntoso from elsewhere → lines: every word that stands in it, in its order.

An element that marks a stretch of words stays within its line; any other begins one. A number
stands before the words that it counts, a footnote after the line that carries its mark, or after
the table. The metadata has no words of the text; a table of contents repeats headings and is
removed by that name.
"""

from __future__ import annotations

import re

from corpus.instruments import Mark
from ingest.akn.components import DOCUMENTS, starts_of
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
_DRAFT = ("Draft",)  # what a document of the type "bill" says without words
_BREAKS = ("br", "eol", "eop")
_BLANK = " \t\r\n\f"
_BLANKS = re.compile(rf"[{_BLANK}]+")
_WORD = re.compile(r"\A\W*(?P<word>[^\W\d_]{3,})")
_ROMAN = re.compile(r"[ivxlc]+|[IVXLC]+")


def walk(root: Element, sha256: str, warnings: tuple[str, ...] = ()) -> Source:
    """Return the words of a document as a source whose lines are whole paragraphs."""
    walker = _Walker(root)
    walker.run(root)
    return Source(
        tuple(walker.lines),
        tuple(range(1, walker.count + 1)),
        sha256,
        warnings=warnings,
        removed=tuple(walker.removed),
        whole=True,
        edges=_DRAFT if any(local(one) == "bill" for one in root) else (),
        starts=starts_of(root, walker.documents, walker.lines),
    )


class _Walker:
    """Walks a document and gathers the line that is open."""

    def __init__(self, root: Element) -> None:
        self.space = _namespace(root)
        self.lines: list[Line] = []
        self.removed: list[Removal] = []
        self.count = 0  # lines, removed ones too
        self.pieces: list[str] = []  # of the open line
        self.length = 0
        self.signs = 0  # how much of it are marks of footnotes
        self.marks: list[Mark] = []
        self.parted = False  # whether blanks stand before what comes next
        self.waiting: list[str] = []  # numbers that stand before the next words
        self.notes: list[tuple[str, Element]] = []  # footnotes that follow, with their marks
        self.noted = 0  # footnotes that have no mark of their own
        self.headings = 0  # how deep the headings are
        self.level = 0  # of the heading that is open
        self.cells = 0  # how deep in cells, where a line does not end
        self.tables = 0  # how deep in tables
        self.gap = True  # whether the next line stands apart
        self.contents = False  # whether in a table of contents
        self.counts: list[int] = []  # the items of the lists that are open
        self.documents: list[tuple[Element, int]] = []  # each with the line at which it begins

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
        if name in DOCUMENTS:
            self.documents.append((element, self.count + 1))
        before = len(self.waiting)
        if name == "num":
            self._number(element)
            return
        if name == "table":
            self._table(element)
        elif name == "tr":
            self._row(element)
        elif name == "toc":
            self.contents = True
            self._inside(element)
            self._end_line()
            self.contents = False
        else:
            self._block(element, name)
        if name not in _HEADINGS and len(self.waiting) > before and not self.cells:
            self._emit("")  # a number that counts no words

    def _block(self, element: Element, name: str) -> None:
        """Walk a heading, a paragraph, or whatever holds them."""
        deeper = any(local(child) == "heading" for child in element)
        self.headings += deeper
        if name in ("ul", "ol"):
            self.counts.append(0)
        if name == "li" and not self.cells:
            self.waiting.append(self._sign(element))
        self.level = max(self.headings, 1) if name in _HEADINGS else 0
        self._inside(element)
        self._end_line()
        self.headings -= deeper
        if name in ("ul", "ol"):
            self.counts.pop()

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
        at, start, line = len(self.pieces), self.length, self.count
        self._inside(element)
        if self.count != line:  # a line ended within it
            at, start = 0, 0
        if self.pieces[at:]:
            start += self.pieces[at] == " "
            self._mark_stretch(name, at, start)

    def _mark_stretch(self, name: str, at: int, start: int) -> None:
        """Keep what a stretch of words is: emphasised, or a number that is raised."""
        words = "".join(self.pieces[at:]).strip(" ") if name == "sup" else ""
        if words.isascii() and words.isdigit():
            parted = " " if self.pieces[at] == " " else ""
            self.pieces[at:] = [parted, superscript(words)]
        if name in STYLES:
            self.marks.append(Mark(start, self.length, STYLES[name]))

    def _number(self, element: Element) -> None:
        """Keep a number for the words that it counts; "Article 19" is a line of its own."""
        self._inside(element)
        number = self._taken() if not self.cells else ""
        if not number:
            return
        word = _WORD.match(number)
        if word and not _ROMAN.fullmatch(word["word"]) and not cut_marker(f"{number} x").readings:
            self._emit(number)
            self._print_notes()
        else:
            self.marks = []
            self.waiting.append(number)

    def _table(self, element: Element) -> None:
        """Walk a table; its rows follow each other, its footnotes follow it."""
        self.tables += 1
        self._inside(element)
        self._end_line()
        self.tables -= 1
        self.gap = True
        self._print_notes()

    def _row(self, element: Element) -> None:
        """Walk a row: a line, whose cells tabs part; a row in a cell is words of that cell."""
        self.cells += 1
        self._add(element.text)
        for at, cell in enumerate(element):
            self._put("\t" if at and self.cells == 1 else "")
            self._inside(cell)
            self.parted = True
            self._add(cell.tail)
        self.cells -= 1
        row = self._taken() if not self.cells else ""
        if row.strip():
            self._emit(row)
            self.gap = False

    def _sign(self, item: Element) -> str:
        """Return what a page would print before an item of a plain list."""
        if not self.counts or local(item.getparent()) != "ol":
            return "-"
        self.counts[-1] += 1
        return f"{item.get('value') or self.counts[-1]}."

    # -- footnotes ---------------------------------------------------------------------------------

    def _carry(self, note: Element) -> None:
        """Put a footnote's mark into the open line and keep the footnote."""
        mark = note.get("marker", "").strip()
        if not mark:
            self.noted += 1
            mark = str(self.noted)
        if note.get("class") != UNMARKED:
            self._add(_mark(mark))
            self.signs += len(_mark(mark))
        self.notes.append((_mark(mark), note))

    def _print_notes(self) -> None:
        """Walk the footnotes that are due."""
        if self.cells or self.tables or self.contents:
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
        if not text:
            return
        bare = text.strip(_BLANK)
        if not bare:
            self.parted = True
            return
        before = self.parted or text[0] in _BLANK
        if before and self.length and self.pieces[-1] not in (" ", "\t"):
            self._put(" ")
        self._put(" ".join(_BLANKS.split(bare)))
        self.parted = text[-1] in _BLANK

    def _put(self, text: str) -> None:
        """Add characters as they are."""
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def _taken(self) -> str:
        """Take the open line's words; what marks them stays until a line is made."""
        text = "".join(self.pieces)
        self.pieces, self.length, self.signs = [], 0, 0
        return text

    def _end_line(self) -> None:
        """End the open line, but in a cell, where what follows is parted from it."""
        self.parted = True
        if self.cells:
            return
        if self.length > self.signs:
            self._emit(self._taken())
            self._print_notes()
            return
        self._taken()  # nothing, or a footnote's mark that stands alone
        self.marks = []
        if not self.waiting:
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
        self.marks, self.waiting, self.gap, self.level = [], [], True, 0


def _ordered(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return marks in the order of the text."""
    return tuple(sorted(marks, key=lambda one: (one.start, one.end)))


def _mark(marker: str) -> str:
    """Return a footnote's mark as a text prints it: a number is raised."""
    return superscript(marker) if marker.isascii() and marker.isdigit() else marker


def _namespace(element: Element) -> str:
    """Return an element's namespace."""
    return str(element.tag).rpartition("}")[0]
