"""Cutting a line, or several in a row, at places inside it; each piece knows its source lines.

A row is one line, with those that a conversion tore off in mid-sentence because a number began them:
"… of the budget for" / "3 per cent of the staff", "Payment into the fund" / "0 Savings 4 5 6".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from corpus.instruments import Mark
from ingest.lines import Line, ending, marks_within
from ingest.markers import Marker, cut_marker
from ingest.opening import has_head_form

_NESTED = 4  # marks that may hold one place, at most
_CELLS = re.compile(r"(?:^| )[0-9]{1,3}(?:,[0-9]{3})*%? [0-9]{1,3}(?:,[0-9]{3})*%?$")  # the last two
_NUMERIC = re.compile(r"\A[0-9]{1,3}(?:\.[0-9]{1,3})*\.? ")
_LETTER = re.compile(r"[^\W\d_]")


class Row:
    """Lines in a row as one text, joined by spaces, that may be cut anywhere.

    >>> row = Row([Line((7,), "to mend, resolves")])
    >>> [piece.text for piece in row.pieces([0, 9])]
    ['to mend,', 'resolves']
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.starts: list[int] = []
        length = 0
        for line in lines:
            self.starts.append(length)
            length += len(line.text) + 1
        self.text = " ".join(line.text for line in lines)
        self.marks = sorted(
            (
                Mark(mark.start + start, mark.end + start, mark.style)
                for line, start in zip(lines, self.starts, strict=True)
                for mark in line.marks
            ),
            key=attrgetter("start"),
        )

    def pieces(self, cuts: Sequence[int]) -> list[Line]:
        """Cut at each of these places, in order; the first is where the first piece begins."""
        ends = [*cuts[1:], len(self.text)]
        found = [self.piece(start, end) for start, end in zip(cuts, ends, strict=True)]
        return [piece for piece in found if piece.text]

    def piece(self, start: int, end: int) -> Line:
        """Return one stretch, without the blanks around it, as a line of its own."""
        stretch = self.text[start:end]
        start += len(stretch) - len(stretch.lstrip())
        end = start + len(stretch.strip())
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(end - 1, start)) - 1
        own = self.lines[first : last + 1]
        return Line(
            numbers=tuple(dict.fromkeys(number for line in own for number in line.numbers)),
            text=self.text[start:end],
            marks=self._marks(start, end),
            gap=start > 0 or own[0].gap,
            turn=own[0].turn and start == self.starts[first],
            page=own[0].page,
            heading=own[0].heading if start == self.starts[first] else 0,
        )

    def _marks(self, start: int, end: int) -> tuple[Mark, ...]:
        first = max(bisect_left(self.marks, start, key=attrgetter("start")) - _NESTED, 0)
        last = bisect_left(self.marks, end, key=attrgetter("start"))
        return marks_within(self.marks[first:last], start, end)


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
