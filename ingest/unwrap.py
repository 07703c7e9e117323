"""Joining the lines of a text that was broken at a page's width.

A line goes on with the one before it unless it opens something: a marker in sequence, a head
where the unit before has ended, an annex. A text of whole paragraphs is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.instruments import Mark
from ingest.lines import Line, ending
from ingest.markers import cut_marker
from ingest.opening import is_formula, is_strict_head, read_division

_WIDTH = 130  # the longest line of a page set in one column, in characters
_BROKEN_SHARE = 0.4  # of lines that end in mid-sentence, from which a text counts as broken


def unwrap(lines: Sequence[Line]) -> Sequence[Line]:
    """Join broken lines into paragraphs, when the text is broken at a page's width."""
    if not is_broken(lines):
        return _join_heads(lines)
    joined: list[Line] = []
    for line in lines:
        if joined and _continues(joined[-1], line, is_title=len(joined) == 2):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return joined


def is_broken(lines: Sequence[Line]) -> bool:
    """Tell a text broken at a page's width from one of whole paragraphs."""
    if len(lines) < 8 or max(len(line.text) for line in lines) > _WIDTH:
        return False
    open_ended = sum(not ending(line.text) for line in lines)
    return open_ended >= _BROKEN_SHARE * len(lines)


def _join_heads(lines: Sequence[Line]) -> Sequence[Line]:
    """Join a head that wraps over two lines, the one break that texts of whole paragraphs have."""
    joined: list[Line] = []
    for line in lines:
        if joined and not line.gap and _wraps(joined[-1].text) and not cut_marker(line.text).readings:
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _wraps(text: str) -> bool:
    """Tell a head that cannot end where its line ends: "resolves to instruct … of the"."""
    return is_strict_head(text) and text.rsplit(" ", 1)[-1] in ("the", "of", "and", "to", "for", "in", "with")


def _continues(before: Line, line: Line, *, is_title: bool) -> bool:
    """Tell whether the line goes on with the one before."""
    if read_division(line.text) or read_division(before.text):
        return False
    if cut_marker(line.text).readings and (ending(before.text) or is_strict_head(before.text)):
        return False
    if is_formula(before.text):
        return False
    if is_title:
        return not line.text.startswith("The ")
    if is_strict_head(line.text) and ending(before.text):
        return False
    if is_strict_head(before.text):
        return _wraps(before.text)
    return ending(before.text) in ("", ",")


def _join(first: Line, second: Line) -> Line:
    """Join two lines; a word cut by a hyphen keeps its hyphen, a solidus takes no space."""
    separator = "" if first.text.endswith(("-", "/")) else " "
    shift = len(first.text) + len(separator)
    moved = tuple(Mark(one.start + shift, one.end + shift, one.style) for one in second.marks)
    return replace(
        first,
        numbers=first.numbers + second.numbers,
        text=first.text + separator + second.text,
        marks=first.marks + moved,
    )
