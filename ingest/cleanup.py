"""Clean-up as a list of small named steps. Each says which lines it removed.

A step takes lines and gives back lines and removals; what a step neither passes on nor
lists is a defect, which the parse report shows as an unowned line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.lines import Line, Removal, removals, without_edges
from ingest.source import Source
from ingest.text.emphasis import lift
from ingest.text.markdown import read_markdown, show_escaped

Lines = Sequence[Line]
Steps = Sequence[tuple[str, Callable[[Lines], Lines]]]
LINE_BREAKS = "line breaks"  # the step that a source of whole paragraphs does without
_COMMENT_OPEN, _COMMENT_CLOSE = "<!--", "-->"
_PAGE_NUMBER = re.compile(r"(?:[-–] ?)?[0-9]{1,4}(?: ?[-–])?")
_SHORTEST_PAGE = 10  # lines between two page numbers
_ORNAMENT = re.compile(r"(?:[*_=•·–—-]\s*){3,}")
_HASHES = re.compile(r"(?P<signs>#{1,6}) +(?:#{1,6} +)*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the steps left, and what they removed."""

    lines: tuple[Line, ...]
    removed: tuple[Removal, ...]


def clean(source: Source, steps: Steps) -> Cleaned:
    """Run what every text needs, then the steps of its grammar, over what the reader passed on."""
    lines: Lines = source.lines
    removed = list(source.removed)
    for name, step in (*_COMMON, *steps):
        if source.whole and name == LINE_BREAKS:
            continue
        kept = step(lines)
        removed += removals(lines, kept, name)
        lines = kept
    return Cleaned(tuple(lines), tuple(removed))


def drop_comments(lines: Lines) -> Lines:
    """Remove comments in angle brackets, which convertors put before a text."""
    last_close = max((at for at, line in enumerate(lines) if _COMMENT_CLOSE in line.text), default=-1)
    kept: list[Line] = []
    inside = False
    for at, line in enumerate(lines):
        inside = inside or (line.text.startswith(_COMMENT_OPEN) and at <= last_close)
        if not inside:
            kept.append(line)
        inside = inside and not line.text.endswith(_COMMENT_CLOSE)
    return kept


def read_heading_signs(lines: Lines) -> Lines:
    """Take the number signs of a heading off and keep their level."""
    found = [(line, _HASHES.match(line.text)) for line in lines]
    return [
        replace(line, text=line.text[signs.end() :], heading=len(signs["signs"])) if signs else line
        for line, signs in found
    ]


def lift_emphasis(lines: Lines) -> Lines:
    """Take asterisks off and keep, beside the text, which words they emphasised."""
    kept: list[Line] = []
    for line in lines:
        if "*" in line.text and not line.marks:
            text, marks = lift(line.text)
            line = replace(line, text=text, marks=marks)
        kept.append(line)
    return kept


def drop_ornaments(lines: Lines) -> Lines:
    """Remove rows of asterisks and rules that part one piece of text from another."""
    return [line for line in lines if not _ORNAMENT.fullmatch(line.text)]


def drop_page_numbers(lines: Lines) -> Lines:
    """Remove numbers that stand alone between blank lines or pages and count the pages."""
    alone = [
        at
        for at, line in enumerate(lines)
        if _PAGE_NUMBER.fullmatch(line.text)
        and (line.gap or line.turn)
        and (at + 1 == len(lines) or lines[at + 1].gap or lines[at + 1].turn)
    ]
    pages = [int(lines[at].text.strip("-– ")) for at in alone]
    counts = {
        at
        for (first, page), (second, following) in pairwise(zip(alone, pages, strict=True))
        for at in (first, second)
        if following == page + 1 and second - first >= _SHORTEST_PAGE
    }
    return without_edges(lines, [at in counts for at in range(len(lines))]) if counts else lines


# What every text may carry, whatever its grammar.
_COMMON: Steps = (
    ("comments", drop_comments),
    ("markdown", read_markdown),
    ("heading signs", read_heading_signs),
    ("emphasis", lift_emphasis),
    ("escaped asterisks", show_escaped),
)
