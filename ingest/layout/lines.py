"""Runs of text on a page → printed lines, in reading order: words by x, lines by baseline."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.instruments import Mark
from ingest.layout.columns import Piece, in_columns
from ingest.layout.runs import EM, STRONG, Rule, Run, Sheet
from ingest.markers import superscript

_STYLES = ((EM, "em"), (STRONG, "strong"))
_WORD_GAP = 0.19  # ems between two runs from which they are two words; drifts reach .15, spaces begin at .24
_PIECE_GAP = 0.7  # ems between two runs from which they may stand in two columns
_CELL_GAP = 1.5  # ems between two runs from which they are two cells; justified words stand up to 1 apart
# ems after a number in the margin: at least, after one without a point or a bracket, and at most
_LABEL_GAP, _BARE_GAP, _LABEL_REACH = 0.5, 1.2, 5.0
_SAME_LINE = 0.5  # ems between baselines up to which runs share a line
_RAISED, _SMALLER = 0.12, 0.78  # a footnote's mark: ems above the baseline, size to its line's
_FLOATING = 0.95  # ems: what stands less than this above a line, and no more than a mark, belongs to it
_SPACES = re.compile(r"\s{2,}|[\t\n\r\f\v]")
_RAISED_TEXT = re.compile(r"\(?[0-9]{1,3}(?:[,–-] ?[0-9]{1,3})*\)?")
_OVERPRINT = 0.15  # ems between two paintings of the same words
_FLOATS = re.compile(r"[0-9]{1,3}|[,;.]?")
# "3.", "(a)", "78/132.", "[4]", "1.2.3", "IV.", "•": what stands before a paragraph, set apart from it
_LABEL = re.compile(
    r"[(\[]?(?:[0-9]{1,4}(?:[./-][0-9]{1,4}){0,5}[A-Za-z]?|[A-Za-z]|[ivxlcIVXLC]{1,7})[.)\]:]{0,2}|[-–—•●▪*]"
)
_LEADERS = re.compile(r" ?(?:\.{4,}|(?: \.){4,}|…{2,})[. ]*")


Cell = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its number in the file, its words and where they stand on the page.

    `numbers` are several where lines were made one row of a table. `column` counts the page's
    columns from 0 in reading order, and `depth` is the share of the page above the baseline.
    `size` is that of most of its characters, `style` what all of them share. `inner` is where
    its text begins, past a number in the margin. `cells` are the cells of a `row`: their offset
    in the text, their left and their right. `rule` is the width of the line drawn above it, or 0.
    A `whole` line is a table's row that no further line joins.
    """

    numbers: tuple[int, ...]
    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: int = 0
    marks: tuple[Mark, ...] = ()
    cells: tuple[Cell, ...] = ()
    inner: float = 0.0
    column: int = 0
    depth: float = 0.0
    rule: float = 0.0
    hidden: str = ""
    edge: bool = False
    whole: bool = False

    @property
    def number(self) -> int:
        """The first of its numbers."""
        return self.numbers[0]

    @property
    def row(self) -> bool:
        """Return True if it has cells that stand apart."""
        return len(self.cells) > 1


def printed_lines(sheet: Sheet, first: int) -> list[Printed]:
    """Return the printed lines of a page, numbered from `first`; hidden ones come last."""
    visible = [run for run in sheet.runs if not run.hidden]
    turns = Counter[int]()
    for run in visible:
        turns[run.turn] += len(run.text)
    rows: list[tuple[Sequence[Run], int]] = []
    for turn, _ in turns.most_common():
        pieces = _pieces([run for run in visible if run.turn == turn])
        for column, column_pieces in enumerate(in_columns(pieces)):
            rows += [(row, column) for row in _rows([run for piece in column_pieces for run in piece.runs])]
    rows += [(row, 0) for row in _rows([run for run in sheet.runs if run.hidden])]
    grid = _Grid(sheet.rules)
    return [
        _Line(row, grid if row[0].turn == 0 else _Grid(())).printed(sheet, number, column)
        for number, (row, column) in enumerate(rows, first)
    ]


def _pieces(runs: Sequence[Run]) -> list[Piece]:
    """Join runs that stand close on one baseline, from the top of the page down."""
    pieces: list[Piece] = []
    for row in _rows(runs):
        open_runs: list[Run] = []
        for run in row:
            if open_runs and run.x0 - max(earlier.x1 for earlier in open_runs) > _PIECE_GAP * run.size:
                pieces.append(_piece(open_runs))
                open_runs = []
            open_runs.append(run)
        pieces.append(_piece(open_runs))
    return pieces


def _piece(runs: Sequence[Run]) -> Piece:
    base = max(runs, key=lambda run: run.size)
    return Piece(runs[0].x0, max(run.x1 for run in runs), base.y, base.size, tuple(runs))


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    base: Run | None = None
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        if base and base.y - run.y < _SAME_LINE * max(run.size, base.size):
            rows[-1].append(run)
            base = run if run.size > base.size else base
        else:
            rows.append([run])
            base = run
    return [_without_overprints(sorted(row, key=lambda run: run.x0)) for row in _with_floating(rows)]


def _with_floating(rows: Sequence[list[Run]]) -> list[list[Run]]:
    """Join a footnote's mark, or a comma, that floats above its line to that line.

    Lines of text are an em apart at least.
    """
    kept: list[list[Run]] = []
    for row in reversed(rows):
        if kept and all(_FLOATS.fullmatch(run.text.strip()) for run in row):
            base = _base(kept[-1])
            if max(run.y for run in row) - base.y < _FLOATING * base.size:
                kept[-1] = [*row, *kept[-1]]
                continue
        kept.append(row)
    return kept[::-1]


def _without_overprints(row: list[Run]) -> list[Run]:
    """Drop what is painted a second time, a hair's breadth beside, which makes it bold."""
    kept: list[Run] = []
    for run in row:
        last = kept[-1] if kept else run
        apart = max(run.x0 - last.x0, abs(run.y - last.y)) / run.size
        if kept and last.text == run.text and apart < _OVERPRINT:
            kept[-1] = replace(run, style=last.style | STRONG)
        else:
            kept.append(run)
    return kept


class _Grid:
    """The straight lines of a page, by their place."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.level = sorted((rule for rule in rules if rule.y0 == rule.y1), key=lambda rule: rule.y0)
        self.upright = sorted((rule for rule in rules if rule.y0 != rule.y1), key=lambda rule: rule.x0)
        self._heights = [rule.y0 for rule in self.level]
        self._places = [rule.x0 for rule in self.upright]

    def between(self, left: float, right: float, y: float) -> bool:
        """Return True if an upright line parts two words of one line."""
        first, last = bisect_left(self._places, left - 1), bisect_left(self._places, right + 1)
        return any(rule.y0 - 1 <= y + 1 <= rule.y1 + 1 for rule in self.upright[first:last])

    def above(self, x0: float, x1: float, y: float, height: float) -> float:
        """Return how wide the line is that is drawn close above a stretch of text; 0 for none."""
        first, last = bisect_left(self._heights, y + 0.4 * height), bisect_left(self._heights, y + 2 * height)
        over = [rule for rule in self.level[first:last] if rule.x0 < x1 and rule.x1 > x0]
        return max((rule.x1 for rule in over), default=0.0) - min((rule.x0 for rule in over), default=0.0)


class _Line:
    """Writes the runs of one line as text, with its cells and its emphasis."""

    def __init__(self, row: Sequence[Run], grid: _Grid) -> None:
        self.row = row
        self.grid = grid
        self.base = _base(row)
        self.text = ""
        self.spans: list[tuple[int, int, int]] = []
        self.cells: list[Cell] = [(0, row[0].x0, row[0].x1)]
        self.inner = 0.0
        self.label = ""  # the number in the margin, while nothing but it has come
        end = row[0].x0
        for run in row:
            self._add(run, run.x0 - end)
            end = max(end, run.x1)
            self.cells[-1] = (*self.cells[-1][:2], end)
        self.end = end

    def _add(self, run: Run, gap: float) -> None:
        text = _SPACES.sub(" ", run.text) if "  " in run.text or not run.text.isprintable() else run.text
        size = self.base.size
        if run.size <= size and _is_raised(run, self.base):
            text = superscript(text.strip())
        if not self.text:
            text = text.lstrip()
        else:
            between = self._between(run, gap, size)
            if between:
                self._close()
                text = between + text.lstrip()
            elif self.text.endswith((" ", "\t")):
                text = text.lstrip()
        if "...." in text or "……" in text:
            text = self._led(text, run)
        if text:
            self.spans.append((len(self.text), len(self.text) + len(text), run.style))
            self.text += text

    def _led(self, text: str, run: Run) -> str:
        """Put a cell's edge for the dots that lead from a heading to its page."""
        text = _LEADERS.sub("\t", text)
        if self.text.endswith("\t"):
            text = text.lstrip("\t ")
        if "\t" in text:
            self.cells.append((len(self.text) + text.index("\t") + 1, run.x1, run.x1))
        return text

    def _close(self) -> None:
        self.text = self.text.rstrip(" ")
        if self.spans:
            start, stop, style = self.spans[-1]
            self.spans[-1] = (start, min(stop, len(self.text)), style)

    def _between(self, run: Run, gap: float, size: float) -> str:
        """Say what parts a run from the one before: nothing, a space, a cell's edge."""
        if self.text.endswith("\t"):
            return ""
        least = _BARE_GAP if self.text[-1:].isalnum() else _LABEL_GAP
        beside = least * size < gap < _LABEL_REACH * size
        if beside and not self.inner and _LABEL.fullmatch(self.text.rstrip()):
            self.inner = run.x0
            return " "
        ruled = gap > _WORD_GAP * size and self.grid.between(run.x0 - gap, run.x0, run.y)
        if ruled or gap > _CELL_GAP * size:
            self.inner = self.inner or self.row[0].x0
            self.cells.append((len(self.text.rstrip(" ")) + 1, run.x0, run.x1))
            return "\t"
        if gap > _WORD_GAP * size and not self.text.endswith(" ") and not run.text.startswith(" "):
            return " "
        return ""

    def printed(self, sheet: Sheet, number: int, column: int) -> Printed:
        """Return the line."""
        text = self.text.rstrip()
        inked = [(start, stop, style) for start, stop, style in self.spans if self.text[start:stop].strip()]
        style = EM | STRONG
        for _, _, run_style in inked:
            style &= run_style
        base, x0 = self.base, self.row[0].x0
        return Printed(
            numbers=(number,), page=sheet.page, text=text, x0=x0, x1=self.end, y=base.y, size=base.size,
            style=style, marks=_marks(text, inked), cells=tuple(self.cells), inner=self.inner or x0,
            column=column, depth=1 - base.y / max(sheet.height, 1.0),
            rule=self.grid.above(x0, self.end, base.y, base.size),
            hidden=base.hidden, edge=all(run.edge for run in self.row),
        )  # fmt: skip


def usual_size(printed: Iterable[Run | Printed], digits: int = 1) -> float:
    """Return the size of most characters, in points, rounded; 0 where nothing is printed."""
    sizes: Counter[float] = Counter()
    for stretch in printed:
        sizes[round(stretch.size, digits)] += len(stretch.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _base(row: Sequence[Run]) -> Run:
    """Return the run by which a line is measured: the longest in the type of most characters."""
    usual = usual_size(row)
    return max((run for run in row if round(run.size, 1) == usual), key=lambda run: len(run.text))


def _is_raised(run: Run, base: Run) -> bool:
    """Return True for a footnote's mark: a number above its line's baseline, and smaller unless it floats."""
    rise = (run.y - base.y) / base.size
    is_high = rise >= _SAME_LINE or (run.size <= _SMALLER * base.size and rise >= _RAISED)
    return is_high and bool(_RAISED_TEXT.fullmatch(run.text.strip()))


def _marks(text: str, spans: Sequence[tuple[int, int, int]]) -> tuple[Mark, ...]:
    """Return the stretches in italics and in bold, without the spaces around them."""
    marks: list[Mark] = []
    for bit, name in _STYLES:
        start = stop = -1
        for first, last, style in [*spans, (len(text), len(text), 0)]:
            if style & bit:
                start, stop = (first if start < 0 else start), min(last, len(text))
            elif start >= 0:
                inked = text[start:stop]
                begin = start + len(inked) - len(inked.lstrip())
                marks.append(Mark(begin, begin + len(inked.strip()), name))
                start = -1
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
