"""The graphics state of a PDF's content, as far as it bears on text (ISO 32000-1, 8.4 and 9.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.pdf.fonts import Typeface

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class State:
    """What q keeps and Q brings back. `ctm` leads to points from the page's lower left corner."""

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

    def copy(self) -> State:
        """Return a copy."""
        return replace(self)


def matrix_of(operands: Sequence[Any]) -> Matrix:
    """Read a matrix. Raises ValueError where it is none."""
    a, b, c, d, e, f = (float(one) for one in operands)
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
