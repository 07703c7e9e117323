"""A Word file → its lines: paragraphs, list items, table rows and notes, in the document's order.

Headers, footers and comments are not part of the text; headers, footers and watermarks go into
the source's edges. Line numbers count the paragraphs, the rows
of tables and the notes through the file, blank ones too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.errors import UnreadableFile
from ingest.compose import SPACE, Piece, compose, part_lines, with_note_mark
from ingest.lines import Line, Removal
from ingest.metadata import of_properties
from ingest.rows import Row, row_line
from ingest.source import Source
from ingest.word.numbering import Numbering
from ingest.word.package import Package, open_package
from ingest.word.runs import Note, Runs, Words, local, reverse_changes, text_of
from ingest.word.styles import Styles, W, number, value

Element = Any  # lxml's elements have no types

_HOLDERS = frozenset(
    ["body", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"]
)
TABLES = frozenset(["tbl", "tr", "tc"])
_SHOWS = 1_400_000  # English metric units, 39 mm, of a picture that may show a table, wide and high
_LONGEST_CELL = 2_000  # characters; a cell that holds more is a column of the page
HIDDEN, TRACKED, CONTENTS = "hidden text", "tracked changes", "table of contents"
_ODD = {
    HIDDEN: "line {line}: hidden text taken out here and after it (lines: {count})",
    "pictures": "line {line}: a picture, perhaps of a table, is not read (pictures: {count})",
    "embedded": "line {line}: an embedded document is left out; add it as a file of its own",
    "lost notes": "line {line}: a note is called that the file does not hold",
    "comments": "{count} comments are left out",
    "symbols": "{count} signs of a symbol font are not known and read as \ufffd",
}


def read_word(data: bytes, name: str, *, before_changes: bool = False) -> Source:
    """Read a Word file's bytes. Raises UnreadableFile: no Word file, damaged, locked, without text.

    It is read with its tracked changes accepted, or as it was `before_changes`.
    """
    package = open_package(data, name)
    reader = _Reader(package, before_changes=before_changes)
    reader.read(package.document)
    if not reader.lines:
        if any(local(element) in ("drawing", "pict", "object") for element in package.document.iter()):
            message = f"{name}: pictures without text; give a file whose text can be selected"
            raise UnreadableFile(message, "scanned")
        raise UnreadableFile(f"{name}: a Word file without text; give one that holds text", "empty")
    try:
        properties = package.part("core-properties")
    except UnreadableFile:  # broken ones are as good as none
        properties = None
    return Source(
        lines=tuple(reader.lines),
        numbers=tuple(sorted(reader.numbers)),
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=tuple(reader.warnings()),
        removed=tuple(reader.removed),
        whole=True,
        edges=tuple(_edges(package)),
        metadata=of_properties(properties),
    )


def _edges(package: Package) -> Iterator[str]:
    """Walk the paragraphs of headers and footers, and the words that Word draws across a page."""
    for part in (*package.parts("header"), *package.parts("footer")):
        for element in part.iter():
            if local(element) == "textpath" and element.get("string"):
                yield str(element.get("string"))
            elif local(element) == "p":
                text = "".join(fragment.text or "\t" for fragment in element.iter(f"{W}t", f"{W}tab"))
                yield from [text] * bool(text.strip())


class _Reader:
    """Reads block after block; `self.number` is the last paragraph's."""

    def __init__(self, package: Package, *, before_changes: bool) -> None:
        notes = {kind: package.part(kind) for kind in ("footnotes", "endnotes")}
        self.before_changes = before_changes
        for part in (package.document, *notes.values()) if before_changes else ():
            if part is not None:
                reverse_changes(part)
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"), self.styles)
        self.runs = Runs(package.document, self.styles, first_note(package))
        self.notes = {kind: notes_of(part) for kind, part in notes.items()}
        self.lines: list[Line] = []
        self.numbers: set[int] = set()
        self.removed: list[Removal] = []
        self.number = 0
        self.counts = self.runs.counts  # of what is odd
        self.firsts: dict[str, int] = {}  # the lines where it was first met

    def read(self, holder: Element, *, framed: bool = False) -> None:
        """Read the blocks of a document, a cell or a text box."""
        for block in find(holder, "p", "tbl", "altChunk"):
            name = local(block)
            if name == "tbl":
                self._read_table(block)
                continue
            self.number += 1
            if name == "p":
                self._read_paragraph(block, framed=framed)
            else:
                self._count_oddity("embedded")

    def warnings(self) -> Iterator[str]:
        """Say what was odd, each with the first line where it was."""
        inserted, deleted = self.counts["insertions"], self.counts["deletions"]
        if self.before_changes:
            yield f"the document is read as it was before its tracked changes ({inserted + deleted})"
        elif inserted or deleted:
            yield (
                f"the document has tracked changes: insertions are read ({inserted}), "
                f"deletions left out ({deleted})"
            )
        for kind, template in _ODD.items():
            if self.counts[kind]:
                yield template.format(line=self.firsts.get(kind), count=self.counts[kind])

    def _read_paragraph(self, paragraph: Element, *, framed: bool) -> None:
        words = self.runs.read(paragraph, framed=framed)
        is_gone = _end_is_deleted(paragraph) and not compose(words.pieces)[0]
        marker = "" if is_gone else self._marker(paragraph)
        if self.styles.is_contents(paragraph) and compose(words.pieces)[0]:
            self._remove(CONTENTS)
            return
        if self.lines and _shows_picture(paragraph):
            self._count_oddity("pictures")
        level = self.styles.level(paragraph)
        title = level > 0 or self.styles.is_title(paragraph)
        above = next((line for line in reversed(self.lines) if line.text), None)
        after_colon = above is not None and (above.quoted or above.text.endswith(":"))
        quoted = self.styles.is_quoted(paragraph, after_colon=after_colon)
        self._add_lines(words, marker, level=level, title=title, quoted=quoted)
        self._add_after(words)

    def _add_lines(self, words: Words, marker: str, *, level: int, title: bool, quoted: bool = False) -> None:
        """Add a paragraph's lines: one, unless line breaks in it part units."""
        parts = part_lines(words.pieces, title=title)
        for at, (pieces, gap) in enumerate(parts):
            text, marks = compose([Piece(marker), SPACE, *pieces] if marker and not at else pieces)
            line = Line((self.number,), text, marks, gap=gap or not at, heading=level, quoted=quoted)
            self.lines.append(line)
        self._account(words, blank=not parts)

    def _account(self, words: Words, *, blank: bool) -> None:
        """Count a line and say what was left out of it; of one that has nothing else, by which step."""
        if words.hidden:
            self._count_oddity(HIDDEN)
        if not blank:
            self.numbers.add(self.number)
        elif words.hidden or words.deleted:
            self._remove(HIDDEN if words.hidden else TRACKED)

    def _marker(self, paragraph: Element) -> str:
        item = self.styles.list_item(paragraph)
        return self.numbering.marker(item) if item else ""

    def _add_after(self, words: Words) -> None:
        """Add the notes and the text boxes of a paragraph or a table after it."""
        for note in words.notes:
            self._add_note(note)
        for box in words.boxes:
            self.read(box, framed=True)

    def _add_note(self, note: Note) -> None:
        self.number += 1
        element = self.notes[note.kind].get(note.id)
        if element is None:
            self._count_oddity("lost notes")
            return
        words = self._words_of(element)
        words.pieces = with_note_mark(words.pieces, note.mark, repeats=note.is_custom)
        self._add_lines(words, "", level=0, title=True)

    def _words_of(self, holder: Element) -> Words:
        """Read all paragraphs of a note or a cell as one, each with its marker."""
        words = Words()
        for paragraph in find(holder, "p", within=TABLES):
            paragraph_words = self.runs.read(paragraph, framed=True)
            marker = self._marker(paragraph)
            marker_pieces = [Piece(marker), SPACE] if marker and compose(paragraph_words.pieces)[0] else []
            words.pieces += [*marker_pieces, *paragraph_words.pieces, SPACE]
            words.add(paragraph_words)
        return words

    def _read_table(self, table: Element) -> None:
        """Read a table row by row, its notes after it; what only frames the page, as the page."""
        rows = list(find(table, "tr"))
        cells = [list(find(row, "tc")) for row in rows]
        if is_frame(cells):
            for cell in (cell for row in cells for cell in row):
                self.read(cell, framed=True)
            return
        all_words = Words()
        above: Row = []
        for row, row_cells in zip(rows, cells, strict=True):
            self.number += 1
            above, words = self._row(row_cells, above)
            all_words.add(words)
            line = row_line((self.number,), above, gap=row is rows[0])
            if line is not None and row.find(f"{W}trPr/{W}del") is not None:
                words.deleted, line = True, None
            self.lines += [line] if line is not None else []
            self._account(words, blank=line is None)
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

    def _remove(self, step: str) -> None:
        self.numbers.add(self.number)
        self.removed.append(Removal(self.number, step))

    def _count_oddity(self, kind: str) -> None:
        """Remember where something was first met, and how often."""
        self.firsts.setdefault(kind, self.number)
        self.counts[kind] += 1


def find(holder: Element, *names: str, within: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Yield the elements with these names in document order, looking through wrappers such as form fields.

    `within` are further elements that are looked into.
    """
    stack = list(reversed(holder))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in names:
            yield element
        elif name in _HOLDERS or name in within:
            stack.extend(reversed(element))


def is_frame(rows: Sequence[Sequence[Element]]) -> bool:
    """Return True for a table that is a layout frame: one column, or a cell with a page's text."""
    if max((sum(1 for cell in row if text_of(cell).strip()) for row in rows), default=0) < 2:
        return True
    cells = [cell for row in rows for cell in row]
    return any(cell.find(f".//{W}tbl") is not None or len(text_of(cell)) > _LONGEST_CELL for cell in cells)


def _shows_picture(paragraph: Element) -> bool:
    """Return True for a paragraph with a picture that is large enough to show a table."""
    if next(paragraph.iter("{*}blip"), None) is None:
        return False
    extents = paragraph.iter("{*}extent")
    return any(min(number(size.get(side) or "", 0) for side in ("cx", "cy")) >= _SHOWS for size in extents)


def _end_is_deleted(paragraph: Element) -> bool:
    """Return True for a paragraph whose mark is a tracked deletion."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(local(change) in ("del", "moveFrom") for change in mark)


def notes_of(part: Element | None) -> dict[str, Element]:
    """Map the ids of a document's notes to them."""
    notes = [] if part is None else [note for note in part if note.get(W + "type") in (None, "normal")]
    return {note.get(W + "id") or "": note for note in notes}


def first_note(package: Package) -> int:
    """Return the number of a document's first footnote."""
    parts = (part for part in (package.document, package.part("settings")) if part is not None)
    starts = (part.find(f".//{W}footnotePr/{W}numStart") for part in parts)
    return next((number(value(start), 1) for start in starts if start is not None), 1)
