"""The pen of a PDF's content: the graphics state, and what places and shows text (ISO 32000-1, 8.4, 9.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pypdf.errors import LimitReachedError

from ingest.layout.runs import EM, Run
from ingest.pdf.fonts import Typeface

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Operands = list[Any]
MAX_RUNS = 50_000  # of one page
_SLANT = 0.15  # of an upright font that the text matrix leans
_SMALLEST = 2.0  # points: smaller type cannot be read
_INVISIBLE = (3, 7)  # text rendering modes that paint nothing
_CELL_GAP = 1.0  # ems inside one operator from which a new run begins
_NEAR_SPACE = 0.3  # ems from a run to a space that belongs to it
_WIDE = "    "  # spaces that part columns where nothing else does


@dataclass(slots=True)
class State:
    """The graphics state that q saves and Q restores. `ctm` maps to points from the lower left corner."""

    ctm: Matrix = IDENTITY
    font: Typeface | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 100.0  # per cent
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0
    white: bool = False  # what is filled now is white
    clear: bool = False  # what is filled now cannot be seen at all


def matrix_of(operands: Sequence[Any]) -> Matrix:
    """Read a matrix. Raises ValueError where it is none."""
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def product(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that does first m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def box_of(corners: Box, m: Matrix) -> Box:
    """Return the box that holds two corners once they are moved by a matrix."""
    x0, y0, x1, y1 = corners
    left, right = sorted((x0 * m[0] + y0 * m[2] + m[4], x1 * m[0] + y1 * m[2] + m[4]))
    low, high = sorted((x0 * m[1] + y0 * m[3] + m[5], x1 * m[1] + y1 * m[3] + m[5]))
    return left, low, right, high


class Pen:
    """Where text goes and what it looks like; what is shown becomes a run.

    `areas` are painted dark or hold a picture, so that white text on them can be read. `marks` are
    what the open marked content means: "edge", "layer" or "".
    """

    def __init__(self, page: tuple[float, float]) -> None:
        self.page = page
        self.runs: list[Run] = []
        self.areas: list[Box] = []
        self.marks: list[str] = []
        self.state = State()
        self.line: Matrix = IDENTITY  # where the line of text begins
        self.text: Matrix = IDENTITY  # where the pen stands

    def _put(self, operands: Operands, name: str) -> None:
        """Set a number of the state: the space after each character, how far text is raised."""
        setattr(self.state, name, float(operands[0]))

    def _begin(self, _: Operands) -> None:
        self.line = self.text = IDENTITY

    def _move(self, operands: Operands) -> None:
        x, y = float(operands[0]), float(operands[1])
        a, b, c, d, e, f = self.line
        self.line = self.text = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def _move_leading(self, operands: Operands) -> None:
        """Move so, and keep the distance."""
        self.state.leading = -float(operands[1])
        self._move(operands)

    def _place(self, operands: Operands) -> None:
        self.line = self.text = matrix_of(operands)

    def _next_line(self, _: Operands) -> None:
        self._move([0.0, -self.state.leading])

    def _show(self, operands: Operands) -> None:
        self._show_all([operands])

    def _show_next(self, operands: Operands) -> None:
        self._next_line(operands)
        self._show(operands)

    def _show_spaced(self, operands: Operands) -> None:
        self.state.word_space, self.state.char_space = float(operands[0]), float(operands[1])
        self._show_next(operands[2:])

    def _show_all(self, operands: Operands) -> None:
        """Show strings with steps between them; a wide step begins a run of its own."""
        state = self.state
        face, size, scale = state.font, state.size, state.scale / 100
        if face is None:
            return
        pieces: list[str] = []
        start = pen = 0.0
        gap_of_space, gap_of_cell = face.space * size * 0.5, _CELL_GAP * size
        for item in operands[0]:
            if isinstance(item, (int, float)):
                step = -item / 1000 * size
                if pieces and step >= gap_of_cell:
                    self._add("".join(pieces), start * scale, pen * scale)
                    pieces = []
                elif pieces and step >= gap_of_space and not pieces[-1].endswith(" "):
                    pieces.append(" ")
                pen += step
                if not pieces:
                    start = pen
            else:
                data = item if isinstance(item, bytes) else item.original_bytes
                text, ems, characters, spaces = face.decode(data)
                pieces.append(text)
                pen += ems * size + characters * state.char_space + spaces * state.word_space
        if pieces:
            self._add("".join(pieces), start * scale, pen * scale)
        a, b, c, d, e, f = self.text
        self.text = (a, b, c, d, pen * scale * a + e, pen * scale * b + f)

    def _add(self, text: str, start: float, end: float) -> None:
        """Add what was shown between two steps of the pen; wide spaces part it."""
        if not text:
            return
        if len(self.runs) >= MAX_RUNS:
            raise LimitReachedError(f"more than {MAX_RUNS} runs of text on a page")
        if _WIDE in text:
            per_character = (end - start) / len(text)
            at = 0
            for part in text.split(_WIDE):
                self._run(part, start + at * per_character, start + (at + len(part)) * per_character)
                at += len(part) + len(_WIDE)
        else:
            self._run(text, start, end)

    def _run(self, text: str, start: float, end: float) -> None:
        """Add one run, on the page turned so that it reads from left to right."""
        if not text:
            return
        state = self.state
        a, b, c, d, e, f = product(self.text, state.ctm)
        size = abs(state.size) * math.hypot(c, d)
        turn = 0
        if a <= 0 or abs(b) > 0.1 * a:
            a, b, c, d, e, f, turn = _turned_back(a, b, c, d, e, f)
        x0, x1 = start * a + state.rise * c + e, end * a + state.rise * c + e
        y = start * b + state.rise * d + f
        style = state.font.style if state.font else 0
        if c > _SLANT * d > 0:
            style |= EM
        if text.isspace():
            self._space(x0, x1, y, size)
            return
        hidden = self._hidden(x0, x1, y, size, turn)
        self.runs.append(Run(text, x0, x1, y, size, style, hidden, "edge" in self.marks, turn))

    def _space(self, x0: float, x1: float, y: float, size: float) -> None:
        last = self.runs[-1] if self.runs else None
        if last and abs(last.y - y) < 0.1 * size and abs(x0 - last.x1) < _NEAR_SPACE * size:
            self.runs[-1] = replace(last, text=last.text + " ", x1=x1)

    def _hidden(self, x0: float, x1: float, y: float, size: float, turn: int) -> str:
        """Say why a reader does not see a run; '' if one does."""
        if self.state.mode in _INVISIBLE or self.state.clear or "layer" in self.marks:
            return "invisible"
        if size < _SMALLEST:
            return "tiny"
        if turn:
            return ""
        if self.state.white and not self._on_dark((x0 + x1) / 2, y):
            return "white"
        wide, high = self.page
        return "off the page" if x1 < 0 or x0 > wide or y < -size or y > high else ""

    def _on_dark(self, x: float, y: float) -> bool:
        return any(left <= x <= right and low - 2 <= y <= high for left, low, right, high in self.areas)


def _turned_back(
    a: float, b: float, c: float, d: float, e: float, f: float
) -> tuple[float, float, float, float, float, float, int]:
    """Turn a matrix back by the quarters that its text is turned."""
    quarters = round(math.atan2(b, a) / (math.pi / 2)) % 4
    for _ in range(quarters):
        a, b, c, d, e, f = b, -a, d, -c, f, -e
    return a, b, c, d, e, f, quarters * 90
