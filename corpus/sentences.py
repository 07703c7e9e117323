"""Where a sentence ends, in texts full of "(Rev. Bucharest, 2022)", "No. 235" and "Res. 71"."""

from __future__ import annotations

import re

_ABBREVIATIONS = (
    "Rev", "No", "Nos", "Res", "Rec", "Dec", "Art", "Arts", "para", "paras", "Para", "Paras", "Doc",
    "Add", "Corr", "Vol", "Mr", "Ms", "Mrs", "Dr", "St", "vs", "cf", "e.g", "i.e", "etc", "al", "Ed",
    "ed", "p", "pp", "Ch", "Sec", "Fig",
)  # fmt: skip
_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])")
_BEFORE = re.compile(r"(?:^|[\s(\[])(?:" + "|".join(map(re.escape, _ABBREVIATIONS)) + r"|[A-Z])$")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the sentences, in order; together they hold every non-blank character."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith(".") and _BEFORE.search(text[: match.start()][-12:]):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    pieces = ((text[start:end], start) for start, end in spans)  # without blanks at both ends
    starts = ((words.strip(), start + len(words) - len(words.lstrip())) for words, start in pieces)
    return tuple((start, start + len(words)) for words, start in starts if words)
