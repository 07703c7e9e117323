"""A table's row → one line, its cells parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.instruments import Mark
from ingest.lines import Line

Cell = tuple[str, tuple[Mark, ...]]
Row = list[Cell]


def row_line(numbers: tuple[int, ...], cells: Sequence[Cell], *, gap: bool, page: int = 0) -> Line | None:
    """Return a row as a line, without the empty cells at its ends; None where all are empty."""
    filled = [at for at, (text, _) in enumerate(cells) if text]
    if not filled:
        return None
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for text, own in cells[filled[0] : filled[-1] + 1]:
        texts.append(text)
        marks += [Mark(one.start + at, one.end + at, one.style) for one in own]
        at += len(text) + 1
    return Line(numbers, "\t".join(texts), tuple(marks), gap=gap, page=page)
