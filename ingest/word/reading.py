"""A Word file → its lines: paragraphs, list items, table rows and notes, in the document's order.

Headers, footers and comments are no part of the text; what headers and footers say, a watermark
included, stands in the source's edges. Line numbers count the paragraphs, the rows
of tables and the notes through the file, blank ones too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import UnreadableFile
from ingest.compose import SPACE, Piece, compose, part_lines, with_note_mark
from ingest.invisible import without_invisible
from ingest.lines import Line, Removal
from ingest.metadata import of_properties
from ingest.rows import Row, row_line
from ingest.source import Source
from ingest.word.blocks import (
    blocks,
    end_is_deleted,
    first_note,
    held,
    is_frame,
    notes_of,
    paragraphs,
    shows_picture,
)
from ingest.word.numbering import Numbering
from ingest.word.package import Package, open_package
from ingest.word.runs import Note, Runs, Words, local
from ingest.word.styles import Styles, W, number, value

Element = Any  # lxml's elements have no types

HIDDEN, TRACKED, CONTENTS = "hidden text", "tracked changes", "table of contents"
_ODD = {
    HIDDEN: "line {line}: hidden text taken out here and after it (lines: {count})",
    "pictures": "line {line}: a picture, perhaps of a table, is not read (pictures: {count})",
    "embedded": "line {line}: an embedded document is left out; add it as a file of its own",
    "lost notes": "line {line}: a note is called that the file does not hold",
    "mixed notes": "endnotes are numbered on from the footnotes",
    "comments": "{count} comments are left out",
    "symbols": "{count} signs of a symbol font are not known and read as \ufffd",
}


def read_word(data: bytes, name: str) -> Source:
    """Read a Word file's bytes. Raises UnreadableFile: no Word file, damaged, locked, without text."""
    package = open_package(data, name)
    reader = _Reader(package)
    reader.read(package.document)
    if not reader.lines:
        pictures = any(local(one) in ("drawing", "pict", "object") for one in package.document.iter())
        what = "pictures without text; give a file whose text can be selected"
        raise UnreadableFile(
            f"{name}: {what if pictures else 'a Word file without text; give one that holds text'}",
            "scanned" if pictures else "empty",
        )
    source = Source(
        lines=tuple(reader.lines),
        numbers=tuple(sorted(reader.numbers)),
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=tuple(reader.warnings()),
        removed=tuple(reader.removed),
        whole=True,
        edges=tuple(_edges(package)),
        metadata=of_properties(_properties(package)),
    )
    return without_invisible(source)


def _properties(package: Package) -> Element | None:
    """Return the core properties; broken ones are as good as none."""
    try:
        return package.part("core-properties")
    except UnreadableFile:
        return None


def _edges(package: Package) -> Iterator[str]:
    """Walk the paragraphs of headers and footers, and the words that Word draws across a page."""
    for part in (*package.parts("header"), *package.parts("footer")):
        for element in part.iter():
            if local(element) == "textpath" and element.get("string"):
                yield str(element.get("string"))
            elif local(element) == "p":
                text = "".join(one.text or "\t" for one in element.iter(f"{W}t", f"{W}tab"))
                yield from [text] * bool(text.strip())


@dataclass
class _Carried:
    """Paragraphs whose end was deleted: what they say goes before the next one."""

    words: Words = field(default_factory=Words)
    numbers: tuple[int, ...] = ()


class _Reader:
    """Reads block after block; `self.number` is the last paragraph's."""

    def __init__(self, package: Package) -> None:
        styles = Styles(package.part("styles"))
        self.styles = styles
        self.numbering = Numbering(package.part("numbering"), styles)
        self.runs = Runs(package.document, styles, first_note(package))
        self.notes = {kind: notes_of(package.part(kind)) for kind in ("footnotes", "endnotes")}
        self.lines: list[Line] = []
        self.numbers: set[int] = set()
        self.removed: list[Removal] = []
        self.number = 0
        self.carried = _Carried()
        self.firsts: dict[str, int] = {}  # where something was first met
        self.counts: dict[str, int] = {}  # and how often

    def read(self, holder: Element, *, framed: bool = False) -> None:
        """Read the blocks of a document, a cell or a text box."""
        for block in blocks(holder):
            name = local(block)
            if name == "p":
                self._read_paragraph(block, framed=framed)
            elif name == "tbl":
                self._read_table(block)
            else:
                self.number += 1
                self._note("embedded", self.number)
        self._drop_carried()

    def warnings(self) -> Iterator[str]:
        """Say what was odd, each with the first line where it was."""
        counts = {**self.runs.counts, **self.counts}
        inserted, deleted = counts.get("insertions", 0), counts.get("deletions", 0)
        if inserted or deleted:
            yield (
                f"the document has tracked changes: insertions are read ({inserted}), "
                f"deletions left out ({deleted})"
            )
        for what, said in _ODD.items():
            if counts.get(what):
                yield said.format(line=self.firsts.get(what), count=counts[what])
        if self.numbering.unknown:
            yield f"list numbers of the style {', '.join(sorted(self.numbering.unknown))} are read as digits"

    # -- paragraphs ----------------------------------------------------------------------------

    def _read_paragraph(self, paragraph: Element, *, framed: bool) -> None:
        """Read one paragraph, with its notes and text boxes after it."""
        self.number += 1
        words = self.runs.read(paragraph, framed=framed)
        if end_is_deleted(paragraph):
            self._carry(words)
            return
        numbers, words = self._with_carried(words)
        marker = self._marker(paragraph)
        if self.styles.is_contents(paragraph) and compose(words.pieces)[0]:
            self._remove(numbers, CONTENTS)
            return
        if self.lines and shows_picture(paragraph):
            self._note("pictures", self.number)
        level = self.styles.level(paragraph)
        title = level > 0 or self.styles.is_title(paragraph)
        self._add_lines(numbers, words, marker, level=level, title=title)
        self._add_after(words)

    def _add_lines(
        self, numbers: tuple[int, ...], words: Words, marker: str, *, level: int, title: bool
    ) -> None:
        """Add a paragraph's lines: one, unless line breaks in it part units."""
        parts = part_lines(words.pieces, title=title)
        for at, (pieces, gap) in enumerate(parts):
            text, marks = compose([Piece(marker), SPACE, *pieces] if marker and not at else pieces)
            self.lines.append(Line(numbers, text, marks, gap=gap or not at, heading=level))
        self.numbers.update(numbers if parts else ())
        self._account(numbers, words, blank=not parts)

    def _account(self, numbers: tuple[int, ...], words: Words, *, blank: bool) -> None:
        """Say of a line what was left out; of a line that has nothing else, by which step."""
        if words.hidden:
            self._note(HIDDEN, numbers[-1])
        if blank and (words.hidden or words.deleted):
            self._remove(numbers, HIDDEN if words.hidden else TRACKED)

    def _carry(self, words: Words) -> None:
        """Keep the words of a paragraph whose end was deleted for the next one."""
        if compose(words.pieces)[0]:
            carried = self.carried.words
            carried.pieces += [*words.pieces, SPACE]
            carried.notes += words.notes
            carried.boxes += words.boxes
            self.carried.numbers += (self.number,)
        else:
            self._account((self.number,), words, blank=True)

    def _with_carried(self, words: Words) -> tuple[tuple[int, ...], Words]:
        """Put before a paragraph's words those that were carried to it."""
        before, self.carried = self.carried, _Carried()
        if not before.numbers:
            return (self.number,), words
        pieces = [*before.words.pieces, *words.pieces]
        numbers = (*before.numbers, self.number) if compose(words.pieces)[0] else before.numbers
        notes, boxes = before.words.notes + words.notes, before.words.boxes + words.boxes
        return numbers, Words(pieces, notes, boxes, words.hidden, words.deleted)

    def _drop_carried(self) -> None:
        """Add what was carried and has no paragraph to go before: the last of a cell or a document."""
        if self.carried.numbers:
            numbers, words = self._with_carried(Words())
            self._add_lines(numbers, words, "", level=0, title=False)
            self._add_after(words)

    def _marker(self, paragraph: Element) -> str:
        """Count a paragraph in its list and return what it shows."""
        item = self.styles.list_item(paragraph)
        return self.numbering.marker(item) if item else ""

    # -- notes ---------------------------------------------------------------------------------

    def _add_after(self, words: Words) -> None:
        """Add the notes and the text boxes of a paragraph or a table after it."""
        self._add_notes(words.notes)
        for box in words.boxes:
            self.read(box, framed=True)

    def _add_notes(self, notes: Sequence[Note]) -> None:
        """Add the notes that a paragraph calls, each as one line."""
        for note in notes:
            self.number += 1
            found = self.notes[note.kind].get(note.id)
            if found is None:
                self._note("lost notes", self.number)
                continue
            if note.kind == "endnotes" and self.notes["footnotes"]:
                self._note("mixed notes", self.number)
            words = self._words_of(found)
            words.pieces = with_note_mark(words.pieces, note.mark, repeats=note.is_custom)
            self._add_lines((self.number,), words, "", level=0, title=True)

    def _words_of(self, holder: Element) -> Words:
        """Read all paragraphs of a note or a cell as one, each with its marker."""
        words = Words()
        for paragraph in paragraphs(holder):
            found = self.runs.read(paragraph, framed=True)
            marker = self._marker(paragraph)
            own = [Piece(marker), SPACE] if marker and compose(found.pieces)[0] else []
            words.pieces += [*own, *found.pieces, SPACE]
            words.add(found)
        return words

    # -- tables --------------------------------------------------------------------------------

    def _read_table(self, table: Element) -> None:
        """Read a table row by row, its notes after it; what only frames the page, as the page."""
        rows = list(held(table, "tr"))
        cells = [list(held(row, "tc")) for row in rows]
        if is_frame(cells):
            for cell in (cell for row in cells for cell in row):
                self.read(cell, framed=True)
            return
        all_words = Words()
        above: Row = []
        for row, own in zip(rows, cells, strict=True):
            self.number += 1
            above, words = self._row(own, above)
            all_words.add(words)
            line = row_line((self.number,), above, gap=row is rows[0])
            if line is not None and row.find(f"{W}trPr/{W}del") is None:
                self.lines.append(line)
                self.numbers.add(self.number)
                self._account((self.number,), words, blank=False)
            else:
                words.deleted |= line is not None
                self._account((self.number,), words, blank=True)
        self._add_after(all_words)

    def _row(self, cells: Sequence[Element], above: Row) -> tuple[Row, Words]:
        """Read a row's cells; one that goes on from the row above says again what stands there."""
        row: Row = []
        all_words = Words()
        for cell in cells:
            span = max(1, min(number(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1), 99))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            words = self._words_of(cell)
            all_words.add(words)
            goes_on = merge is not None and value(merge) != "restart" and len(row) < len(above)
            row.append(above[len(row)] if goes_on else compose(words.pieces))
            row += [("", ())] * (span - 1)
        return row, all_words

    # -- accounts ------------------------------------------------------------------------------

    def _remove(self, numbers: Sequence[int], step: str) -> None:
        """Account for lines that a step took out."""
        self.numbers.update(numbers)
        self.removed += [Removal(one, step) for one in numbers]

    def _note(self, what: str, line: int) -> None:
        """Remember where something was first met, and how often."""
        self.firsts.setdefault(what, line)
        self.counts[what] = self.counts.get(what, 0) + 1
