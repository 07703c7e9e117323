"""Cutting a line, or several in a row, at places inside it; each piece knows its source lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from corpus.instruments import Mark
from ingest.lines import Line, marks_within

_NESTED = 4  # marks that may hold one place, at most


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
