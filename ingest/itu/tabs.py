"""Tabs between a marker and its words: "a)⇥the piers" is an item, "1⇥Piers⇥stone" a table's row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.lines import Line
from ingest.markers import cut_marker

_SECTION = re.compile(r"[IVXLC]{1,7}\.|[A-Z]\.")  # "II.", "A."


def join_markers(lines: Sequence[Line]) -> Sequence[Line]:
    """Put a space for the tab after a marker, but not in a table, whose first row has none."""
    kept: list[Line] = []
    while len(kept) < len(lines):
        at = len(kept)
        if "\t" not in lines[at].text:
            kept.append(lines[at])
        elif _is_marked(lines[at].text):
            kept.append(_spaced(lines[at]))
        else:
            kept += lines[at : _table_end(lines, at)]
    return kept


def _table_end(lines: Sequence[Line], at: int) -> int:
    end = at + 1
    numbered = end < len(lines) and not lines[end].gap and _is_marked(lines[end].text)
    while end < len(lines) and "\t" in lines[end].text and not lines[end].gap:
        if not numbered and _is_marked(lines[end].text):
            break
        end += 1
    return end


def _is_marked(text: str) -> bool:
    """Return True for a line whose only tabs part its marker, False for its words."""
    head, tab, rest = text.partition("\t")
    if _SECTION.fullmatch(head) and "\t" not in rest:
        return True
    marked = cut_marker(f"{head} {rest}"[:60])
    return bool(tab) and "\t" not in rest and bool(marked.readings) and marked.offset == len(head) + 1


def _spaced(line: Line) -> Line:
    """Put one character for the first tab, so that marks keep their places."""
    return replace(line, text=line.text.replace("\t", " ", 1))
