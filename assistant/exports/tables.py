"""Tables as files: openpyxl → a spreadsheet with a filter on each column, python-docx → Word across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.plain_text import printable

LONGEST = 32_000
"""Characters of a cell: a spreadsheet takes at most 32,767."""


def put(sheet: Worksheet, row: int, column: int, value: str | CellRichText, link: str = "") -> None:
    """Write a cell, which leads to a page if there is a link."""
    cell = sheet.cell(row, column)
    cell.value = printable(value)[:LONGEST] if isinstance(value, str) else value
    cell.data_type = "s"  # else a text that begins with "=" would be a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if link:
        cell.hyperlink = link
        cell.font = Font(color="14507F", underline="single")


def add_head(sheet: Worksheet, columns: Iterable[tuple[str, int]], frozen: str = "A2") -> None:
    """Write the names of the columns above a filled sheet, each with its width in characters."""
    for column, (name, width) in enumerate(columns, 1):
        put(sheet, 1, column, name)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = sheet.dimensions


def landscape(margin: float, above: float = 2.54) -> Document:
    """Return a Word file of A4 across; the margins at its sides, and above and below, are cm."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(margin)
    section.top_margin = section.bottom_margin = Cm(above)
    document.styles["Normal"].font.size = Pt(9)
    return document


def add_table(document: Document, widths: Mapping[str, float], rows: int) -> list[tuple[_Cell, ...]]:
    """Add a table with a head that each page repeats; return the empty cells of its rows. Widths are cm."""
    table = document.add_table(rows=rows + 1, cols=len(widths), style="Table Grid")
    table.autofit = False
    cells = [row.cells for row in table.rows]
    for row in cells:
        for cell, width in zip(row, widths.values(), strict=True):
            cell.width = Cm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, name in zip(cells[0], widths, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    return cells[1:]


def saved(file: Document | Workbook) -> bytes:
    """Return a file as bytes."""
    written = BytesIO()
    file.save(written)
    return written.getvalue()
