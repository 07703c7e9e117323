"""Pieces of styled text → a line's text and marks. Word's runs and HTML's inline elements alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.instruments import Mark
from ingest.lines import ending
from ingest.markers import cut_marker, plain_number
from ingest.opening import is_doc_number, is_formula, is_strict_head, read_division

_TOKEN = re.compile(r"\s+|\S+")
Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    r"""A stretch of text in one style; the text "\n" is a line break that a person made."""

    text: str
    em: bool = False
    strong: bool = False


BREAK = Piece("\n")
SPACE = Piece(" ")


def compose(pieces: Sequence[Piece]) -> tuple[str, Marks]:
    r"""Join pieces: white space becomes single spaces, marks reach from word to word.

    >>> compose([Piece("a)", em=True), Piece("\tthat  "), Piece("piers ", em=True)])
    ('a) that piers', (Mark(start=0, end=2, style='em'), Mark(start=8, end=13, style='em')))
    """
    words: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = {"em": [], "strong": []}
    length, space = 0, False
    for piece in pieces:
        for token in _TOKEN.findall(piece.text):
            if token.isspace():
                space = length > 0
                continue
            start = length + space
            words.append(" " + token if space else token)
            for style in [style for style in spans if getattr(piece, style)]:
                _extend(spans[style], start, start + len(token), after_space=space)
            length, space = start + len(token), False
    marks = [Mark(start, end, style) for style, found in spans.items() for start, end in found]
    return "".join(words), tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def part_lines(
    pieces: Sequence[Piece], *, title: bool = False, always: bool = False
) -> list[tuple[list[Piece], bool]]:
    """Cut a paragraph at those line breaks where a unit ends; elsewhere a break becomes a space.

    Each line comes with whether blank lines stand before it. A `title`, or what is centred, goes
    on over its breaks; `always` cuts at every break, for texts whose lines are joined later.
    """
    found: list[tuple[list[Piece], bool]] = []
    gap = False
    for part in _at_breaks(pieces):
        text = compose(part)[0]
        if not text:
            gap = bool(found)
        elif found and not gap and not always and not _parts(compose(found[-1][0])[0], text, title=title):
            found[-1][0].extend([SPACE, *part])
        else:
            found.append((part, gap))
            gap = False
    return found


def with_note_mark(pieces: Sequence[Piece], mark: str, *, repeats: bool) -> list[Piece]:
    """Put a note's mark before its words, unless it stands there.

    `repeats` tells that a number of the note's own, before its words, is its mark: "[1]", "1.", "1".
    """
    text = compose(pieces)[0]
    if not text or not mark:
        return list(pieces)
    forms = [re.escape(mark)]
    if repeats:
        number = re.escape(plain_number(mark))
        forms += [rf"\[{number}\]", rf"{number}[.)]?(?=\s)"]
    own = re.match("|".join(forms), text)
    return [Piece(mark), SPACE, *_without_start(pieces, own.end() if own else 0)]


def _without_start(pieces: Sequence[Piece], count: int) -> list[Piece]:
    left: list[Piece] = []
    for piece in pieces:
        at = 0
        while count and at < len(piece.text):
            count -= not piece.text[at].isspace()
            at += 1
        left.append(replace(piece, text=piece.text[at:]))
    return left


def _extend(spans: list[tuple[int, int]], start: int, end: int, *, after_space: bool) -> None:
    if spans and spans[-1][1] in (start, start - after_space):
        start = spans.pop()[0]
    spans.append((start, end))


def _at_breaks(pieces: Sequence[Piece]) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece == BREAK:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _parts(before: str, after: str, *, title: bool) -> bool:
    if is_doc_number(before) or read_division(before):
        return True
    if title:
        return False
    if ending(before) in tuple(".;:!?") or is_formula(before) or is_strict_head(before):
        return True
    if any(reading.style != "number" for reading in cut_marker(after).readings):
        return True
    return is_strict_head(after) if ending(before) == "," else after[:1].isupper()
