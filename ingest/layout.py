"""Printed lines → whole paragraphs, as a list of small named steps. Each says what it removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.joining import joined, vocabulary
from ingest.layout_lines import EM, STRONG, Printed
from ingest.lines import Line, Removal, ending
from ingest.markers import cut_marker

Pages = Sequence[Printed]
Steps = Sequence[tuple[str, Callable[[Pages], Pages]]]
_RULE = re.compile(r"[_\s]{5,}|[-–—]{8,}")
_JOB = re.compile(r"[0-9]{2}-[0-9]{5,6}(?: \([A-Z]\))?(?: [0-9 ]*)?|\*[0-9]{5,9}\*|[0-9]{1,4}/[0-9]{1,4}")
_DIGITS = re.compile(r"[0-9]+")
_NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s*")


@dataclass(frozen=True, slots=True)
class Laid:
    """The paragraphs of a text, and the printed lines that the steps removed."""

    lines: tuple[Line, ...]
    removed: tuple[Removal, ...]


def lay_out(printed: Pages) -> Laid:
    """Run the steps, in order, then join what is left into paragraphs."""
    removed: list[Removal] = []
    for name, step in STEPS:
        kept = step(printed)
        left = {line.number for line in kept}
        removed += [Removal(line.number, name) for line in printed if line.number not in left]
        printed = kept
    return Laid(tuple(paragraphs(printed)), tuple(removed))


def drop_hidden(lines: Pages) -> Pages:
    """Remove what a reader does not see."""
    return [line for line in lines if not line.hidden]


def drop_running_heads(lines: Pages) -> Pages:
    """Remove what stands again and again, up to its numbers, at the same height by a page's edge."""
    places = Counter(_place(line) for line in lines)
    return [
        line
        for line in lines
        if not (places[_place(line)] > 1 and line.edge) and not (line.edge and line.page > 1)
    ]


def drop_job_numbers(lines: Pages) -> Pages:
    """Remove the printer's numbers and page numbers: "24-12345 (E)", "*2412345*", "2/15"."""
    return [line for line in lines if not (line.edge and _JOB.fullmatch(line.text))]


def drop_rules(lines: Pages) -> Pages:
    """Remove rules drawn with underscores."""
    return [line for line in lines if not _RULE.fullmatch(line.text)]


STEPS: Steps = (
    ("hidden text", drop_hidden),
    ("running heads", drop_running_heads),
    ("job numbers", drop_job_numbers),
    ("rules", drop_rules),
)


def _place(line: Printed) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.y)


def paragraphs(lines: Pages) -> list[Line]:
    """Join printed lines into paragraphs, footnotes after the paragraph on whose page they stand."""
    body = Counter(round(line.size, 1) for line in lines for _ in line.text).most_common(1)
    size = body[0][0] if body else 10.0
    right = sorted(line.x1 for line in lines)[len(lines) * 9 // 10] if lines else 0.0
    words = vocabulary([Line((line.number,), line.text) for line in lines])
    leads = Counter(
        round(a.y - b.y, 1) for a, b in zip(lines, lines[1:], strict=False) if a.page == b.page and a.y > b.y
    )
    lead = leads.most_common(1)[0][0] if leads else 12.0
    out: list[list[Printed]] = []
    notes: list[list[Printed]] = []
    done: list[tuple[list[Printed], bool]] = []
    for line in lines:
        if _NOTE.match(line.text) and line.size < 0.95 * size:
            notes.append([line])
            continue
        if notes and line.size < 0.95 * size and notes[-1][-1].page == line.page:
            notes[-1].append(line)
            continue
        if out and _goes_on(out[-1], line, right, lead):
            out[-1].append(line)
            continue
        done += [(one, False) for one in out] + [(note, False) for note in notes]
        out, notes = [[line]], []
    done += [(one, False) for one in out] + [(note, False) for note in notes]
    return [_line(one, words) for one, _ in done]


def _goes_on(open_: Sequence[Printed], line: Printed, right: float, lead: float) -> bool:
    last = open_[-1]
    if abs(last.size - line.size) > 0.1 * last.size:
        return False
    bold = bool(last.style & STRONG), bool(line.style & STRONG)
    if bold[0] != bold[1]:
        return False
    word = line.text.split(" ", 1)[0]
    width = len(word) * (line.x1 - line.x0) / max(len(line.text), 1)
    short = last.x1 + width + 0.3 * line.size < right and not bold[0]
    if last.page == line.page:
        return 0 < last.y - line.y <= 1.3 * lead * line.size / 10 and not (
            len(open_) > 1 and abs(line.x0 - last.x0) > 3 and not bold[0]
        )
    if short or bold[0] or ending(last.text) == "." or cut_marker(line.text).readings:
        return False
    x0 = open_[1].x0 if len(open_) > 1 else min(line.x0, last.x0)
    return abs(line.x0 - x0) <= 3


def _line(lines: Sequence[Printed], words: frozenset[str]) -> Line:
    whole = joined([Line((line.number,), line.text, line.marks) for line in lines], words)
    return replace(whole, page=lines[0].page, gap=True)
