"""Emphasis: asterisks in a source, marks beside the text in a provision.

The text is read once, whatever stands in it.
"""

from __future__ import annotations

import re

from corpus.instruments import Mark
from ingest.invisible import cut_out

_DOUBLE = re.compile(r"\*\*")
_SINGLE = re.compile(r"\*(?=[^\s*])[^*]*(?<=[^\s*])\*")


def lift(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Take the asterisks off and say which words they emphasised.

    >>> lift("**Goal 1.** To advance")
    ('Goal 1. To advance', (Mark(start=0, end=7, style='strong'),))
    """
    if "*" not in text:
        return text, ()
    strong = [Mark(start, end, "strong") for start, end in _strong_pairs(text)]
    signs = [place for mark in strong for place in (mark.start, mark.start + 1, mark.end - 2, mark.end - 1)]
    text, marks = cut_out(text, strong, signs)
    em = [Mark(*match.span(), "em") for match in _SINGLE.finditer(text)]
    text, marks = cut_out(text, [*marks, *em], [place for mark in em for place in (mark.start, mark.end - 1)])
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
