"""Runs of text on a page → printed lines, in reading order: words by x, lines by baseline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.instruments import Mark
from ingest.markers import superscript

EM, STRONG = 1, 2
_STYLES = ((EM, "em"), (STRONG, "strong"))
_WORD_GAP = 0.13  # ems between two runs from which they are two words: half a narrow space
_CELL_GAP = 1.0  # ems between two runs from which they stand apart
_SAME_LINE = 0.5  # ems between baselines up to which runs share a line
_RAISED, _SMALLER = 0.12, 0.85  # a footnote's mark: ems above the baseline, size to its line's
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """Text printed in one go: from x0 to x1 on the baseline y, in points from the page's corner.

    `style` is EM, STRONG, both or 0; `hidden` says why a reader does not see it, or ''. `edge`
    tells that the file itself calls it a running head or foot. `upright` is False for text that
    does not run from left to right.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: int = 0
    hidden: str = ""
    edge: bool = False
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its number in the file, its words and where they stand on the page.

    `size` is that of most of its characters, `style` what all of them share. `cells` are where
    its parts begin that stand apart, as offsets in the text with their x.
    """

    number: int
    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: int = 0
    marks: tuple[Mark, ...] = ()
    cells: tuple[tuple[int, float], ...] = ()
    hidden: str = ""
    edge: bool = False
    turn: bool = False


def printed_lines(runs: Sequence[Run], page: int, first: int) -> list[Printed]:
    """Return the printed lines of a page, numbered from `first`."""
    shown = [run for run in runs if run.text.strip()]
    lines = [line for line in _rows(shown)]
    found = []
    for line in lines:
        found.append(_printed(line, page, first + len(found)))
    return found


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Group runs by baseline, from the top of the page down."""
    rows: list[list[Run]] = []
    base = Run("", 0, 0, 0, 0)
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        near = rows and base.y - run.y < _SAME_LINE * max(run.size, base.size)
        if near and bool(run.hidden) == bool(base.hidden):
            rows[-1].append(run)
            base = run if run.size > base.size else base
        else:
            rows.append([run])
            base = run
    return [sorted(row, key=lambda run: run.x0) for row in rows]


def _printed(row: Sequence[Run], page: int, number: int) -> Printed:
    """Print the runs of one line as text with its emphasis."""
    base = max(row, key=lambda run: (run.size, len(run.text)))
    pieces: list[str] = []
    spans: list[tuple[int, int, int]] = []
    cells: list[tuple[int, float]] = [(0, row[0].x0)]
    length = 0
    end = row[0].x0
    for run in row:
        text = _SPACES.sub(" ", run.text)
        if _is_raised(run, base):
            text = superscript(text.strip())
        elif pieces and run.x0 - end > _WORD_GAP * run.size and not pieces[-1].endswith(" "):
            text = " " + text
        if not pieces or pieces[-1].endswith(" "):
            text = text.lstrip()
        if not text:
            continue
        if pieces and run.x0 - end > _CELL_GAP * base.size:
            cells.append((length + len(text) - len(text.lstrip()), run.x0))
        pieces.append(text)
        spans.append((length, length + len(text), run.style))
        length += len(text)
        end = run.x1
    text = "".join(pieces).rstrip()
    inked = [(start, stop, style) for start, stop, style in spans if text[start:stop].strip()]
    style = EM | STRONG
    for _, _, one in inked:
        style &= one
    return Printed(
        number, page, text, row[0].x0, max(run.x1 for run in row), base.y, base.size,
        style, _marks(text, inked), tuple(cells), base.hidden, all(run.edge for run in row),
    )  # fmt: skip


def _is_raised(run: Run, base: Run) -> bool:
    """Tell a footnote's mark: a number, smaller than its line and above its baseline."""
    return (
        run.text.strip().isdigit()
        and run.size <= _SMALLER * base.size
        and run.y - base.y >= _RAISED * base.size
    )


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
