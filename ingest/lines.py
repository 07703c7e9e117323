"""Lines of a source, on their way from file to grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.instruments import Mark
from ingest.markers import NOTE_MARK

_CLOSERS = "\"'”’»*)]"
_TERMINALS = ".;:,!?；："
_WIDE = {"；": ";", "：": ":"}  # as East Asian type sets them
# the cells that a page has run into one line: "Member States 226 376 226 376 452 752"
_CELLS = re.compile(r"(?: [-–]?[0-9]{1,3}(?:[.,][0-9]+)?%?){3,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or several that were joined: source line numbers, text, emphasis.

    `gap` tells that a blank line stands before it, `turn` that a page begins with it. `page` is
    counted from 1 where the source has pages, else 0; `heading` is the level of a heading, from
    1, where the source says that the line is one, else 0. Cells of a table's row are parted by
    tabs, and its rows follow each other without a gap. `broken` tells that the lines of its file are
    broken at a page's width, where a text is too short to show it; `quoted` that it stands in a block
    quotation.
    """

    numbers: tuple[int, ...]
    text: str
    marks: tuple[Mark, ...] = ()
    gap: bool = False
    turn: bool = False
    page: int = 0
    heading: int = 0
    broken: bool = False
    quoted: bool = False

    @property
    def number(self) -> int:
        """The source line where this one begins."""
        return self.numbers[0]


def marks_within(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """Return the emphasis of a stretch of a text, counted from where the stretch starts."""
    return tuple(
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.style)
        for mark in marks
        if mark.start < end and mark.end > start
    )


@dataclass(frozen=True, slots=True)
class Removal:
    """A source line that a named step removed."""

    line: int
    step: str


def removals(before: Sequence[Line], after: Sequence[Line], step: str) -> list[Removal]:
    """Return the source lines that a step did not pass on."""
    left = {number for line in after for number in line.numbers}
    return [Removal(number, step) for line in before for number in line.numbers if number not in left]


def without_edges(lines: Sequence[Line], dropped: Sequence[bool]) -> list[Line]:
    """Leave out what stands at a page's edge; what follows begins a page."""
    kept: list[Line] = []
    turn = False
    for line, drop in zip(lines, dropped, strict=True):
        if not drop:
            kept.append(replace(line, turn=True) if turn else line)
        turn = drop
    return kept


def ending(text: str) -> str:
    """Return the punctuation that ends a text, past quotes and footnote marks, or ''."""
    bare = NOTE_MARK.sub("", text.rstrip()).rstrip(_CLOSERS)
    return _WIDE.get(bare[-1], bare[-1]) if bare and bare[-1] in _TERMINALS else ""


def is_flat_row(text: str) -> bool:
    """Return True for a table's row whose columns a page has lost: it ends in several amounts."""
    tail = re.search(r"(?: \S+){3}$", text[-60:])
    return tail is not None and _CELLS.fullmatch(tail.group()) is not None


def is_headline(text: str) -> bool:
    """Return True for a heading, False for a paragraph: short, capitalised, without a sentence's end."""
    return (
        bool(re.match(r"[\"'“‘(]?[A-Z0-9]", text))
        and len(text) <= 160
        and len(text.split()) <= 22
        and not ending(text)
        and "\t" not in text
        and not is_flat_row(text)
    )
