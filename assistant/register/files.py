"""Exports of duties: CSV, a spreadsheet with a filter on each column, a Word table for each group.

Within a cell, each item of a list has its own line, after the item's name: "ii): every year". A column with
nothing in it is left out of the spreadsheet and of Word, and a line says so; CSV, for programs, has them all.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO, StringIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.drafting.timing import TimeKind
from assistant.plain_text import printable
from assistant.register.entries import Entry

COLUMNS = {
    "Addressee": 28, "Verb": 14, "Force": 12, "Action": 70, "Frequency": 20, "Due": 24, "Condition": 28,
    "Reports to": 24, "Text": 30, "Clause": 34, "In force": 9, "Link": 12,
}  # fmt: skip
"""The columns of CSV and of the spreadsheet, with their widths there in characters."""

_OPTIONAL = ("Frequency", "Due", "When", "Condition", "Reports to")
"""Those that are left out where nothing is in them."""

_WORD_COLUMNS = {
    "Addressee": 4.2, "Verb": 2.4, "Action": 9.4, "When": 3.2, "Condition": 3.0, "Reports to": 2.6,
    "Clause": 3.2,
}  # fmt: skip
"""Those of the Word file with their widths in cm; together a page of A4 across, less its margins."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 32_000  # characters: a cell of a spreadsheet has at most 32,767


def csv_file(entries: Sequence[Entry], link: Callable[[Entry], str]) -> bytes:
    """Write CSV (RFC 4180): UTF-8 with a mark by which Excel knows it; no cell is read as a formula."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _row(entry, link(entry))] for entry in entries)
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def xlsx_file(entries: Sequence[Entry], link: Callable[[Entry], str]) -> bytes:
    """Write the spreadsheet; a cell is text, never a formula, and each clause leads to its page."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Duties"
    rows = [_row(entry, link(entry)) for entry in entries]
    columns, empty = _filled(COLUMNS, rows)
    sheet.append(columns)
    for at, (entry, row) in enumerate(zip(entries, rows, strict=True), 2):
        _write(sheet, at, {name: cell for name, cell in zip(COLUMNS, row, strict=True) if name in columns})
        _lead(sheet.cell(at, columns.index("Clause") + 1), link(entry))
    for column, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(column)].width = COLUMNS[name]
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    if empty:
        sheet.cell(len(rows) + 3, 1, _left_out(empty))  # apart from the table, so that no filter hides it
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def word_file(title: str, groups: Sequence[tuple[str, Sequence[Entry]]]) -> bytes:
    """Write the Word file, in landscape: the title, then each group under its name."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(0.8)
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading(printable(title), level=1)
    columns, empty = _filled(_WORD_COLUMNS, [_word_row(entry) for _, entries in groups for entry in entries])
    if empty:
        document.add_paragraph(_left_out(empty))
    for name, entries in groups:
        document.add_heading(printable(name), level=2)
        _add_table(document, columns, [_word_row(entry) for entry in entries])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document: Document, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Add a table with some of the columns; the action has the width of those that are left out."""
    widths = {name: _WORD_COLUMNS[name] for name in columns}
    widths["Action"] += sum(_WORD_COLUMNS.values()) - sum(widths.values())
    table = document.add_table(rows=len(rows) + 1, cols=len(columns), style="Table Grid")
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, values in zip(table.rows, (tuple(_WORD_COLUMNS), *rows), strict=True):
        kept = [(name, value) for name, value in zip(_WORD_COLUMNS, values, strict=True) if name in columns]
        for cell, (name, value) in zip(row.cells, kept, strict=True):
            cell.text, cell.width = printable(value), Cm(widths[name])
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _filled(columns: Iterable[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return the columns that are kept, and those that are left out because no row has anything in them."""
    kept, empty = list[str](), list[str]()
    for at, name in enumerate(columns):
        is_kept = name not in _OPTIONAL or any(row[at] for row in rows)
        (kept if is_kept else empty).append(name)
    return kept, empty


def _left_out(empty: Sequence[str]) -> str:
    return f"Empty columns left out: {', '.join(empty)}"


def _row(entry: Entry, link: str) -> tuple[str, ...]:
    return (
        entry.addressees,
        entry.verb,
        entry.strength.value if entry.strength else "",
        entry.words,
        entry.lines(lambda own: (time.words for time in own.times if time.kind is TimeKind.FREQUENCY)),
        entry.lines(lambda own: (time.words for time in own.times if time.kind is not TimeKind.FREQUENCY)),
        entry.lines(lambda own: own.conditions),
        entry.lines(lambda own: own.reports_to),
        entry.edition,
        entry.duty.label,
        "yes" if entry.in_force else "no",
        link,
    )


def _write(sheet: Worksheet, at: int, row: Mapping[str, str]) -> None:
    for column, value in enumerate(row.values(), 1):
        cell = sheet.cell(at, column, printable(value)[:_LONGEST])
        cell.data_type = "s"  # else a text that begins with "=" would be a formula
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _lead(clause: Cell, link: str) -> None:
    clause.hyperlink = link
    clause.font = Font(color="14507F", underline="single")


def _word_row(entry: Entry) -> tuple[str, ...]:
    return (
        entry.addressees,
        f"{entry.verb} ({entry.strength.value})" if entry.strength else entry.verb,
        entry.words,
        entry.lines(lambda own: (time.words for time in own.times)),
        entry.lines(lambda own: own.conditions),
        entry.lines(lambda own: own.reports_to),
        f"{entry.duty.label}{'' if entry.in_force else ' (superseded)'}",
    )
