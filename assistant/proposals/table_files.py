"""Tables of proposals as files: python-docx → a Word file to read, openpyxl → a spreadsheet with a filter.

Deleted words are struck and inserted ones underlined, by their format: nobody accepts changes in a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from docx.document import Document
from docx.shared import RGBColor
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports import SPREADSHEET, WORD
from assistant.exports.tables import LONGEST, add_head, add_table, landscape, put, saved
from assistant.plain_text import printable
from assistant.proposals.table import Entry, Row, Table

_WIDTHS = {"Clause": 3.4, "Adopted text": 8.6, "Proposals": 12.0, "Standing": 3.9}  # cm, of A4 across
_COLUMNS = {"Clause": 24, "Adopted text": 60, "Standing": 18, "Collides on": 30}  # characters
_PROPOSAL = 60  # characters, of a proposal's column
_COLOURS = {"-": "9C1C1C", "+": "1B5E20"}
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31


def word_file(tables: Sequence[Table]) -> bytes:
    """Write a Word file, in landscape: for each text its proposals and the table."""
    document = landscape(0.9, above=1.5)
    for table in tables:
        document.add_heading(_in_cell(f"Proposals on {table.edition.name}"), level=1)
        for proposal in table.proposals:
            line = document.add_paragraph(style="List Bullet")
            line.add_run(_in_cell(proposal.name)).bold = True
            line.add_run(_in_cell("".join(f" {note}" for note in proposal.notes)))
        _add_table(document, table)
    return saved(document)


def xlsx_file(tables: Sequence[Table]) -> bytes:
    """Write a spreadsheet: a sheet for each text, a row for each clause, a column for each proposal."""
    book = Workbook()
    for at, table in enumerate(tables):
        title = f"{at + 1} {_NO_SHEET_NAME.sub(' ', table.edition.name)}"[:_LONGEST_SHEET_NAME]
        _fill(book.create_sheet(title), table)
    assert book.active is not None
    book.remove(book.active)
    return saved(book)


class Form(NamedTuple):
    """How tables are written as a file, and what the file is."""

    write: Callable[[Sequence[Table]], bytes]
    media_type: str


FORMS = {"docx": Form(word_file, WORD), "xlsx": Form(xlsx_file, SPREADSHEET)}
"""The files that tables are exported as, by their ending."""


def _add_table(document: Document, table: Table) -> None:
    for cells, row in zip(add_table(document, _WIDTHS, len(table.rows)), table.rows, strict=True):
        cells[0].text, cells[1].text = _in_cell(row.place), _in_cell(row.adopted)
        for at, entry in enumerate(row.entries):
            _write_entry(cells[2], entry, is_first=at == 0)
        cells[3].text = _in_cell("\n".join([row.standing.value, *_collisions(row)]))


def _write_entry(cell: _Cell, entry: Entry, *, is_first: bool) -> None:
    paragraph = cell.paragraphs[0] if is_first else cell.add_paragraph()
    paragraph.add_run(_in_cell(f"{entry.by}, {entry.what}: ")).bold = True
    for sign, words in entry.edits:
        run = paragraph.add_run(_in_cell(words))
        run.font.strike, run.font.underline = sign == "-" or None, sign == "+" or None
        if sign in _COLOURS:
            run.font.color.rgb = RGBColor.from_string(_COLOURS[sign])
    if entry.reasons:
        cell.add_paragraph().add_run(_in_cell(f"Reasons: {entry.reasons}")).italic = True


def _fill(sheet: Worksheet, table: Table) -> None:
    names = [proposal.name for proposal in table.proposals]
    for at, row in enumerate(table.rows, 2):
        texts = (row.place, row.adopted, row.standing.value, "\n".join(_collisions(row)))
        for column, text in enumerate(texts, 1):
            put(sheet, at, column, _in_cell(text))
        for column, name in enumerate(names, len(_COLUMNS) + 1):
            if entries := [entry for entry in row.entries if entry.by == name]:
                put(sheet, at, column, _rich(entries))
    columns = [*_COLUMNS.items(), *((_in_cell(name), _PROPOSAL) for name in names)]
    add_head(sheet, columns, frozen="C2")


def _rich(entries: Sequence[Entry]) -> CellRichText:
    """Return what a proposal does to a clause with its deleted and inserted words marked."""
    text, left = CellRichText(), LONGEST
    for sign, words in _pieces(entries):
        piece, left = _in_cell(words)[:left], left - len(_in_cell(words)[:left])
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


def _in_cell(text: str) -> str:
    """Return text for a file, the cells of a row of a table parted by bars."""
    return printable(text.replace("\t", " | "))


def _collisions(row: Row) -> Iterator[str]:
    return map(str, row.collisions)
