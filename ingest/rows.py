"""A table's row → one line, its cells parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.instruments import Mark
from ingest.lines import Line

Cell = tuple[str, tuple[Mark, ...]]
Row = list[Cell]


def row_line(numbers: tuple[int, ...], cells: Sequence[Cell], *, gap: bool) -> Line | None:
    """Return a row as a line; None where all its cells are empty.

    Empty cells before and between others stay, so that columns do not shift. Those at the end go,
    but for one where nothing else would tell the row from a paragraph.
    """
    filled = [at for at, (text, _) in enumerate(cells) if text]
    if not filled:
        return None
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for text, cell_marks in cells[: max(filled[-1] + 1, min(len(cells), 2))]:
        texts.append(text)
        marks += [Mark(mark.start + at, mark.end + at, mark.style) for mark in cell_marks]
        at += len(text) + 1
    return Line(numbers, "\t".join(texts), tuple(marks), gap=gap)
