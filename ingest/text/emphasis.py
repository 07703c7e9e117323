"""Emphasis: asterisks in a source, marks beside the text in a provision.

The text is read once, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.instruments import Mark

_DOUBLE = re.compile(r"\*\*")
_SINGLE = re.compile(r"\*(?=[^\s*])[^*]*(?<=[^\s*])\*")


def lift(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Take the asterisks off and say which words they emphasised.

    >>> lift("**Goal 1.** To advance")
    ('Goal 1. To advance', (Mark(start=0, end=7, style='strong'),))
    """
    if "*" not in text:
        return text, ()
    text, _, strong = _without(text, _strong_pairs(text), 2)
    text, moved, em = _without(text, [match.span() for match in _SINGLE.finditer(text)], 1)
    marks = [Mark(moved[start], moved[end], "strong") for start, end in strong]
    marks += [Mark(start, end, "em") for start, end in em]
    return text, tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def _strong_pairs(text: str) -> list[tuple[int, int]]:
    """Pair double asterisks: one before a word opens, the next one after a word closes.

    A blank that a converter left before the closing ones counts as part of the word: "**WHEREAS, **the".
    """
    pairs: list[tuple[int, int]] = []
    start = -1
    signs = [*_DOUBLE.finditer(text)]
    for left, sign in zip(range(len(signs))[::-1], signs, strict=True):
        closes = left % 2 == 0 or not text[sign.start() - 1].isspace()
        if start >= 0 and sign.start() > start + 2 and closes:
            pairs.append((start, sign.end()))
            start = -1
        elif start < 0 and sign.end() < len(text) and not text[sign.end()].isspace():
            start = sign.start()
    return pairs


def _without(
    text: str, pairs: Sequence[tuple[int, int]], width: int
) -> tuple[str, list[int], list[tuple[int, int]]]:
    """Take the signs off both ends of each pair: the text, where each place went, the spans left."""
    moved: list[int] = []
    kept: list[str] = []
    inner: list[tuple[int, int]] = []
    done = removed = 0
    for start, end in pairs:
        for sign in (start, end - width):
            moved += range(done - removed, sign - removed)
            moved += [sign - removed] * width
            kept.append(text[done:sign])
            removed += width
            done = sign + width
        inner.append((moved[start], moved[end - width]))
    moved += range(done - removed, len(text) + 1 - removed)
    kept.append(text[done:])
    return "".join(kept), moved, inner
