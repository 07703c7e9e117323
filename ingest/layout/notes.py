"""Footnotes at a page's foot: smaller type that begins with a mark, often under a short rule."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.layout.edges import is_rule
from ingest.layout.lines import Printed, usual_size
from ingest.markers import NOTE_MARK, superscript

Lines = Sequence[Printed]
_SMALLER = 0.95  # of the text's size: the type of footnotes
_SHORT_RULE = 0.45  # of the width of the page's text: the rule above footnotes
_LEADING = 1.6  # of the size: what two lines of one footnote stand apart at most
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?=\s*\S)")
_STARS = re.compile(r"(?:\*{1,4}|[†‡§])(?=\s*[^\s*])")
_FLAT = re.compile(r"(?P<n>[0-9]{1,3})[/)]?\s+(?=\S)")


def part_notes(lines: Lines) -> tuple[Lines, list[list[Printed]]]:
    """Return a text without its footnotes, and the footnotes, each as the lines that it is printed on.

    A note that goes on at the next page's foot is one note.
    """
    pages: defaultdict[tuple[int, int], list[Printed]] = defaultdict(list)
    for line in lines:
        pages[line.page, line.column].append(line)
    usual = usual_size(lines)
    kept: list[Printed] = []
    notes: list[list[Printed]] = []
    marks: set[str] = set()
    for page in pages.values():
        marks |= {mark for line in page for mark in NOTE_MARK.findall(line.text)}
        foot = _foot(page, usual, marks, bool(notes))
        kept += page[:foot]
        for line in page[foot:]:
            if is_rule(line):
                kept.append(line)
                continue
            line, opens = _opened(line, marks)
            if opens or not notes:
                notes.append([])
            notes[-1].append(line)
    return kept, notes


def _foot(page: Lines, usual: float, marks: set[str], after_notes: bool) -> int:
    """Return where the footnotes of a column begin; its length where it has none.

    Below a rule a note may go on that began `after_notes` on the page before.
    """
    size = _SMALLER * min(usual_size(page), usual)
    width = max(line.x1 for line in page) - min(line.x0 for line in page)
    foot = len(page)
    for at in range(len(page) - 1, -1, -1):
        if page[at].size >= size:
            break
        ruled = 0 < page[at].rule <= _SHORT_RULE * width or (at > 0 and is_rule(page[at - 1]))
        if _opened(page[at], marks)[1] or (after_notes and ruled):
            foot = at
    return foot if foot < len(page) else _large_foot(page, marks)


def _large_foot(page: Lines, marks: set[str]) -> int:
    """Return where footnotes in the text's own size begin: each has a raised mark that words above carry.

    The last one's lines run to the page's foot without a gap.
    """
    foot = end = len(page)
    for at in range(len(page) - 1, 0, -1):
        below = page[at + 1 : end]
        if any(above.y - line.y > _LEADING * line.size for above, line in pairwise((page[at], *below))):
            break
        mark = _RAISED.match(page[at].text)
        if mark and mark.group() in marks and not NOTE_MARK.match(page[at].text[mark.end() :]):
            foot = end = at
    return foot


def _opened(line: Printed, marks: set[str]) -> tuple[Printed, bool]:
    """Raise the mark that opens a footnote and tell whether there is one."""
    if _RAISED.match(line.text) or _STARS.match(line.text):
        return line, True
    flat = _FLAT.match(line.text)
    if flat is None or superscript(flat["n"]) not in marks:
        return line, False
    text = superscript(flat["n"]) + " " + line.text[flat.end() :]
    shift = len(text) - len(line.text)
    moved = tuple(
        replace(mark, start=max(mark.start + shift, 0), end=mark.end + shift)
        for mark in line.marks
        if mark.end > flat.end()
    )
    return replace(line, text=text, marks=moved), True
