"""Tabs between a marker and its words: "a)⇥the piers" is an item, "1⇥Piers⇥stone" a table's row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.lines import Line
from ingest.markers import cut_marker


def join_markers(lines: Sequence[Line]) -> Sequence[Line]:
    """Put a space for the tab after a marker, but not in a table, whose other rows have cells."""
    kept: list[Line] = []
    for run in _runs(lines):
        listed = all(_is_marked(line.text) for line in run)
        kept += [_spaced(line) for line in run] if listed else run
    return kept


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Cut a text into runs of lines that could be rows of one table."""
    run: list[Line] = []
    for line in lines:
        if run and (("\t" in line.text) != ("\t" in run[-1].text) or line.gap):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _is_marked(text: str) -> bool:
    """Tell a line whose only tabs part its marker from its words."""
    head, tab, rest = text.partition("\t")
    marked = cut_marker(f"{head} {rest}"[:60])
    return bool(tab) and "\t" not in rest and bool(marked.readings) and marked.offset == len(head) + 1


def _spaced(line: Line) -> Line:
    """Put one character for the first tab, so that marks keep their places."""
    return replace(line, text=line.text.replace("\t", " ", 1))
