"""Which words of a page stand in columns: a page set in two is read down one, then the other.

A gutter is a strip that no line crosses, with lines of prose on both sides. Tables have such strips
too: there the lines of both sides begin together, row for row, and few reach the strip.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.layout.runs import Run

_LEAST = 5  # lines on either side of a gutter
_FULL = 0.75  # of a column's width: a line that fills it
_FULL_SHARE = 0.5  # of a column's lines that do
_TOGETHER = 0.7  # of paragraphs that begin beside one another: rows of a table
_LONG = 15  # characters of a line of prose, at least, in the mean
_SLACK = 3.0  # points by which a line may reach into a gutter


@dataclass(frozen=True, slots=True)
class Piece:
    """Runs that stand on one baseline without a wide gap between them."""

    x0: float
    x1: float
    y: float
    size: float
    runs: tuple[Run, ...]


def in_columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Part the pieces of a page, which come from the top down, into columns in reading order."""
    gutter = _gutter(pieces)
    if gutter is None:
        return [list(pieces)] if pieces else []
    columns: list[list[Piece]] = []
    for band, parted in _bands(pieces, gutter):
        sides = _sides(band, gutter)
        columns += [column for side in sides for column in in_columns(side)] if parted else [band]
    return columns


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where a column on the right begins, if the page has one."""
    if len(pieces) < 2 * _LEAST:
        return None
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    starts = Counter(round(piece.x0) for piece in pieces)
    for start, count in starts.most_common(6):
        if count < _LEAST or not 0.25 * (right - left) < start - left < 0.8 * (right - left):
            continue
        if any(parted for _, parted in _bands(pieces, start)):
            return float(start)
    return None


def _bands(pieces: Sequence[Piece], gutter: float) -> list[tuple[list[Piece], bool]]:
    """Cut a page into bands from the top down, each with whether the gutter parts it."""
    bands: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.x0 < gutter - _SLACK and piece.x1 > gutter + _SLACK:
            bands += [[piece], []]
        else:
            bands[-1].append(piece)
    merged: list[tuple[list[Piece], bool]] = []
    for band in filter(None, bands):
        parted = _is_parted(*_sides(band, gutter))
        if merged and not parted and not merged[-1][1]:
            merged[-1][0].extend(band)
        else:
            merged.append((band, parted))
    return merged


def _sides(band: Sequence[Piece], gutter: float) -> tuple[list[Piece], list[Piece]]:
    left = [piece for piece in band if piece.x0 < gutter - _SLACK]
    return left, [piece for piece in band if piece.x0 >= gutter - _SLACK]


def _is_parted(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return True for two columns of prose, False for the cells of a table."""
    sides = [_lines(side) for side in (left, right)]
    return min(map(len, sides)) >= _LEAST and not _is_table(*sides) and all(map(_is_prose, sides))


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Join the pieces of one side that stand on one baseline."""
    lines: dict[int, Piece] = {}
    for piece in pieces:
        line = lines.get(round(piece.y), piece)
        runs = line.runs + piece.runs if line is not piece else piece.runs
        x0, x1 = min(piece.x0, line.x0), max(piece.x1, line.x1)
        lines[round(piece.y)] = replace(piece, x0=x0, x1=x1, runs=runs)
    return list(lines.values())


def _is_prose(column: Sequence[Piece]) -> bool:
    """Return True for a column that most of its lines fill."""
    x0, x1 = min(line.x0 for line in column), max(line.x1 for line in column)
    length = sum(len(run.text) for line in column for run in line.runs)
    full = sum(line.x1 - line.x0 >= _FULL * (x1 - x0) for line in column)
    return full >= _FULL_SHARE * len(column) and length >= _LONG * len(column)


def _is_table(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return True for rows: most lines on the left begin beside one on the right."""
    starts, others = _starts(left), _starts(right)
    if min(len(starts), len(others)) < 2:
        return False
    together = sum(any(abs(start - other) < 1 for other in others) for start in starts)
    return together >= _TOGETHER * min(len(starts), len(others))


def _starts(column: Sequence[Piece]) -> list[float]:
    """Return the baselines that follow a paragraph's gap."""
    steps = [above.y - below.y for above, below in pairwise(column)]
    usual = Counter(round(step) for step in steps if step > 1).most_common(1)
    lead = usual[0][0] if usual else 0
    return [below.y for step, below in zip(steps, column[1:], strict=True) if 1.2 * lead < step < 3 * lead]
