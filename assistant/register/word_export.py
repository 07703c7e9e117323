"""Python-docx: duties → a Word file, a table for each group, on pages that lie across."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table

from assistant.register.entries import Entry
from assistant.register.tables import printable

_COLUMNS = (
    ("Addressee", 4.2), ("Verb", 2.4), ("Action", 9.4), ("When", 3.2), ("Condition", 3.0),
    ("Reports to", 2.6), ("Clause", 3.2),
)  # fmt: skip
"""The columns with their widths in cm; together a page of A4 across, less its margins."""
_MARGIN = Cm(0.8)


def word_file(title: str, groups: Sequence[tuple[str, Sequence[Entry]]]) -> bytes:
    """Write the Word file: the title, then each group under its name."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading(printable(title), level=1)
    for name, entries in groups:
        document.add_heading(printable(name), level=2)
        _fill(document.add_table(rows=len(entries) + 1, cols=len(_COLUMNS), style="Table Grid"), entries)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(table: Table, entries: Sequence[Entry]) -> None:
    """Write the head of a table, which is repeated on each page, and its rows."""
    table.autofit = False
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, (name, width) in zip(head.cells, _COLUMNS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
        cell.width = Cm(width)
    for row, one in zip(table.rows[1:], entries, strict=True):
        for cell, value, (_, width) in zip(row.cells, _cells(one), _COLUMNS, strict=True):
            cell.text = printable(value)
            cell.width = Cm(width)


def _cells(one: Entry) -> tuple[str, ...]:
    """Return the cells of a duty."""
    note = "" if one.in_force else " (superseded)"
    verb = f"{one.verb} ({one.strength.value})" if one.strength else one.verb
    cited = f"{one.duty.label}{note}"
    said = [
        one.lines(lambda own: (time.words for time in own.times)),
        one.lines(lambda own: own.conditions),
        one.lines(lambda own: own.reports_to),
    ]
    return one.addressees, verb, one.words, *said, cited
