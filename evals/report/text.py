"""The report as plain text for a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from evals.report.report import Report
from evals.report.tables import Table

_WIDE = 46  # letters that a cell of plain text shows


def plain(report: Report) -> str:
    """Return the report for a terminal: every table, no pictures."""
    lines = [
        f"{report.questions} questions ({report.split}), {report.answerable} answerable",
        *(f"left out: {reason}" for reason in report.left_out),
    ]
    for section in report.sections:
        for table in section.tables:
            title = [section.title.upper()] if table is section.tables[0] else []
            lines += ["", *title, *_aligned(table)]
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


def markdown(report: Report) -> str:
    """Return the report as Markdown, without pictures."""
    return "\n".join(_markdown(report)) + "\n"


def _markdown(report: Report) -> Iterator[str]:
    """Give the lines of the Markdown."""
    yield "# How far the assistant can be trusted\n"
    yield f"{report.date}; {report.questions} questions ({report.split}), {report.answerable} answerable.\n"
    yield from (f"Left out: {_escaped(reason)}\n" for reason in report.left_out)
    yield "## Gates\n"
    yield from [f"- broken: {_escaped(gate)}" for gate in report.broken] or ["Every gate holds."]
    yield from (f"- expected to fail: {_escaped(comparison)}" for comparison in report.expected)
    yield "\n## At a glance\n"
    for headline in report.headlines:
        beside = f" (first hit: {headline.beside})" if headline.beside else ""
        yield f"- **{headline.value}** ({headline.bounds}) {headline.said}{beside}; {headline.goal}"
    for section in report.sections:
        yield f"\n## {section.title}\n\n{_escaped(section.said)}\n"
        for table in section.tables:
            yield from _piped(table)
            yield ""
    yield f"\n## Questions not met as they deserve: {len(report.failures)}\n"
    for failure in report.failures:
        asked = _escaped(" → ".join(failure.turns))
        yield f"- `{failure.id}` {asked} ({failure.deserved}, was {failure.met}: {failure.wrong})"


def _aligned(table: Table) -> list[str]:
    """Lay a table out in columns."""
    rows = [tuple(_cut(cell) for cell in row) for row in (table.columns, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _cut(cell: str) -> str:
    """Shorten a cell."""
    return cell if len(cell) <= _WIDE else cell[: _WIDE - 1] + "…"


def _piped(table: Table) -> Iterator[str]:
    """Give a table in Markdown."""
    rows = [[_escaped(cell) for cell in row] for row in (table.columns, *table.rows)]
    rows.insert(1, ["---"] * len(table.columns))
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _escaped(text: str) -> str:
    """Escape what Markdown or HTML would read as more than letters."""
    for letter in "\\`*_[]|<>":
        text = text.replace(
            letter, f"\\{letter}" if letter not in "<>" else {"<": "&lt;", ">": "&gt;"}[letter]
        )
    return " ".join(text.split())
