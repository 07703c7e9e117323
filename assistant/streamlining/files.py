"""A map as a file: a spreadsheet with a filter on each column, or a Word table for each text.

The words that both clauses have are bold. The last column is empty: what people decided goes there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.tables import add_head, add_table, landscape, put, saved
from assistant.plain_text import printable
from assistant.streamlining.clauses import Clause, Piece
from assistant.streamlining.map import Line, StreamliningMap

TITLE = "Streamlining map"
_COLUMNS = {
    "Text": 26, "Clause": 22, "Words": 60, "Other text": 26, "Other clause": 22, "Words there": 60,
    "Relation": 13, "In common": 18, "Proposal": 12, "Reason": 44, "Decision": 20,
}  # fmt: skip
"""The columns of the spreadsheet, with their widths in characters."""
_WORD_COLUMNS = {"Clause": 8.6, "Other clause": 8.6, "Proposal": 2.3, "Reason": 5.0, "Decision": 3.4}
"""Those of the Word file with their widths in cm; together a page of A4 across, less its margins."""
_LINKED = {2: "clause", 5: "other"}  # columns that lead to the page of a clause


def xlsx_file(found: StreamliningMap, link: Callable[[Clause], str]) -> bytes:
    """Write the spreadsheet; a cell is text, never a formula, and each clause leads to its page."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = TITLE
    for at, line in enumerate(found.lines, 2):
        for column, value in enumerate(_row(line), 1):
            name = _LINKED.get(column)  # a command may not know where the pages are
            put(sheet, at, column, value, link(getattr(line, name)) if name else "")
    add_head(sheet, _COLUMNS.items())
    return saved(book)


def word_file(found: StreamliningMap) -> bytes:
    """Write the Word file, in landscape: what to know of the texts, then a table for each of them."""
    document = landscape(0.9)
    document.add_heading(TITLE, level=1)
    document.add_paragraph("Proposals, for people to decide. The words that both clauses have are bold.")
    for remark in found.remarks:
        document.add_paragraph(printable(remark))
    for edition, lines in found.groups():
        document.add_heading(printable(edition.name), level=2)
        for cells, line in zip(add_table(document, _WORD_COLUMNS, len(lines)), lines, strict=True):
            _fill(cells, line)
    return saved(document)


def _row(line: Line) -> tuple[str | CellRichText, ...]:
    first, second = line.shared.pieces
    return (
        line.clause.edition.name,
        line.clause.provision.label,
        _rich(first),
        line.other.edition.name,
        line.other.provision.label,
        _rich(second),
        line.relation.value,
        line.share,
        line.action.value,
        line.reason,
        "",
    )


def _rich(pieces: Sequence[Piece]) -> CellRichText:
    bold, plain = InlineFont(b=True), InlineFont()
    return CellRichText(*(TextBlock(bold if both else plain, printable(words)) for words, both in pieces))


def _fill(cells: Sequence[_Cell], line: Line) -> None:
    first, second = line.shared.pieces
    for cell, clause, pieces in ((cells[0], line.clause, first), (cells[1], line.other, second)):
        cell.paragraphs[0].add_run(printable(clause.citation)).italic = True
        words = cell.add_paragraph()
        for text, both in pieces:
            words.add_run(printable(text)).bold = both
    cells[2].text, cells[3].text = line.action.value, printable(f"{line.reason} ({line.share})")
