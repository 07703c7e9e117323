"""Exports of duties: CSV, a spreadsheet with a filter on each column, a Word table for each group.

Within a cell, each item of a list has its own line, after the item's name: "ii): every year". A column with
nothing in it is left out of the spreadsheet and of Word, and a line says so; CSV, for programs, has them all.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from io import StringIO

from docx.document import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from assistant.drafting.timing import TimeKind
from assistant.exports.tables import add_head, add_table, landscape, put, saved
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
    for at, (entry, row) in enumerate(zip(entries, rows, strict=True), 2):
        cells = {name: cell for name, cell in zip(COLUMNS, row, strict=True) if name in columns}
        for column, (name, cell) in enumerate(cells.items(), 1):
            put(sheet, at, column, cell, link(entry) if name == "Clause" else "")
    add_head(sheet, [(name, COLUMNS[name]) for name in columns])
    if empty:
        sheet.cell(len(rows) + 3, 1, _left_out(empty))  # apart from the table, so that no filter hides it
    return saved(book)


def word_file(title: str, groups: Sequence[tuple[str, Sequence[Entry]]]) -> bytes:
    """Write the Word file, in landscape: the title, then each group under its name."""
    document = landscape(0.8, above=1.5)
    document.add_heading(printable(title), level=1)
    columns, empty = _filled(_WORD_COLUMNS, [_word_row(entry) for _, entries in groups for entry in entries])
    if empty:
        document.add_paragraph(_left_out(empty))
    for name, entries in groups:
        document.add_heading(printable(name), level=2)
        _add_table(document, columns, [_word_row(entry) for entry in entries])
    return saved(document)


def _add_table(document: Document, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Add a table with some of the columns; the action has the width of those that are left out."""
    widths = {name: _WORD_COLUMNS[name] for name in columns}
    widths["Action"] += sum(_WORD_COLUMNS.values()) - sum(widths.values())
    for cells, values in zip(add_table(document, widths, len(rows)), rows, strict=True):
        kept = (value for name, value in zip(_WORD_COLUMNS, values, strict=True) if name in columns)
        for cell, value in zip(cells, kept, strict=True):
            cell.text = printable(value)


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
