"""openpyxl: duties → a spreadsheet with a filter on each column; a cell is text, never a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.register.entries import Entry
from assistant.register.tables import COLUMNS, printable, rows

_WIDTHS = (28, 14, 12, 70, 20, 24, 28, 24, 30, 34, 9, 12)  # of the columns, in characters
_CLAUSE, _LINK = 10, 12  # columns, from 1
_TOP = Alignment(wrap_text=True, vertical="top")
_LINKED = Font(color="14507F", underline="single")
_LONGEST = 32_000  # characters: a cell has at most 32,767


def xlsx_file(entries: Sequence[Entry], link: Callable[[Entry], str]) -> bytes:
    """Write the spreadsheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Duties"
    sheet.append(COLUMNS)
    for at, row in enumerate(rows(entries, link), 2):
        _write(sheet, at, row)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(sheet: Worksheet, at: int, row: tuple[str, ...]) -> None:
    """Write a row; its clause leads to the page."""
    for column, value in enumerate(row, 1):
        cell = sheet.cell(at, column)
        cell.value = printable(value)[:_LONGEST]
        cell.data_type = "s"  # else a text that begins with "=" would be a formula
        cell.alignment = _TOP
    clause = sheet.cell(at, _CLAUSE)
    clause.hyperlink = row[_LINK - 1]
    clause.font = _LINKED
