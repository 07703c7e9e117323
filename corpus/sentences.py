"""Where a sentence ends, in texts full of "(Rev. Bucharest, 2022)", "No. 235" and "Res. 71"."""

from __future__ import annotations

import re

_ABBREVIATIONS = (
    "Rev", "No", "Nos", "Res", "Rec", "Dec", "Art", "Arts", "para", "paras", "Para", "Paras", "Doc",
    "Add", "Corr", "Vol", "Mr", "Ms", "Mrs", "Dr", "St", "vs", "cf", "e.g", "i.e", "etc", "al", "Ed",
    "ed", "p", "pp", "Ch", "Sec", "Fig",
)  # fmt: skip
_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])")
_BEFORE = re.compile(r"(?:^|[\s(\[])(?:" + "|".join(re.escape(one) for one in _ABBREVIATIONS) + r"|[A-Z])$")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the sentences, in order; together they hold every non-blank character.

    >>> [text[a:b] for text in ["See No. 235. It binds."] for a, b in sentences(text)]
    ['See No. 235.', 'It binds.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith(".") and _BEFORE.search(text[: match.start()][-12:]):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return tuple(trimmed for span in spans if (trimmed := _trim(text, *span))[0] < trimmed[1])


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out blanks at both ends of a span."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
