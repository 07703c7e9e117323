"""Printed pages → whole paragraphs, as a short chain. Each step says which lines it removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.instruments import Mark
from ingest.joining import joined, vocabulary
from ingest.layout.edges import find_edges, is_rule
from ingest.layout.lines import Printed, printed_lines, usual_size
from ingest.layout.notes import part_notes
from ingest.layout.paragraphs import Joiner
from ingest.layout.runs import STRONG, Run, Sheet
from ingest.layout.tables import read_tables
from ingest.lines import Line, Removal, ending
from ingest.source import Source
from ingest.status import is_banner

Paragraph = Sequence[Printed]
_SHY = "\u00ad"
_LONGEST_HEADING = 4  # printed lines
WATERMARK = "watermark"
_EDGES = ("running heads", WATERMARK)
_WATERMARK_LARGER = 2.5  # times the size of most of the text
_LARGER = 1.08  # times the text's size: a heading's type


def lay_out(sheets: Iterable[Sheet], sha256: str, warnings: tuple[str, ...] = ()) -> Source:
    """Lay out the pages of a file: lines, edges, footnotes, tables, paragraphs; numbers are printed lines."""
    printed: list[Printed] = []
    for sheet in _with_watermarks(list(sheets)):
        printed += printed_lines(sheet, len(printed) + 1)
    hidden = [line for line in printed if line.hidden]
    removed = {line.number: WATERMARK if line.hidden == WATERMARK else "hidden text" for line in hidden}
    kept = [line for line in printed if line.number not in removed]
    edges = find_edges(kept)
    unnoted, notes = part_notes([line for line in kept if line.number not in edges])
    removed |= edges | {line.number: "rules" for line in unnoted if is_rule(line)}
    body = [line for line in unnoted if line.number not in removed]
    words = vocabulary([Line(line.numbers, line.text) for line in kept])
    paragraphs = Joiner(read_tables(body, words)).paragraphs()
    return Source(
        lines=tuple(_ordered(paragraphs, notes, words)),
        numbers=tuple(line.number for line in printed),
        sha256=sha256,
        warnings=warnings,
        whole=True,
        removed=tuple(Removal(number, name) for number, name in sorted(removed.items())),
        edges=tuple(line.text for line in printed if removed.get(line.number) in _EDGES),
    )


def _with_watermarks(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Hide draft watermarks (very large type) so that they do not join the lines beside them."""
    least = _WATERMARK_LARGER * usual_size((run for sheet in sheets for run in sheet.runs), digits=0)

    def marked(run: Run) -> Run:
        is_watermark = not run.hidden and run.size > least and is_banner(run.text)
        return replace(run, hidden=WATERMARK) if is_watermark else run

    return [replace(sheet, runs=tuple(map(marked, sheet.runs))) for sheet in sheets]


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
        for note_page in sorted(page_number for page_number in waiting if page_number < paragraph[0].page):
            lines += [_line(note, words) for note in waiting.pop(note_page)]
        first = paragraph[0]
        line = _line(paragraph, words, turn=first.page > page, heading=levels.get(first.number, 0))
        lines.append(replace(line, gap=not (in_table and first.whole and not line.turn)))
        in_table = first.whole
        page = paragraph[-1].page
    for note_page in sorted(waiting):
        lines += [_line(note, words) for note in waiting[note_page]]
    return lines


def _line(lines: Paragraph, words: frozenset[str], *, turn: bool = False, heading: int = 0) -> Line:
    paragraph = joined([Line(line.numbers, line.text, line.marks) for line in lines], words)
    return replace(
        paragraph,
        text=paragraph.text.replace(_SHY, "-"),
        marks=_merged(paragraph),
        gap=True,
        turn=turn,
        page=lines[0].page,
        heading=heading,
    )


def _merged(line: Line) -> tuple[Mark, ...]:
    """Join the emphasis of words that only a line's end parts."""
    merged: list[Mark] = []
    for mark in sorted(line.marks, key=lambda mark: (mark.style, mark.start)):
        previous = merged[-1] if merged else None
        if previous and previous.style == mark.style and not line.text[previous.end : mark.start].strip():
            merged[-1] = Mark(previous.start, max(previous.end, mark.end), mark.style)
        else:
            merged.append(mark)
    return tuple(sorted(merged, key=lambda mark: (mark.start, mark.end)))


def _levels(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return the headings among some paragraphs by their first line's number, with their levels.

    A heading is short, and bold or in larger type than the text; the larger its type, the higher
    its level, from 1.
    """
    usual = usual_size((line for paragraph in paragraphs for line in paragraph), digits=0)
    headings = [paragraph for paragraph in paragraphs if _is_heading(paragraph, usual)]
    ranks = sorted({round(heading[0].size) for heading in headings}, reverse=True)
    return {heading[0].number: 1 + ranks.index(round(heading[0].size)) for heading in headings}


def _is_heading(paragraph: Paragraph, usual: float) -> bool:
    """Return True for a heading; `usual` is the size of most of the text."""
    first = paragraph[0]
    if len(paragraph) > _LONGEST_HEADING or first.row or ending(paragraph[-1].text) in (",", ";", ":"):
        return False
    bold = all(line.style & STRONG for line in paragraph)
    return (bold and round(first.size) >= usual) or first.size > _LARGER * usual
