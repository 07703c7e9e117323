"""How many lines open a resolution: its number, its title, and the sentence that says who adopts."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lines import Line
from ingest.opening import is_doc_number, is_formula, is_strict_head, read_division

_OPENING = 12  # lines that it takes at most


def opening_length(lines: Sequence[Line]) -> int:
    """Count the lines of the opening; 0 where there is none."""
    numbered = bool(lines) and is_doc_number(lines[0].text)
    for at, line in enumerate(lines[:_OPENING]):
        if is_formula(line.text):
            return at + 1 if numbered or _has_head(lines, at + 1) else 0
        if at and (is_strict_head(line.text) or read_division(line.text)):
            return at if numbered else 0
    return min(2, len(lines)) if numbered else 0


def _has_head(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a head opens at a line."""
    return at < len(lines) and is_strict_head(lines[at].text)
