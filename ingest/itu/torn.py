"""Lines that a conversion tore off in mid-sentence, because a number happened to begin them.

"… of the budget for"  "3 per cent of the staff"      a number that no list has come to
"Payment into the fund"  "0 0"  "0 Savings 4 5 6"     the cells of a table's row
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.itu.pieces import Row
from ingest.lines import Line, ending
from ingest.markers import Marker, cut_marker
from ingest.opening import has_head_form

_CELLS = re.compile(r"(?:^| )[0-9]{1,3}(?:,[0-9]{3})*%? [0-9]{1,3}(?:,[0-9]{3})*%?$")  # the last two
_NUMERIC = re.compile(r"\A[0-9]{1,3}(?:\.[0-9]{1,3})*\.? ")
_LETTER = re.compile(r"[^\W\d_]")


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Join what was torn apart; every other line is a row of its own."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _is_torn(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [Row(row) for row in rows]


def _is_torn(row: Sequence[Line], line: Line) -> bool:
    before = row[-1].text
    if not _NUMERIC.match(line.text) or line.heading or "\t" in line.text + before:
        return False
    if not _LETTER.search(line.text):  # cells alone
        return not ending(before) or not _LETTER.search(before)
    if _CELLS.search(before[-24:]):
        return True
    if ending(before) not in ("", ",") or has_head_form(before):
        return False
    marker = cut_marker(line.text[:40]).reading("number", "decimal")
    own = cut_marker(row[0].text[:40]).reading("number", "decimal")
    return marker is None or not _follows(own, marker)


def _follows(own: Marker | None, marker: Marker) -> bool:
    """Return True if a number begins a list, or is next to the row's own or to one above it."""
    if marker.order == 1:
        return True
    prefixes = own.value.split("-") if own else []
    counted = [
        "-".join([*prefixes[:depth], str(int(number) + 1)])
        for depth, number in enumerate(prefixes)
        if number.isdigit()
    ]
    return marker.value in counted
