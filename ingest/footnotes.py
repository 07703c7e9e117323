"""Footnotes that a page has flattened: "1 These include …" at its foot, "countries1" in its text.

A number at a line's start is a footnote when three things agree: a word on the page or before
carries the same number, the lines run on to the page's foot, and no list counts up to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.lines import Line, ending
from ingest.markers import GLUED_MARK, NOTE_MARK, cut_marker, superscript
from ingest.unwrap import is_broken

_FOOT = re.compile(r"(?P<n>[0-9]{1,2}) (?=[A-Z\"“'‘(])")


def find_footnotes(lines: Sequence[Line]) -> Sequence[Line]:
    """Print flattened footnotes with their mark; drop those that a later page repeats."""
    if not is_broken(lines):
        return lines
    kept: list[Line] = []
    seen: set[str] = set()
    marked: set[str] = set()
    turns = [at for at, line in enumerate(lines) if not at or line.turn]
    for page in (lines[start:end] for start, end in pairwise([*turns, len(lines)])):
        marked |= {mark["n"] for line in page for mark in GLUED_MARK.finditer(line.text)}
        foot = _foot(page, marked)
        kept += page[:foot]
        for note in _notes(page[foot:]):
            words = " ".join(line.text for line in note)
            if words not in seen:
                kept += note
            seen.add(words)
    return kept


def _foot(page: Sequence[Line], marked: set[str]) -> int:
    foot = len(page)
    following = ""  # the number of the footnote below
    for at in range(len(page) - 1, -1, -1):
        if _opens(page, at):
            return foot
        if NOTE_MARK.match(page[at].text):
            foot, following = at, ""
            continue
        match = _FOOT.match(page[at].text)
        if match is None or match["n"] not in marked or _is_listed(page, at, int(match["n"])):
            continue
        if following in ("", str(int(match["n"]) + 1)):
            foot, following = at, match["n"]
    return foot


def _opens(page: Sequence[Line], at: int) -> bool:
    readings = cut_marker(page[at].text).readings
    return any(reading.style not in ("number", "footnote") for reading in readings) or (
        bool(readings) and not _FOOT.match(page[at].text) and not NOTE_MARK.match(page[at].text)
    )


def _is_listed(page: Sequence[Line], at: int, number: int) -> bool:
    """Return True for an item that a list of the page counts up to, or that its head introduces."""
    for line in reversed(page[:at]):
        match = _FOOT.match(line.text)
        if match:
            return int(match["n"]) == number - 1
        if cut_marker(line.text).readings:
            return False
    return number == 1 and bool(at) and not ending(page[at - 1].text)


def _notes(foot: Sequence[Line]) -> list[list[Line]]:
    notes: list[list[Line]] = []
    for line in foot:
        match = _FOOT.match(line.text)
        if match:
            line = replace(line, text=superscript(match["n"]) + line.text[match.end("n") :])
        if match or not notes or NOTE_MARK.match(line.text):
            notes.append([])
        notes[-1].append(line)
    return notes
