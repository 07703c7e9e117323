"""Printed pages → whole paragraphs, as a short chain. Each step says which lines it removed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.instruments import Mark
from ingest.joining import joined, vocabulary
from ingest.layout.edges import find_edges, is_rule
from ingest.layout.lines import Printed, printed_lines
from ingest.layout.notes import part_notes
from ingest.layout.paragraphs import Joiner
from ingest.layout.runs import STRONG, Sheet
from ingest.layout.tables import read_tables
from ingest.layout.watermarks import WATERMARK, with_watermarks
from ingest.lines import Line, Removal, ending

Paragraph = Sequence[Printed]
_SHY = "\u00ad"
_LONGEST_HEADING = 4  # printed lines
_EDGES = ("running heads", WATERMARK)
_LARGER = 1.08  # times the text's size: a heading's type


@dataclass(frozen=True, slots=True)
class Laid:
    """The paragraphs of a file, the numbers of its printed lines, and what was removed of them.

    `edges` are the words at the edges of the pages and behind the text.
    """

    lines: tuple[Line, ...]
    numbers: tuple[int, ...]
    removed: tuple[Removal, ...]
    edges: tuple[str, ...] = ()


def lay_out(sheets: Iterable[Sheet]) -> Laid:
    """Lay out the pages of a file: lines, edges, footnotes, tables, paragraphs."""
    printed: list[Printed] = []
    for sheet in with_watermarks(list(sheets)):
        printed += printed_lines(sheet, len(printed) + 1)
    removed = {
        line.number: WATERMARK if line.hidden == WATERMARK else "hidden text"
        for line in printed
        if line.hidden
    }
    kept = [line for line in printed if line.number not in removed]
    edges = find_edges(kept)
    unnoted, notes = part_notes([line for line in kept if line.number not in edges])
    removed |= edges | {line.number: "rules" for line in unnoted if is_rule(line)}
    body = [line for line in unnoted if line.number not in removed]
    words = vocabulary([Line(line.numbers, line.text) for line in kept])
    paragraphs = Joiner(read_tables(body, words)).paragraphs()
    return Laid(
        lines=tuple(_ordered(paragraphs, notes, words)),
        numbers=tuple(line.number for line in printed),
        removed=tuple(Removal(number, name) for number, name in sorted(removed.items())),
        edges=tuple(line.text for line in printed if removed.get(line.number) in _EDGES),
    )


def _ordered(
    paragraphs: Sequence[Paragraph], notes: Sequence[Paragraph], words: frozenset[str]
) -> list[Line]:
    """Put each footnote after the paragraph with which its page ends."""
    waiting: defaultdict[int, list[Paragraph]] = defaultdict(list)
    for note in notes:
        waiting[note[0].page].append(note)
    levels = _levels(paragraphs)
    lines: list[Line] = []
    page, in_table = 0, False
    for paragraph in paragraphs:
        for before in sorted(one for one in waiting if one < paragraph[0].page):
            lines += [_line(note, words) for note in waiting.pop(before)]
        first = paragraph[0]
        line = _line(paragraph, words, turn=first.page > page, heading=levels.get(first.number, 0))
        lines.append(replace(line, gap=not (in_table and first.whole and not line.turn)))
        in_table = first.whole
        page = paragraph[-1].page
    for before in sorted(waiting):
        lines += [_line(note, words) for note in waiting[before]]
    return lines


def _line(lines: Paragraph, words: frozenset[str], *, turn: bool = False, heading: int = 0) -> Line:
    """Join a paragraph's printed lines."""
    whole = joined([Line(line.numbers, line.text, line.marks) for line in lines], words)
    return replace(
        whole,
        text=whole.text.replace(_SHY, "-"),
        marks=_merged(whole),
        gap=True,
        turn=turn,
        page=lines[0].page,
        heading=heading,
    )


def _merged(line: Line) -> tuple[Mark, ...]:
    """Join the emphasis of words that only a line's end parts."""
    merged: list[Mark] = []
    for mark in sorted(line.marks, key=lambda mark: (mark.style, mark.start)):
        before = merged[-1] if merged else None
        if before and before.style == mark.style and not line.text[before.end : mark.start].strip():
            merged[-1] = Mark(before.start, max(before.end, mark.end), mark.style)
        else:
            merged.append(mark)
    return tuple(sorted(merged, key=lambda mark: (mark.start, mark.end)))


def _levels(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return the headings among some paragraphs by their first line's number, with their levels.

    A heading is short, and bold or in larger type than the text; the larger its type, the higher
    its level, from 1.
    """
    sizes: Counter[int] = Counter()
    for paragraph in paragraphs:
        for line in paragraph:
            sizes[round(line.size)] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    headings = [one for one in paragraphs if _is_heading(one, usual)]
    ranks = sorted({round(one[0].size) for one in headings}, reverse=True)
    return {one[0].number: 1 + ranks.index(round(one[0].size)) for one in headings}


def _is_heading(paragraph: Paragraph, usual: int) -> bool:
    """Return True for a heading; `usual` is the size of most of the text."""
    first = paragraph[0]
    if len(paragraph) > _LONGEST_HEADING or first.row or ending(paragraph[-1].text) in (",", ";", ":"):
        return False
    bold = all(line.style & STRONG for line in paragraph)
    return (bold and round(first.size) >= usual) or first.size > _LARGER * usual
