"""Tables of proposals as files: python-docx → a Word file to read, openpyxl → a spreadsheet with a filter.

Deleted words are struck and inserted ones underlined, by their format: nobody accepts changes in a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.plain_text import printable
from assistant.proposals.table import Entry, Row, Table

_WIDTHS = {"Clause": 3.4, "Adopted text": 8.6, "Proposals": 12.0, "Standing": 3.9}  # cm, of A4 across
_COLUMNS = {"Clause": 24, "Adopted text": 60, "Standing": 18, "Collides on": 30}  # characters
_PROPOSAL = 60  # characters, of a proposal's column
_COLOURS = {"-": "9C1C1C", "+": "1B5E20"}
_LONGEST = 32_000  # characters: a cell of a spreadsheet has at most 32,767
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31


def word_file(tables: Sequence[Table]) -> bytes:
    """Write a Word file, in landscape: for each text its proposals and the table."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(0.9)
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(9)
    for table in tables:
        document.add_heading(_printable(f"Proposals on {table.edition.name}"), level=1)
        for proposal in table.proposals:
            line = document.add_paragraph(style="List Bullet")
            line.add_run(_printable(proposal.name)).bold = True
            line.add_run(_printable("".join(f" {note}" for note in proposal.notes)))
        _add_table(document, table)
    return _saved(document)


def xlsx_file(tables: Sequence[Table]) -> bytes:
    """Write a spreadsheet: a sheet for each text, a row for each clause, a column for each proposal."""
    book = Workbook()
    for at, table in enumerate(tables):
        title = f"{at + 1} {_NO_SHEET_NAME.sub(' ', table.edition.name)}"[:_LONGEST_SHEET_NAME]
        _fill(book.create_sheet(title), table)
    assert book.active is not None
    book.remove(book.active)
    return _saved(book)


class Form(NamedTuple):
    """How tables are written as a file, and what the file is."""

    write: Callable[[Sequence[Table]], bytes]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS = {
    "docx": Form(word_file, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": Form(xlsx_file, f"{_OFFICE}.spreadsheetml.sheet"),
}
"""The files that tables are exported as, by their ending."""


def _saved(file: Document | Workbook) -> bytes:
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _add_table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=len(table.rows) + 1, cols=len(_WIDTHS), style="Table Grid")
    grid.autofit = False
    head, *rows = grid.rows
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, name, width in zip(head.cells, _WIDTHS, _WIDTHS.values(), strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(name).bold = True
    for grid_row, row in zip(rows, table.rows, strict=True):
        cells = grid_row.cells
        for cell, width in zip(cells, _WIDTHS.values(), strict=True):
            cell.width = Cm(width)
        cells[0].text, cells[1].text = _printable(row.place), _printable(row.adopted)
        for at, entry in enumerate(row.entries):
            _write_entry(cells[2], entry, is_first=at == 0)
        cells[3].text = _printable("\n".join([row.standing.value, *_collisions(row)]))


def _write_entry(cell: _Cell, entry: Entry, *, is_first: bool) -> None:
    paragraph = cell.paragraphs[0] if is_first else cell.add_paragraph()
    paragraph.add_run(_printable(f"{entry.by}, {entry.what}: ")).bold = True
    for sign, words in entry.edits:
        run = paragraph.add_run(_printable(words))
        run.font.strike, run.font.underline = sign == "-" or None, sign == "+" or None
        if sign in _COLOURS:
            run.font.color.rgb = RGBColor.from_string(_COLOURS[sign])
    if entry.reasons:
        cell.add_paragraph().add_run(_printable(f"Reasons: {entry.reasons}")).italic = True


def _fill(sheet: Worksheet, table: Table) -> None:
    names = [proposal.name for proposal in table.proposals]
    columns = [*_COLUMNS.items(), *((name, _PROPOSAL) for name in names)]
    for column, (name, width) in enumerate(columns, 1):
        _put(sheet, 1, column, _printable(name))
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, row in enumerate(table.rows, 2):
        texts = (row.place, row.adopted, row.standing.value, "\n".join(_collisions(row)))
        for column, text in enumerate(texts, 1):
            _put(sheet, at, column, _printable(text)[:_LONGEST])
        for column, name in enumerate(names, len(_COLUMNS) + 1):
            if entries := [entry for entry in row.entries if entry.by == name]:
                _put(sheet, at, column, _rich(entries))
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions


def _put(sheet: Worksheet, row: int, column: int, value: str | CellRichText) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    cell.data_type = "s"  # else a text that begins with "=" would be a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _rich(entries: Sequence[Entry]) -> CellRichText:
    """Return what a proposal does to a clause with its deleted and inserted words marked."""
    text, left = CellRichText(), _LONGEST
    for sign, words in _pieces(entries):
        piece, left = _printable(words)[:left], left - len(_printable(words)[:left])
        font = InlineFont(
            strike=sign == "-" or None, u="single" if sign == "+" else None, color=_COLOURS.get(sign)
        )
        if piece:
            text.append(TextBlock(font, piece))
    return text


def _pieces(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    for at, entry in enumerate(entries):
        yield "=", "\n" if at else ""
        yield "=", f"{entry.what}\n"
        yield from entry.edits
        yield "=", f"\nReasons: {entry.reasons}" if entry.reasons else ""


def _printable(text: str) -> str:
    """Return text for a file, the cells of a row of a table parted by bars."""
    return printable(text.replace("\t", " | "))


def _collisions(row: Row) -> Iterator[str]:
    return map(str, row.collisions)
