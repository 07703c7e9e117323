"""Printed lines → paragraphs, by where the lines stand on the page.

A line goes on with the one before it unless the page says otherwise: a gap, an indent, a change of
type, a number in the margin, or a line that had room for more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.lines import Printed
from ingest.layout.runs import STRONG
from ingest.lines import ending
from ingest.markers import MONTHS, cut_marker
from ingest.opening import is_doc_number, read_division

Lines = Sequence[Printed]
_SAME_SIZE = 0.08  # by which sizes may differ
_GAP = 0.25  # ems beyond the usual step: a paragraph's gap
_INDENT = 0.6  # ems
_ALIGNED = 0.3  # ems
_ROOM, _MUCH_ROOM = 0.3, 2.0  # ems left in a line: by some mark of an end, and without
_SHORT = 12  # characters: "III" stands above a title and is part of it, "RESOLUTION 25 (…)" is not
_NUMBERING = 3  # lines at most of a text's or an annex's number
_ENDS = (".", ";", ":", "!", "?")
_OPEN = ("-", "–", "/", "\u00ad")  # what no paragraph ends with
_LISTED = re.compile(r"[;,] (?:and|or|and/or)$")
_BARE = re.compile(rf"\A[0-9.]+ +(?:[^A-Z\s]|(?:{MONTHS})\b)")


class Joiner:
    """Joins lines, which come in reading order; knows the distances and the edges of the text."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.steps = _steps(lines)
        self.edges = _edges(lines)

    def paragraphs(self) -> list[list[Printed]]:
        """Return the paragraphs, each as its lines."""
        paragraphs: list[list[Printed]] = []
        for line in self.lines:
            if paragraphs and self._goes_on(paragraphs[-1], line):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
        return paragraphs

    # -- decisions -------------------------------------------------------------------------------

    def _goes_on(self, paragraph: Lines, line: Printed) -> bool:
        """Return True if a line goes on with a paragraph."""
        last = paragraph[-1]
        if last.row or line.row or last.whole or line.whole:
            return False
        if abs(last.size - line.size) > _SAME_SIZE * max(last.size, line.size):
            return False
        if last.page != line.page or last.column != line.column or line.y >= last.y:
            return self._goes_over(paragraph, line)
        if last.y - line.y > self._step(paragraph, line) + _GAP * line.size:
            return False
        if _is_numbering(paragraph, line) or (last.style != line.style and self._is_short(last, line)):
            return False
        if _ends_in_bold(last, line):
            return False
        if self._is_title(paragraph, line):
            return True
        if self._is_marked(line) and self._may_open(paragraph, line):
            return False
        return self._is_aligned(paragraph, line) and not self._ends_short(last, line)

    def _goes_over(self, paragraph: Lines, line: Printed) -> bool:
        """Return True if a paragraph goes on over the page's or the column's end."""
        last = paragraph[-1]
        end = ending(last.text)
        if last.style != line.style and (last.style & STRONG or line.style & STRONG):
            return False
        if self._is_marked(line) and (end or self._is_short(last, line)):
            return False
        if self._is_short(last, line) and (end in _ENDS or not line.text[:1].islower()):
            return False
        if line.text[:1].islower() and not end:
            return True
        opens = any(mark.start == 0 for mark in line.marks) and not any(
            mark.end >= len(last.text) - 1 for mark in last.marks
        )
        if not line.text[:1].islower() and (end in (";", ":") or (end and opens)):
            return False
        # after a first line that stands elsewhere than the others
        indented = len(paragraph) > 1 and abs(paragraph[0].x0 - paragraph[1].x0) > _INDENT * line.size
        return end not in _ENDS or indented

    def _is_title(self, paragraph: Lines, line: Printed) -> bool:
        """Return True for a title's further line: bold throughout, or centred below the line before."""
        last = paragraph[-1]
        if len(last.text) > _SHORT and last.text.isupper() and re.match("[A-Z][a-z]", line.text):
            return False
        if last.style & line.style & STRONG:
            return not (self._is_marked(line) and self._may_open(paragraph, line))
        return self._is_centred(last) and self._is_centred(line) and last.style == line.style

    def _is_marked(self, line: Printed) -> bool:
        """Return True for a line that begins with a number, a letter or a dash of a list."""
        return line.inner > line.x0 or bool(cut_marker(line.text).readings)

    def _may_open(self, paragraph: Lines, line: Printed) -> bool:
        """Return True for a marker, False for a number that a sentence has brought to the line's start."""
        last = paragraph[-1]
        plain = _BARE.match(line.text) is not None  # "… of resolutions 4, / 5 and 6", "on / 13 August"
        if not plain and max(line.inner - line.x0, line.x0 - last.x0) > _INDENT * line.size:
            return True
        if plain and line.inner <= line.x0:
            return False
        ends = ending(last.text) in (*_ENDS, ",")
        return ends or _LISTED.search(last.text) is not None or self._is_short(last, line)

    def _is_aligned(self, paragraph: Lines, line: Printed) -> bool:
        """Return True for a line that stands below the one before it as a paragraph's lines do."""
        last = paragraph[-1]
        if self._is_set_right(last, line):
            return False
        return len(paragraph) == 1 or abs(line.x0 - last.x0) <= _INDENT * line.size

    def _is_set_right(self, last: Printed, line: Printed) -> bool:
        """Return True for lines that end together at the right and begin anywhere: a place, a date."""
        left, right = self.edges[line.page, line.column]
        together = abs(last.x1 - line.x1) <= _ALIGNED * line.size < abs(last.x0 - line.x0)
        return together and min(last.x0, line.x0) > left + 0.4 * (right - left)

    def _ends_short(self, last: Printed, line: Printed) -> bool:
        """Return True for a line that ends its paragraph: the next word had room in it."""
        if last.text.endswith(_OPEN):
            return False
        end = ending(last.text)
        if end in _ENDS:
            return self._is_short(last, line)
        if not line.text[:1].islower():
            return self._room(last, line) > (_ROOM if end else _MUCH_ROOM)
        outdented = last.inner > last.x0 > line.x0 + _INDENT * line.size  # left of the item's own mark
        parted = outdented or _LISTED.search(last.text) is not None
        return parted and self._room(last, line) > _MUCH_ROOM

    def _is_short(self, last: Printed, line: Printed) -> bool:
        """Return True for a line that had room for the first word of the next."""
        return self._room(last, line) > _ROOM

    def _room(self, last: Printed, line: Printed) -> float:
        """Return the room in a line once the next word is in it, in ems; the word's width is a guess."""
        word = line.text.split(" ", 1)[0]
        width = 1.1 * len(word) * (line.x1 - line.x0) / max(len(line.text), 1) + 0.25 * line.size
        return (self.edges[last.page, last.column][1] - last.x1 - width) / line.size

    def _is_centred(self, line: Printed) -> bool:
        left, right = self.edges[line.page, line.column]
        before, after = line.x0 - left, right - line.x1
        return min(before, after) > 2 * line.size and abs(before - after) <= line.size

    # -- measures --------------------------------------------------------------------------------

    def _step(self, paragraph: Lines, line: Printed) -> float:
        """Return how far apart a paragraph's lines stand."""
        usual = self.steps.get(round(line.size), 1.2 * line.size)
        if len(paragraph) > 1 and paragraph[-1].page == paragraph[-2].page:
            step = paragraph[-2].y - paragraph[-1].y
            return step if 0 < step < 2 * usual else usual
        return usual


def _ends_in_bold(last: Printed, line: Printed) -> bool:
    """Return True for a heading in bold that ends where its line does: a sentence in plain follows."""
    opens = any(mark.start == 0 and mark.style == "strong" for mark in line.marks)
    return bool(last.style & STRONG) and line.text[:1].isupper() and not opens


def _is_numbering(paragraph: Lines, line: Printed) -> bool:
    """Return True for the number of an instrument or an annex, which no title joins: "ANNEX 1"."""
    if len(paragraph) > _NUMBERING or line.text.startswith("("):
        return False
    text = " ".join(above.text for above in paragraph)
    return is_doc_number(text) or read_division(text) is not None


def _steps(lines: Lines) -> dict[int, float]:
    steps: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for above, below in pairwise(lines):
        step = round(above.y - below.y, 1)
        together = above.page == below.page and above.column == below.column
        alike = abs(above.size - below.size) <= _SAME_SIZE * below.size
        if together and alike and 0 < step < 2.5 * below.size:
            steps[round(below.size)][step] += 1
    most = max(steps, key=lambda size: steps[size].total(), default=0)
    ratio = steps[most].most_common(1)[0][0] / most if most else 1.2
    return {size: _usual(counted, ratio * size) for size, counted in steps.items()}


def _usual(steps: Counter[float], expected: float) -> float:
    """Return the step of most lines; of a few lines only one that the text's own type lets expect."""
    step, count = steps.most_common(1)[0]
    return step if count > 2 else min(step, expected)


def _edges(lines: Lines) -> dict[tuple[int, int], tuple[float, float]]:
    """Return how far left and right the lines of each column of each page reach."""
    columns: defaultdict[tuple[int, int], list[Printed]] = defaultdict(list)
    for line in lines:
        columns[line.page, line.column].append(line)
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for place, column_lines in columns.items():
        slack = 1.5 * max(line.size for line in column_lines)
        edges[place] = (
            -_reached([-line.x0 for line in column_lines], slack),
            _reached([line.x1 for line in column_lines], slack),
        )
    return edges


def _reached(ends: list[float], slack: float) -> float:
    """Return how far two lines at least reach: one alone may stand out."""
    ends = sorted(ends, reverse=True)
    return next((one for one, other in pairwise(ends) if one - other <= slack), ends[0] if ends else 0.0)
