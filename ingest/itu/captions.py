"""What a table is called, where its rows are, and which rows hold amounts only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line, ending, is_headline
from ingest.markers import cut_marker

# "TABLE 1", "Table 2a/U.1", "Figure 9.1 – Lanterns by pier"
_CAPTION = re.compile(
    r"(?:TABLE|Table|FIGURE|Figure) "
    r"(?:[0-9]{1,3}[a-z]?(?:[.-][0-9]{1,3})?|[A-Z](?:[.-]?[0-9]{1,3})?|[IVX]{1,5})"
    r"(?:/[A-Z][\w.]*)?(?P<title>(?:\s*[-–—:.])? .+)?"
)
_AMOUNT = re.compile(r"[-–−+]? ?(?:[0-9]{1,3}(?:[ ,.\u202f\u00a0][0-9]{3})*(?:[.,][0-9]+)?) ?%?|[-–—]|n/?a|")
_REACH = 8  # lines between a table's caption and its rows at most


def is_caption(text: str) -> bool:
    """Return True for a line that names a table or a figure, False for a sentence that begins so."""
    match = _CAPTION.fullmatch(text)
    if match is None or ending(text) not in ("", ":"):
        return False
    title = (match["title"] or "").lstrip(" -–—:.")
    return not title or not title[0].islower()


def is_bare_caption(text: str) -> bool:
    """Return True for a caption whose words stand on the next line: "TABLE 1"."""
    match = _CAPTION.fullmatch(text)
    return match is not None and not match["title"]


def rows_follow(lines: Sequence[Line]) -> bool:
    """Return True if a table's rows stand below its caption, past lines that are headings."""
    for line in lines[:_REACH]:
        if "\t" in line.text:
            return True
        if not is_headline(line.text) or cut_marker(line.text).readings or is_caption(line.text):
            return False
    return False


def is_data_row(text: str) -> bool:
    """Return True for a row that holds a label and amounts: no heading of columns."""
    cells = [cell.strip() for cell in text.split("\t")[1:]]
    return any(cells) and all(_AMOUNT.fullmatch(cell) for cell in cells)


def length_of_table(lines: Sequence[Line], at: int) -> int:
    """Count the lines of the table that begins here: cells parted by tabs, two rows or more.

    A blank line parts two tables, unless the source has one before every row.
    """
    end = at
    while end < len(lines) and "\t" in lines[end].text:
        end += 1
    rows = lines[at:end]
    if not all(row.gap for row in rows[1:]):
        first_gap = next((place for place, row in enumerate(rows) if place and row.gap), len(rows))
        rows = rows[:first_gap]
    return len(rows) if len(rows) > 1 else 0
