"""Glyphs that a PDF's font does not map to characters: read where the text itself proves how.

Fonts of old or careless programs number their glyphs in the order of the alphabet but from another
start, so that "ITU" is kept as ")45". Which start it is, the words tell: only one shift makes words
that the rest of the text has. What no shift explains is marked, never dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.layout.runs import Run, Sheet
from ingest.pdf.fonts import STRANGE, UNREADABLE

_SHIFTS = range(-96, 97)
_WORD = re.compile(r"[A-Za-z]{4,}")
_SAMPLE = 3_000  # glyphs of a font that are tried
_PROVED = 0.5  # of the letters of its longer words
_LEAST = 3  # words that the text has elsewhere
# words of which every English text is full, where a whole text is without a mapping
_COMMON = frozenset(
    "with that this from shall their which have been other such under into including states "
    "united nations international development council report resolution general".split()
)


def read_unmapped(
    sheets: Sequence[Sheet], strange: Sequence[tuple[int, int]]
) -> tuple[list[Sheet], bool, int]:
    """Return the pages with every strange glyph read or marked.

    Beside them stand whether any was read, and how many were marked.
    `strange` lists the fonts and codes behind the private characters, in their order.
    """
    if not strange:
        return list(sheets), False, sum(run.text.count(UNREADABLE) for run in _runs(sheets))
    known = {word.lower() for run in _runs(sheets) for word in _WORD.findall(run.text)} | _COMMON
    table = {STRANGE + at: UNREADABLE for at in range(len(strange))}
    guessed = False
    for font, text in _texts(sheets, strange).items():
        shift = _shift(text, known)
        if shift is not None:
            guessed = True
            places = [(at, code) for at, (owner, code) in enumerate(strange) if owner == font]
            table.update({STRANGE + at: _character(code + shift) for at, code in places})
    mapped = [
        replace(sheet, runs=tuple(replace(run, text=run.text.translate(table)) for run in sheet.runs))
        for sheet in sheets
    ]
    return mapped, guessed, sum(run.text.count(UNREADABLE) for run in _runs(mapped))


def _runs(sheets: Iterable[Sheet]) -> Iterable[Run]:
    return (run for sheet in sheets for run in sheet.runs)


def _texts(sheets: Iterable[Sheet], strange: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """Return a sample of what is written in each font, as codes; -1 parts words."""
    texts: defaultdict[int, list[int]] = defaultdict(list)
    for run in _runs(sheets):
        font = None
        for character in run.text:
            place = ord(character) - STRANGE
            if 0 <= place < len(strange):
                font, code = strange[place]
                if len(texts[font]) < _SAMPLE:
                    texts[font].append(code)
            elif font is not None:
                texts[font].append(-1)
        if font is not None:
            texts[font].append(-1)
    return texts


def _shift(codes: Sequence[int], known: set[str]) -> int | None:
    """Return the shift that makes words of some codes, or None."""
    best, most = None, 0.0
    for shift in _SHIFTS:
        text = "".join(" " if code < 0 else _character(code + shift) for code in codes)
        words = _WORD.findall(text)
        found = [word for word in words if word.lower() in known]
        letters = sum(map(len, words))
        share = sum(map(len, found)) / letters if letters else 0.0
        if len({word.lower() for word in found}) >= _LEAST and share > max(most, _PROVED):
            best, most = shift, share
    return best


def _character(code: int) -> str:
    """Return the character that a code stands for once it is shifted."""
    return chr(code) if 0x20 <= code < 0x7F else UNREADABLE
