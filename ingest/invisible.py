"""Removes invisible characters: zero-width, bidirectional, tag and control characters.

They can hide or reorder words, so they are removed with a warning. Soft hyphens and special spaces are
typography: they are removed without one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.instruments import Mark
from ingest.lines import Line, removals
from ingest.source import Source

STEP = "invisible characters"
_KINDS = {
    "control": "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff",
    "zero-width": "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U0001d173-\U0001d17a",
    "bidirectional": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f",
    "tag": "\U000e0000-\U000e0fff",
}
_KIND = {kind: re.compile(f"[{signs}]") for kind, signs in _KINDS.items()}
_INVISIBLE = re.compile(f"[{''.join(_KINDS.values())}]")
_SOFT = re.compile(f"[\xad{''.join(_KINDS.values())}]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def without_invisible(source: Source) -> Source:
    """Return a source without the characters that nobody sees; what went is in its warnings.

    A line that holds nothing else is removed by the step "invisible characters". No-break spaces
    and their kin become spaces; a soft hyphen goes, but for one at the end of a line that the next
    may go on with.
    """
    if not any(_SOFT.search(line.text) or _SPACES.search(line.text) for line in source.lines):
        return source
    lines = [_visible(line, whole=source.whole) for line in source.lines]
    kept = tuple(line for line in lines if line.text)
    return replace(
        source,
        lines=kept,
        removed=(*source.removed, *removals(lines, kept, STEP)),
        warnings=(*source.warnings, *_warnings(source.lines)),
    )


def visible(text: str) -> str:
    """Return a text without the characters that nobody sees, its spaces plain.

    >>> visible("the\u200b Coun\u00adcil\u202e")
    'the Council'
    """
    return _SPACES.sub(" ", _SOFT.sub("", text))


def cut_out(text: str, marks: Sequence[Mark], places: Sequence[int]) -> tuple[str, tuple[Mark, ...]]:
    """Take single characters out of a text, at ascending places, and move its marks accordingly."""
    if not places:
        return text, tuple(marks)
    pieces = [text[start + 1 : end] for start, end in zip([-1, *places], [*places, len(text)], strict=True)]
    moved = (
        Mark(
            mark.start - bisect_left(places, mark.start), mark.end - bisect_left(places, mark.end), mark.style
        )
        for mark in marks
    )
    return "".join(pieces), tuple(mark for mark in moved if mark.start < mark.end)


def _visible(line: Line, *, whole: bool) -> Line:
    if not _SOFT.search(line.text) and not _SPACES.search(line.text):
        return line
    text = _SPACES.sub(" ", line.text)
    end = len(text) - 1 if text.endswith("\xad") and not whole else len(text)
    places = [found.start() for found in _SOFT.finditer(text, 0, end)]
    text, marks = cut_out(text, line.marks, sorted([*places, *_edges(_SOFT.sub("\0", text))]))
    return replace(line, text=text if text.strip() else "", marks=marks)


def _edges(text: str) -> list[int]:
    inner = text.strip("\0 ")
    start = text.find(inner) if inner else len(text)
    ends = (*range(start), *range(start + len(inner), len(text)))
    return [at for at in ends if text[at] == " "]


def _warnings(lines: Sequence[Line]) -> tuple[str, ...]:
    found = [line for line in lines if _INVISIBLE.search(line.text)]
    if not found:
        return ()
    kinds = [kind for kind, signs in _KIND.items() if any(signs.search(line.text) for line in found)]
    count = sum(len(_INVISIBLE.findall(line.text)) for line in found)
    characters = f"{count} invisible character{'s' if count > 1 else ''}"
    return (f"line {found[0].number}: {characters} taken out here and after it ({', '.join(kinds)})",)
