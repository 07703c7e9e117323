"""Joining the lines of a United Nations text dump into paragraphs.

A number often stands on a line of its own; a page's foot cuts a paragraph in two. Lines that are
paragraphs already pass as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.heads import main_verb
from corpus.mandates import base_of, is_known_participle, opens_like_decision
from ingest.joining import joined
from ingest.lines import Line, is_flat_row
from ingest.markers import NOTE_MARK, Marked
from ingest.un.lines import (
    DAY_ALONE,
    MEETING,
    end_of,
    is_printed_as_heading,
    opens_decision,
    read_annex,
    read_group,
    read_section,
    split_marker,
)
from ingest.un.opening import body_at, is_un_formula, opens_in_lower_case, runs_on_above
from ingest.unwrap import Paragraphs, is_broken

_LONE = re.compile(r"[0-9]{1,3}\.|\([a-z]{1,5}\)|[•●▪–-]")  # a marker alone: its paragraph is the next line
_ENDS = (".", ";", ":", "!", "?")
_HEADING = 4  # lines that a heading takes at most
_MOST_GAPS = 0.6  # of lines with a blank line before them, from which a lack of one means "goes on"


def join_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Join the lines of a broken page, or those that follow each other where blank lines part the rest."""
    if is_broken(lines):
        return _Paragraphs(lines).read()
    if sum(line.gap for line in lines) < _MOST_GAPS * len(lines):
        return lines
    formula = lines[max(body_at(lines), 0)].numbers
    return _joined_where(
        lines,
        lambda before, line, adjacent: (
            adjacent
            and not line.gap
            and line.numbers != formula
            and (
                not line.heading and runs_on_above(before.text, line.text)
                if line.numbers < formula
                else _runs_on(before, line)
            )
        ),
    )


def join_cut(lines: Sequence[Line]) -> Sequence[Line]:
    """Join a marker that stands alone, and a sentence that a page's edge has cut, a footnote between.

    Paragraphs that are not cut pass as they are.
    """
    if not lines:
        return lines
    formula = lines[max(body_at(lines), 0)].numbers
    lower = opens_in_lower_case(lines)

    def joins(before: Line, line: Line, _: bool) -> bool:
        opens = line.text.capitalize()  # below a recital without a stop
        dashed = split_marker(before).reading("dash") is not None
        decides = lower and (opens_decision(opens) or (dashed and opens_like_decision(opens)))
        return _closes_bracket(before, line) or (
            line.numbers > formula and not decides and _is_cut(before, line)
        )

    return _joined_where(lines, joins)


def _joined_where(lines: Sequence[Line], joins: Callable[[Line, Line, bool], bool]) -> list[Line]:
    """Join each line to the last non-footnote line if `joins` returns True; its third argument: adjacent."""
    kept: list[Line] = []
    last = -1
    for line in lines:
        note = NOTE_MARK.match(line.text) is not None
        if last >= 0 and not note and joins(kept[last], line, last == len(kept) - 1):
            kept[last] = joined((kept[last], line))
            continue
        kept.append(line)
        last = last if note else len(kept) - 1
    return kept


def _runs_on(before: Line, line: Line) -> bool:
    return not (
        end_of(before.text)
        or "\t" in before.text + line.text
        or line.heading
        or split_marker(line).readings
        or _stands(before)
        or _stands(line)
    )


def _closes_bracket(before: Line, line: Line) -> bool:
    """Return True for the second half of a bracket that two lines share: "(Bonn, 3", "February 2020)"."""
    opens, closes = re.search(r"\([^()]{0,60}\Z", before.text), re.match(r"[^()]{2,60}\)", line.text)
    return opens is not None and closes is not None and not split_marker(line).readings


def _is_cut(before: Line, line: Line) -> bool:
    """Return True for a paragraph that a reader has cut in mid-sentence, or, False for its marker."""
    if _LONE.fullmatch(before.text):
        return True
    lower = line.text[:1].islower() or (line.text[:1].isdigit() and not is_flat_row(line.text))
    if not lower or not _runs_on(before, line):
        return False
    return not is_printed_as_heading(before) or bool(split_marker(before).readings)


def _stands(line: Line) -> bool:
    text = line.text
    annex, group = read_annex(line, flagged=False), read_group(line, flagged=False)
    alone = (annex is not None and not annex[2]) or (group is not None and not group.title)
    numbered = any(not section.title for section in read_section(line, flagged=False))
    closes = MEETING.fullmatch(text) or DAY_ALONE.fullmatch(text)
    return is_un_formula(text) or closes is not None or alone or numbered


class _Paragraphs(Paragraphs):
    """Reads line after line; `decided` tells whether a numbered paragraph has come."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.formula = body_at(lines)
        self.noting = False  # whether the last line was a footnote's

    def read(self) -> list[Line]:
        """Read the opening's lines, then everything that follows."""
        for at, line in enumerate(self.lines):
            marked = split_marker(line)
            if self._is_note(line, marked):
                continue
            if not self.open or self._opens(at, line, marked):
                self._close()
                self.decided = self.decided and not read_annex(line, flagged=False)
                self._take(line, marked)
            self.open.append(line)
        self._close()
        return self.done

    def _take(self, line: Line, marked: Marked) -> None:
        if lone := re.fullmatch(r"([0-9]{1,3})\.|\(([a-z]{1,5})\)", line.text):
            marked = split_marker(Line(line.numbers, f"{lone.group()} x"))
        if marked.reading("number", "decimal"):
            self.decided = True
            self.counts.reset() if marked.readings[0].order == 1 else None
        self.counts.take(marked.readings)

    def _is_note(self, line: Line, marked: Marked) -> bool:
        if marked.reading("footnote") and NOTE_MARK.match(line.text):
            self.notes.append([line])
            self.noting = True
        elif self.noting and not (line.turn or line.gap):
            self.notes[-1].append(line)
        else:
            self.noting = False
        return self.noting

    def _opens(self, at: int, line: Line, marked: Marked) -> bool:
        if _LONE.fullmatch(self.open[-1].text) and len(self.open) == 1:
            return False
        if at == self.formula:
            return True
        if line.heading or at < self.formula:
            return line.gap or line.heading > 0 or not runs_on_above(self.open[-1].text, line.text)
        if _stands(line) or _stands(self.open[-1]) or (line.gap and not line.turn):
            return True
        if marked.readings or _LONE.fullmatch(line.text):
            return self._opens_item(at, marked)
        return self._opens_prose(at)

    def _opens_item(self, at: int, marked: Marked) -> bool:
        end = end_of(self.open[-1].text)
        if _LONE.fullmatch(self.lines[at].text):
            return bool(end) or self._is_heading() or self._is_short(at)
        follows = any(map(self.counts.follows, marked.readings))
        fits = follows or any(map(self.counts.begins, marked.readings))
        if end in _ENDS or self.open[-1].text.endswith(("; and", "; or", ", and", ", or")):
            return fits
        return fits and (end == "," or self._is_heading() or self._is_short(at))

    def _opens_prose(self, at: int) -> bool:
        line = self.lines[at]
        if not line.text[:1].isupper() or self.open[-1].text.endswith(("-", "/")):
            return False
        end = end_of(self.open[-1].text)
        if not self.decided and end in (",", ".", ";") and self._recites(line.text):
            return True
        return (end in _ENDS or self._is_heading()) and self._is_short(at)

    def _recites(self, text: str) -> bool:
        """Return True for the verb of a recital or of a sole decision, not for a name in a sentence."""
        verb = main_verb(text)
        return is_known_participle(verb) or bool(base_of(verb) and (verb.endswith("s") or text.endswith(":")))

    def _is_heading(self) -> bool:
        text = joined(self.open, self.words).text
        opens = text[:1].isupper() and not split_marker(Line((1,), text)).readings and not self._recites(text)
        return opens and len(self.open) <= _HEADING and not end_of(text) and "\t" not in text
