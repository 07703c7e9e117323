"""Clean-up as a list of small named steps. Each says which lines it removed.

A step takes lines and gives back lines and removals; what a step neither passes on nor
lists is a defect, which the parse report shows as an unowned line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.footnotes import find_footnotes
from ingest.itu.columns import part_columns
from ingest.itu.merged import split_merged
from ingest.itu.preface import without_front
from ingest.itu.tabs import join_markers
from ingest.joining import join_conjunctions
from ingest.lines import Line, Removal, without_edges
from ingest.opening import is_doc_number
from ingest.source import Source
from ingest.text.emphasis import lift
from ingest.text.markdown import read_markdown, show_escaped
from ingest.unwrap import unwrap

Lines = Sequence[Line]
Steps = Sequence[tuple[str, Callable[[Lines], Lines]]]
LINE_BREAKS = "line breaks"  # the step that a source of whole paragraphs does without
_COMMENT_OPEN, _COMMENT_CLOSE = "<!--", "-->"
_RUNNING_HEAD = re.compile(
    r"(?:[0-9]{1,4} ((?:Resolution|Decision|Recommendation|Opinion) [0-9]+)"
    r"|((?:Resolution|Decision|Recommendation|Opinion) [0-9]+) [0-9]{1,4})"
)
_EDITION = r"\((?:Rev\. )?[^()0-9]+, [0-9]{4}\)"
_HISTORY = re.compile(rf"{_EDITION}(?: [–-] {_EDITION})+")
_HISTORY_LINES = 6  # that such a list takes at most
_PAGE_NUMBER = re.compile(r"(?:[-–] ?)?[0-9]{1,4}(?: ?[-–])?")
_SHORTEST_PAGE = 10  # lines between two page numbers
_FRONT_MATTER = 40  # lines before an instrument's number at most: a treaty may quote one further on
_HASHES = re.compile(r"(?:#{1,6} +)+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the steps left, and what they removed."""

    lines: tuple[Line, ...]
    removed: tuple[Removal, ...]


def clean(source: Source, steps: Steps) -> Cleaned:
    """Run the steps, in order, over what the reader passed on."""
    lines: Lines = source.lines
    removed = list(source.removed)
    for name, step in steps:
        if source.whole and name == LINE_BREAKS:
            continue
        kept = step(lines)
        left = {number for line in kept for number in line.numbers}
        removed += [Removal(number, name) for line in lines for number in line.numbers if number not in left]
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


def drop_running_heads(lines: Lines) -> Lines:
    """Remove the instrument's number beside a page number, on page after page or its own."""
    own = next((line.text for line in lines[:_FRONT_MATTER] if is_doc_number(line.text)), "")
    found = [_RUNNING_HEAD.fullmatch(line.text) for line in lines]
    names = [" ".join(filter(None, match.groups())) if match else "" for match in found]
    recurs = sum(map(bool, names)) > 1
    return without_edges(lines, [bool(name) and (recurs or _names(own, name)) for name in names])


def drop_page_numbers(lines: Lines) -> Lines:
    """Remove numbers that stand alone between blank lines or pages and count the pages."""
    alone = [
        at
        for at, line in enumerate(lines)
        if _PAGE_NUMBER.fullmatch(line.text)
        and (line.gap or line.turn)
        and (at + 1 == len(lines) or lines[at + 1].gap or lines[at + 1].turn)
    ]
    counts = {
        at
        for first, second in pairwise(alone)
        for at in (first, second)
        if _page(lines[second]) == _page(lines[first]) + 1 and second - first >= _SHORTEST_PAGE
    }
    return without_edges(lines, [at in counts for at in range(len(lines))]) if counts else lines


def drop_front_matter(lines: Lines) -> Lines:
    """Remove what stands before the instrument's number: the volume's title, the logo's words."""
    return without_front(lines)


def drop_history(lines: Lines) -> Lines:
    """Remove the list of earlier editions that closes a text: "(Kyoto, 1994) – (Rev. …)"."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        length = _history_length(lines[at : at + _HISTORY_LINES])
        if not length:
            kept.append(lines[at])
        at += max(length, 1)
    return kept


def drop_heading_signs(lines: Lines) -> Lines:
    """Take the number signs of a heading off; the words stay."""
    return [
        replace(line, text=_HASHES.sub("", line.text, count=1)) if _HASHES.match(line.text) else line
        for line in lines
    ]


def lift_emphasis(lines: Lines) -> Lines:
    """Take asterisks off and keep, beside the text, which words they emphasised."""
    return [_lifted(line) if "*" in line.text and not line.marks else line for line in lines]


# What every text may carry, whatever its grammar.
COMMON: Steps = (
    ("comments", drop_comments),
    ("markdown", read_markdown),
    ("heading signs", drop_heading_signs),
    ("emphasis", lift_emphasis),
    ("escaped asterisks", show_escaped),
)
STEPS: Steps = (
    ("comments", drop_comments),
    ("markdown", read_markdown),
    ("running heads", drop_running_heads),
    ("page numbers", drop_page_numbers),
    ("front matter", drop_front_matter),
    ("adoption history", drop_history),
    ("heading signs", drop_heading_signs),
    ("emphasis", lift_emphasis),
    ("escaped asterisks", show_escaped),
    ("repeated footnotes", find_footnotes),
    (LINE_BREAKS, unwrap),
    ("lone conjunctions", join_conjunctions),
    ("merged units", split_merged),
    ("marker tabs", join_markers),
    ("table columns", part_columns),
)


def _names(own: str, name: str) -> bool:
    """Return True if the line that names an instrument names it so: "RESOLUTION 7 (…)"."""
    return (
        own.lower().strip("#* ").startswith(name.lower()) and not own.strip("#* ")[len(name) :][:1].isdigit()
    )


def _page(line: Line) -> int:
    """Read the number of a page."""
    return int(line.text.strip("-– "))


def _history_length(lines: Lines) -> int:
    """Count the lines of a list of editions that begins with the first of these; 0 for none."""
    if not lines[0].text.startswith("("):
        return 0
    joined = [" ".join(line.text for line in lines[:count]) for count in range(1, len(lines) + 1)]
    return max((count for count, text in enumerate(joined, 1) if _HISTORY.fullmatch(text)), default=0)


def _lifted(line: Line) -> Line:
    """Lift the emphasis of one line."""
    text, marks = lift(line.text)
    return replace(line, text=text, marks=marks)
