"""Duties → a table of text: CSV as spreadsheets read it, and the rows that the other files are made of."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO

from assistant.drafting.timing import TimeKind
from assistant.register.entries import Entry

COLUMNS = (
    "Addressee", "Verb", "Force", "Action", "Frequency", "Due", "Condition", "Reports to", "Text", "Clause",
    "In force", "Link",
)  # fmt: skip
"""The columns of every file."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(entries: Sequence[Entry], link: Callable[[Entry], str]) -> list[tuple[str, ...]]:
    """Return a row for each duty, in the order of COLUMNS; what the text does not say is ''.

    What an item of its list says is in a line of its cell, after the name of the item: "ii): every year".
    """
    return [
        (
            one.addressees,
            one.verb,
            one.strength.value if one.strength else "",
            one.words,
            one.lines(lambda own: (time.words for time in own.times if time.kind is TimeKind.FREQUENCY)),
            one.lines(lambda own: (time.words for time in own.times if time.kind is not TimeKind.FREQUENCY)),
            one.lines(lambda own: own.conditions),
            one.lines(lambda own: own.reports_to),
            one.edition,
            one.duty.label,
            "yes" if one.in_force else "no",
            link(one),
        )
        for one in entries
    ]


def csv_file(entries: Sequence[Entry], link: Callable[[Entry], str]) -> bytes:
    """Write CSV (RFC 4180): UTF-8 with a mark by which Excel knows it; no cell is read as a formula."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([[harmless(cell) for cell in row] for row in rows(entries, link)])
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def printable(text: str) -> str:
    """Return text without the characters that XML cannot have."""
    return "".join(one if one.isprintable() or one in "\t\n" else " " for one in text)
