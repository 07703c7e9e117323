"""The report as plain text for a terminal."""

from __future__ import annotations

from evals.report.report import Report
from evals.report.tables import Table

_WIDE = 46  # letters that a cell of plain text shows


def plain(report: Report) -> str:
    """Return the report for a terminal: every table."""
    lines = [
        f"{report.questions} questions ({report.split}), {report.answerable} answerable",
        *(f"left out: {reason}" for reason in report.left_out),
    ]
    for section in report.sections:
        for table in section.tables:
            title = [section.title.upper()] if table is section.tables[0] else []
            lines += ["", *title, *aligned(table)]
    return "\n".join(lines) + "\n"


def failed(report: Report) -> str:
    """Return each question that was not met as it deserves: asked, expected, shown."""
    lines: list[str] = []
    for miss in report.failures:
        lines += [
            f"\n{miss.id} ({miss.kind}) {' | '.join(miss.turns)}  [{miss.place}: {miss.wrong}]",
            f"  expected {miss.deserved}: {'; '.join(where for where, _ in miss.expected)}",
            f"  shown    {miss.met}: {'; '.join(where for where, _ in miss.shown)}",
            f"           {miss.reason or miss.lead}",
        ]
    return "\n".join(lines) + "\n"


def aligned(table: Table) -> list[str]:
    """Return the lines of a table laid out in columns."""
    rows = [tuple(_cut(cell) for cell in row) for row in (table.columns, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _cut(cell: str) -> str:
    return cell if len(cell) <= _WIDE else cell[: _WIDE - 1] + "…"
