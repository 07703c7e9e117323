"""Tables: printed lines whose cells stand below one another → one line a row, cells parted by tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.joining import joined
from ingest.layout.lines import Cell, Printed
from ingest.layout.runs import STRONG
from ingest.lines import Line, marks_within
from ingest.rows import row_line

Lines = Sequence[Printed]
Span = tuple[float, float]
_NEAR = 4.0  # times a line's size: what stands further below belongs to no table
_ONE_TYPE = 0.15  # by which the sizes of a table's type may differ
_ROW_GAP = 1.25  # times the least step in a table: a new row
_WIDE_RULE = 0.6  # of a table's width: a line between rows
_EVEN, _AS_WIDE = 1.3, 0.8  # gaps of one width; a line as wide as another
_CLOSE = 1.6  # times a line's size: the next line of a paragraph
_SLACK = 2.0  # points by which a cell may reach past its column


def read_tables(lines: Lines, words: frozenset[str]) -> list[Printed]:
    """Make one line of each row of a table; other lines stay as they are."""
    lines = _without_stretched(lines)
    read: list[Printed] = []
    at = 0
    while at < len(lines):
        length = _length(lines, at)
        read += _Table(lines[at : at + length], words).rows() if length else [lines[at]]
        at += max(length, 1)
    return read


def _without_stretched(lines: Lines) -> list[Printed]:
    """Turn rows back into prose where justification in a narrow column spaced the words out."""
    kept = list(lines)
    for at, line in enumerate(lines):
        neighbours = [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]
        prose = any(not neighbour.row and _is_beside(neighbour, line) for neighbour in neighbours)
        if line.row and prose and _is_even(line):
            kept[at] = replace(line, text=line.text.replace("\t", " "), cells=(), inner=line.x0)
    return kept


def _is_beside(neighbour: Printed, line: Printed) -> bool:
    """Return True for a line of the same paragraph: close by, of the same type, and as wide."""
    same = neighbour.page == line.page and neighbour.column == line.column
    near = 0 < abs(neighbour.y - line.y) <= _CLOSE * line.size
    return same and near and neighbour.x1 - neighbour.x0 >= _AS_WIDE * (line.x1 - line.x0)


def _is_even(line: Printed) -> bool:
    """Return True for gaps of one width, as between words that are drawn apart."""
    gaps = [after[1] - before[2] for before, after in pairwise(line.cells)]
    return max(gaps) <= _EVEN * max(min(gaps), 0.1)


def _length(lines: Lines, at: int) -> int:
    """Count the lines of a table that begins here; 0 where none does."""
    if not lines[at].row:
        return 0
    end = at + 1
    while end < len(lines) and _follows(lines[end - 1], lines[end]):
        if not lines[end].row and not _fits(lines[end], lines[at:end]):
            break
        end += 1
    rows = _usual_rows(lines[at:end])
    return end - at if len(rows) > 1 and len(_columns(rows)) == len(rows[0].cells) else 0


def _usual_rows(table: Lines) -> list[Printed]:
    """Return the rows of a table that have as many cells as most."""
    rows = [line for line in table if line.row]
    count = Counter(len(line.cells) for line in rows).most_common(1)[0][0]
    return [line for line in rows if len(line.cells) == count]


def _follows(above: Printed, line: Printed) -> bool:
    """Return True for a line close below another, on the same page and in the same column."""
    size = max(above.size, line.size)
    near = 0 < above.y - line.y <= _NEAR * size and abs(above.size - line.size) <= _ONE_TYPE * size
    return near and above.page == line.page and above.column == line.column


def _fits(line: Printed, table: Lines) -> bool:
    """Return True for a line that stands within one column of a table: the rest of a cell.

    In the first column it stands where the cells begin, or any paragraph would be one; below a row in bold
    only a bold line goes on with it.
    """
    if table[-1].row and table[-1].style & STRONG & ~line.style:
        return False
    rows = [above for above in table if above.row]
    most = max(len(row.cells) for row in rows)
    columns = _columns([row for row in rows if len(row.cells) == most])
    starts = [left for left, _ in columns]
    if abs(line.x0 - starts[0]) > _SLACK and line.x0 < (starts[1:] or starts)[0] - _SLACK:
        return False
    following = [start for start in starts if start > line.x0 + _SLACK]
    return line.x1 <= (min(following) if following else max(right for _, right in columns) + line.size)


def _columns(rows: Lines) -> list[Span]:
    columns: list[Span] = []
    for left, right in sorted((cell[1], cell[2]) for line in rows for cell in line.cells):
        if columns and left <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


class _Table:
    """The lines of one table, on their way to its rows."""

    def __init__(self, lines: Lines, words: frozenset[str]) -> None:
        self.lines = lines
        self.words = words
        self.columns = _columns(_usual_rows(lines))
        self.width = self.columns[-1][1] - self.columns[0][0]
        steps = [above.y - below.y for above, below in pairwise(lines)]
        self.step = min(steps, default=0.0)

    def rows(self) -> list[Printed]:
        """Return the rows, each as one line."""
        return [self._row(lines) for lines in self._groups()]

    def _groups(self) -> list[Lines]:
        """Cut the lines into rows: by the lines drawn, by gaps, or by what begins on the left."""
        ruled = [line.rule >= _WIDE_RULE * self.width for line in self.lines]
        gaps = [above.y - below.y > _ROW_GAP * self.step for above, below in pairwise(self.lines)]
        groups: list[list[Printed]] = []
        for at, line in enumerate(self.lines):
            is_rest = not line.row and self._place(line.cells[0]) > 0  # a cell of several paragraphs
            opens = at == 0 or ruled[at] or (gaps[at - 1] and not is_rest)
            if opens or (not any(gaps) and self._begins(line)):
                groups.append([])
            groups[-1].append(line)
        return list(groups)

    def _begins(self, line: Printed) -> bool:
        """Return True for a row's first line, where nothing parts the rows: its first cell has something."""
        first = line.cells[0]
        return self._place(first) == 0 and (line.row or not line.text[:1].islower())

    def _row(self, lines: Lines) -> Printed:
        cells: list[list[Line]] = [[] for _ in self.columns]
        for line in lines:
            for at, cell in enumerate(line.cells):
                end = line.cells[at + 1][0] - 1 if at + 1 < len(line.cells) else len(line.text)
                cells[self._place(cell)].append(_part(line, cell[0], end))
        while cells and not cells[-1]:
            cells.pop()
        while cells and not cells[0]:
            cells.pop(0)
        whole = (joined(parts, self.words) if parts else Line((), "") for parts in cells)
        numbers = tuple(dict.fromkeys(number for line in lines for number in line.numbers))
        row = row_line(numbers, [(cell.text, cell.marks) for cell in whole], gap=False)
        assert row is not None  # a row has words
        bottom = lines[-1]
        return replace(
            lines[0],
            numbers=numbers,
            text=row.text,
            marks=row.marks,
            y=bottom.y,
            depth=bottom.depth,
            whole=True,
        )

    def _place(self, cell: Cell) -> int:
        """Return the column of a cell: the one that it lies in most, or nearest to."""
        _, left, right = cell

        def overlap(at: int) -> float:
            start, end = self.columns[at]
            return min(right, end) - max(left, start)

        return max(range(len(self.columns)), key=overlap)


def _part(line: Printed, start: int, end: int) -> Line:
    return Line(line.numbers, line.text[start:end], marks_within(line.marks, start, end))
