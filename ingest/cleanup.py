"""Clean-up as a list of small named steps. Each says which lines it removed.

A step takes lines and gives back lines and removals; what a step neither passes on nor
lists is a defect, which the parse report shows as an unowned line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.emphasis import lift
from ingest.lines import Line
from ingest.unwrap import unwrap

Lines = Sequence[Line]
DOC_NUMBER = re.compile(
    r"(?P<status>(?:DRAFT |NEW |REVISED )*)"
    r"(?P<type>RESOLUTION|DECISION|RECOMMENDATION|OPINION)"
    r" (?:ITU-[A-Z] )?(?P<number>[A-Z]?\.?\d+(?:[/-]\d+)*|\[[^\]]+\])"
    r"(?: \((?P<revision>[^()]*\d{4})\))?",
    re.IGNORECASE,
)
_COMMENT_OPEN, _COMMENT_CLOSE = "<!--", "-->"
_RUNNING_HEAD = re.compile(
    r"(?:\d{1,4} (?:Resolution|Decision|Recommendation|Opinion) \d+"
    r"|(?:Resolution|Decision|Recommendation|Opinion) \d+ \d{1,4})"
)
_EDITION = r"\((?:Rev\. )?[^()\d]+, \d{4}\)"
_HISTORY = re.compile(rf"{_EDITION}(?: [–-] {_EDITION})+")
_BREAKS = re.compile("[\f\v\x85\u2028\u2029]")
_HASHES = re.compile(r"#{1,6} +")


@dataclass(frozen=True, slots=True)
class Removal:
    """A source line that a step removed."""

    line: int
    step: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the steps left, and what they removed."""

    lines: tuple[Line, ...]
    removed: tuple[Removal, ...]


def split_lines(text: str) -> tuple[Line, ...]:
    """Cut a text into its non-blank lines, numbered from 1; a form feed only breaks a line."""
    newline = "\n" if "\n" in text else "\r"
    lines: list[Line] = []
    gap = True
    for number, raw in enumerate(text.split(newline), 1):
        for piece in _BREAKS.split(raw):
            if piece.strip():
                lines.append(Line((number,), piece.strip(), gap=gap))
            gap = not piece.strip()
    return tuple(lines)


def clean(text: str) -> Cleaned:
    """Run every step, in order."""
    lines: Lines = split_lines(text)
    removed: list[Removal] = []
    for name, step in STEPS:
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
    """Remove the instrument's number beside a page number, when it recurs on page after page."""
    found = [line for line in lines if _RUNNING_HEAD.fullmatch(line.text)]
    return lines if len(found) < 2 else [line for line in lines if line not in found]


def drop_front_matter(lines: Lines) -> Lines:
    """Remove what stands before the instrument's number: the volume's title, the logo's words."""
    for at, line in enumerate(lines):
        if is_doc_number(line):
            return lines[at:]
    return lines


def drop_history(lines: Lines) -> Lines:
    """Remove the list of earlier editions that closes a text: "(Kyoto, 1994) – (Rev. …)"."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        length = next(
            (n for n in (3, 2, 1) if _HISTORY.fullmatch(" ".join(one.text for one in lines[at : at + n]))), 0
        )
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
    return [_lifted(line) if "*" in line.text else line for line in lines]


def is_doc_number(line: Line) -> bool:
    """Tell the line that carries the instrument's type and number, alone."""
    return DOC_NUMBER.fullmatch(line.text.lstrip("# ").strip("*")) is not None


STEPS: tuple[tuple[str, Callable[[Lines], Lines]], ...] = (
    ("comments", drop_comments),
    ("running heads", drop_running_heads),
    ("front matter", drop_front_matter),
    ("adoption history", drop_history),
    ("heading signs", drop_heading_signs),
    ("emphasis", lift_emphasis),
    ("line breaks", unwrap),
)


def _lifted(line: Line) -> Line:
    """Lift the emphasis of one line."""
    text, marks = lift(line.text)
    return replace(line, text=text, marks=marks)
