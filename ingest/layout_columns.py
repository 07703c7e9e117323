"""Which words of a page stand in columns: a page set in two is read down one, then the other.

A gutter is a strip that no line crosses, with lines of prose on both sides. Tables have such strips
too: there the lines of both sides begin together, row for row, and few reach the strip.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout_runs import Run

_LEAST = 5  # lines on either side of a gutter
_FULL = 0.75  # of a column's width: a line that fills it
_FULL_SHARE = 0.5  # of a column's lines that do
_TOGETHER = 0.7  # of paragraphs that begin beside one another: rows of a table
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
        left = [piece for piece in band if piece.x0 < gutter - _SLACK]
        right = [piece for piece in band if piece.x0 >= gutter - _SLACK]
        columns += [*in_columns(left), *in_columns(right)] if parted else [band]
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
    bands: list[tuple[list[Piece], bool]] = []
    open_band: list[Piece] = []
    for piece in pieces:
        if piece.x0 < gutter - _SLACK and piece.x1 > gutter + _SLACK:
            _close(bands, open_band, gutter)
            open_band = []
            bands.append(([piece], False))
        else:
            open_band.append(piece)
    _close(bands, open_band, gutter)
    merged: list[tuple[list[Piece], bool]] = []
    for band, parted in bands:
        if merged and not parted and not merged[-1][1]:
            merged[-1][0].extend(band)
        else:
            merged.append((list(band), parted))
    return merged


def _close(bands: list[tuple[list[Piece], bool]], band: list[Piece], gutter: float) -> None:
    """Add a band that no line crosses."""
    if band:
        bands.append((band, _is_parted(band, gutter)))


def _is_parted(band: Sequence[Piece], gutter: float) -> bool:
    """Tell two columns of prose from the cells of a table."""
    left = [piece for piece in band if piece.x0 < gutter - _SLACK]
    right = [piece for piece in band if piece.x0 >= gutter - _SLACK]
    if min(len(left), len(right)) < _LEAST:
        return False
    return _is_prose(left) and _is_prose(right) and not _is_table(left, right)


def _is_prose(column: Sequence[Piece]) -> bool:
    """Tell a column whose lines mostly fill it."""
    x0, x1 = min(piece.x0 for piece in column), max(piece.x1 for piece in column)
    full = sum(piece.x1 - x0 >= _FULL * (x1 - x0) for piece in column)
    words = sum(len(run.text) for piece in column for run in piece.runs)
    return full >= _FULL_SHARE * len(column) and words >= 15 * len(column)


def _is_table(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell rows: what begins on the left begins beside something on the right, time and again."""
    starts = _starts(left)
    others = _starts(right)
    if min(len(starts), len(others)) < 2:
        return False
    together = sum(any(abs(one - other) < 1 for other in others) for one in starts)
    return together >= _TOGETHER * max(len(starts), 2) and together >= _TOGETHER * len(others)


def _starts(column: Sequence[Piece]) -> list[float]:
    """Return the baselines that follow a gap."""
    steps = [above.y - below.y for above, below in pairwise(column)]
    usual = Counter(round(step) for step in steps if step > 1).most_common(1)
    lead = usual[0][0] if usual else 0
    return [below.y for step, below in zip(steps, column[1:], strict=False) if step > 1.2 * lead]
