"""Cutting a line, or several in a row, at places inside it; each piece knows its source lines.

A row is one line, with those that a conversion tore off in mid-sentence because a number began them:
"… of the budget for" / "3 per cent of the staff", "Payment into the fund" / "0 Savings 4 5 6".

A conversion may have left footnotes inside a line, below the rule that parted them from the page:
"… of the Union; ____________________ 1 These include … in transition. resolves to mend"
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter

from corpus.instruments import Mark
from ingest.lines import Line, ending, marks_within
from ingest.markers import Marker, cut_marker, superscript
from ingest.opening import has_head_form

_NESTED = 4  # marks that may hold one place, at most
_CELLS = re.compile(r"(?:^| )[0-9]{1,3}(?:,[0-9]{3})*%? [0-9]{1,3}(?:,[0-9]{3})*%?$")  # the last two
_NUMERIC = re.compile(r"\A[0-9]{1,3}(?:\.[0-9]{1,3})*\.? ")
_LETTER = re.compile(r"[^\W\d_]")
RULE = re.compile(r"(?<!_)_{4,}+\s*+(?=[0-9]{1,2} \S)")
_NUMBER = re.compile(r"(?P<n>[0-9]{1,2}) +(?=\S)")
_FURTHER = re.compile(r"(?P<n>[0-9]{1,2}) +(?=[A-Z\"“(]|https?:|www\.)")  # no item: "2 to mend"
_LONGEST = 2_000  # characters of one footnote
_STOP = re.compile(r"[.!?][\"'”’)\]]*(?= +\S)")


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
        pieces = [self.piece(start, end) for start, end in zip(cuts, ends, strict=True)]
        return [piece for piece in pieces if piece.text]

    def piece(self, start: int, end: int) -> Line:
        """Return one stretch, without the blanks around it, as a line of its own."""
        stretch = self.text[start:end]
        start += len(stretch) - len(stretch.lstrip())
        end = start + len(stretch.strip())
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(end - 1, start)) - 1
        covered = self.lines[first : last + 1]
        near = max(bisect_left(self.marks, start, key=attrgetter("start")) - _NESTED, 0)
        far = bisect_left(self.marks, end, key=attrgetter("start"))
        return Line(
            numbers=tuple(dict.fromkeys(number for line in covered for number in line.numbers)),
            text=self.text[start:end],
            marks=marks_within(self.marks[near:far], start, end),
            gap=start > 0 or covered[0].gap,
            turn=covered[0].turn and start == self.starts[first],
            page=covered[0].page,
            heading=covered[0].heading if start == self.starts[first] else 0,
        )


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
    row_number = cut_marker(row[0].text[:40]).reading("number", "decimal")
    return marker is None or not _follows(row_number, marker)


def _follows(row_number: Marker | None, marker: Marker) -> bool:
    """Return True if a number begins a list, or is next to the row's own or to one above it."""
    if marker.order == 1:
        return True
    prefixes = row_number.value.split("-") if row_number else []
    counted = [
        "-".join([*prefixes[:depth], str(int(number) + 1)])
        for depth, number in enumerate(prefixes)
        if number.isdigit()
    ]
    return marker.value in counted


def lift_notes(
    row: Row, opens: Callable[[str, int], bool], breaks: Sequence[int], *, in_flow: bool
) -> tuple[Row, list[tuple[int, Line]]]:
    """Return a row without its footnotes, and each footnote after its place in that row's text.

    The sentence that they interrupt goes on where they end. `opens` says whether a unit of the text begins at
    a place, `breaks` where one certainly does. `in_flow` tells that a page's paragraphs have all run into one
    line, so that a footnote has one sentence.
    """
    parts: list[Line] = []
    notes: list[tuple[int, Line]] = []
    length = done = 0
    rules = list(RULE.finditer(row.text))
    for at, rule in enumerate(rules):
        limit = rules[at + 1].start() if at + 1 < len(rules) else len(row.text)
        before = row.piece(done, rule.start())
        parts.append(before)
        length += len(before.text) + 1
        done = rule.end()
        match = _NUMBER.match(row.text, done, limit)
        number = ""
        while match and number in ("", str(int(match["n"]) - 1)):
            number = match["n"]
            unfinished = not ending(before.text[-40:])  # the text goes on below the footnote
            within = min([limit, *(place for place in breaks if place > match.end())])
            end = _note_end(row.text, match, within, opens, in_flow=in_flow, unfinished=unfinished)
            notes.append((length - 1, _note(row.piece(match.end(), end), number)))
            done = end
            match = _FURTHER.match(row.text, done, limit)
    parts.append(row.piece(done, len(row.text)))
    return Row([line for line in parts if line.text]), notes


def _note_end(
    text: str,
    number: re.Match[str],
    limit: int,
    opens: Callable[[str, int], bool],
    *,
    in_flow: bool,
    unfinished: bool,
) -> int:
    limit = min(limit, number.end() + _LONGEST)
    following = str(int(number["n"]) + 1)
    for stop in _STOP.finditer(text, number.end(), limit):
        at = stop.end() + 1
        if at >= limit:
            break
        further = _FURTHER.match(text, at)
        if in_flow or opens(text, at) or (further and further["n"] == following):
            return at
        if unfinished and text[at : at + 1].islower():
            return at
    return limit


def _note(line: Line, number: str) -> Line:
    mark = superscript(number) + " "
    marks = tuple(
        replace(emphasis, start=emphasis.start + len(mark), end=emphasis.end + len(mark))
        for emphasis in line.marks
    )
    return replace(line, text=mark + line.text, marks=marks, gap=True)
