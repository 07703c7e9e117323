"""Joining the lines of a text that was broken at a page's width.

A line goes on with the one before it unless it opens something: an item that its list has come to,
a head where the unit before has ended, an annex, or a paragraph after a line that had room for more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.heads import Head, is_deciding, is_reciting, main_verb
from ingest.joining import joined, vocabulary
from ingest.lines import Line, ending, is_flat_row, is_headline
from ingest.lists import Counts
from ingest.markers import NOTE_MARK, Marked, cut_marker
from ingest.opening import has_head_form, is_formula, is_strict_head, read_division, runs_into_recital

_WIDTH = 130  # the longest line of a page set in one column, in characters
_BROKEN_SHARE = 0.05  # of lines that go on in mid-sentence, from which a text counts as broken
_FULL = 0.7  # of the page's width: a shorter line, its next word included, ends a paragraph
_OPENING = 12  # lines that a number, a title and a formula take at most
_HEADING = 4  # lines that a heading takes at most
_HEAD = 6  # lines that a head takes at most
_RECITAL = 12  # lines searched for the end of a recital that its head runs into
_ENDS = (".", ";", ":", "!", "?")
_NUMBER_ALONE = re.compile(r"[0-9]{1,3}\.")
_CONJUNCTIONS = ("; and", "; or", "; and/or", ", and", ", or")


def unwrap(lines: Sequence[Line]) -> Sequence[Line]:
    """Join broken lines into paragraphs, when the text is broken at a page's width."""
    return Paragraphs(lines).read() if is_broken(lines) else lines


def is_broken(lines: Sequence[Line]) -> bool:
    """Return True for a text broken at a page's width, False for one of whole paragraphs."""
    if any(line.broken for line in lines):
        return True
    if len(lines) < 8 or _width(lines) > _WIDTH:
        return False
    going_on = sum(_goes_on(first, second) for first, second in pairwise(lines))
    return going_on >= max(3, _BROKEN_SHARE * len(lines))


def _goes_on(first: Line, second: Line) -> bool:
    """Return True for a sentence that goes on in the next line, or that its number alone opens."""
    return _NUMBER_ALONE.fullmatch(first.text) is not None or (
        (not second.gap or second.turn)
        and second.text[:1].islower()
        and not ending(first.text)
        and "\t" not in first.text + second.text
        and not cut_marker(second.text).readings
        and not is_strict_head(first.text)
    )


def _width(lines: Sequence[Line]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10]


class Paragraphs:
    """Reads line after line; the open paragraph is `self.open`, its last line `self.tail`."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.words = vocabulary(lines)
        self.width = _width(lines)
        self.counts = Counts()
        self.done: list[Line] = []
        self.open: list[Line] = []
        self.notes: list[list[Line]] = []  # of the open paragraph, which they may cut in two
        self.whole = True  # whether the open unit takes no further line
        self.decided = False  # whether an operative head has come

    def read(self) -> list[Line]:
        """Read the opening, then everything that follows."""
        at = self._read_opening()
        while at < len(self.lines):
            at += self._read_note(at) or self._read_standing(at) or self._read_line(at)
        self._close()
        return self.done

    def _read_opening(self) -> int:
        for at in range(min(_OPENING, len(self.lines))):
            for count in range(1, 4):
                if is_formula(self._text(at, count)):
                    for begin, length in ((0, min(at, 1)), (1, at - 1), (at, count)):
                        self._stand(begin, length)
                    return at + count
        return 0

    def _read_standing(self, at: int) -> int:
        division = self._division_length(at)
        length = division or self._head_length(at)
        if length:
            self._stand(at, length)
            self.counts.reset()
            self.decided = self.decided or not (division or is_reciting(main_verb(self.lines[at].text)))
        return length

    def _division_length(self, at: int) -> int:
        line = self.lines[at]
        if self.open and not (self.whole or self._end() in (*_ENDS, ",") or line.gap or line.turn):
            return 0
        if not line.text.isupper() and not (self._end() == "." or self._is_short(at)):
            return 0  # "… as set out in / Annex 1 to Resolution 5 and"
        for count in range(1, 4):
            text = self._text(at, count)
            if read_division(text) and text.count("(") == text.count(")"):
                return count
        return 0

    def _head_length(self, at: int) -> int:
        verb = main_verb(self.lines[at].text)
        if self._end() not in (",", ";", ".") or not (is_reciting(verb) or is_deciding(verb)):
            return 0
        for count in range(1, _HEAD + 1):
            text = self._text(at, count)
            if at + count >= len(self.lines) or ending(text) not in ("", ",") or "\t" in text:
                return 0
            if has_head_form(text) and self._governs(at, count, Head.parse(text)):
                return count
        return 0

    def _governs(self, at: int, count: int, head: Head) -> bool:
        """Return True if what follows a head's lines is what it governs."""
        following = self.lines[at + count]
        if not head.addressee:  # a verb alone does not fill its line
            return count == 1 and self._is_short(at + 1)
        if any(map(self.counts.begins, cut_marker(following.text).readings)):
            return True
        return is_strict_head(head.text) and following.text.startswith(("to ", "that "))

    def _read_note(self, at: int) -> int:
        if not self._opens_note(at):
            return 0
        length = 1
        while at + length < len(self.lines) and not self._ends_note(at, length):
            length += 1
        self.notes.append(list(self.lines[at : at + length]))
        return length

    def _opens_note(self, at: int) -> bool:
        return NOTE_MARK.match(self.lines[at].text) is not None

    def _ends_note(self, at: int, length: int) -> bool:
        line = self.lines[at + length]
        if line.turn or line.gap or NOTE_MARK.match(line.text):
            return True
        ended = ending(self.lines[at + length - 1].text) in _ENDS
        return ended and bool(cut_marker(line.text).readings or is_strict_head(line.text))

    def _read_line(self, at: int) -> int:
        line = self.lines[at]
        marked = cut_marker(line.text)
        if self.whole or is_flat_row(line.text) or self._opens_item(at, marked) or self._opens_prose(at):
            self._close()
            self.counts.take(marked.readings)
        self.open.append(line)
        self.whole = is_flat_row(line.text)
        return 1

    def _opens_item(self, at: int, marked: Marked) -> bool:
        if not marked.readings:
            return False
        if self.lines[at].gap and not self.lines[at].turn:
            return True
        follows = any(map(self.counts.follows, marked.readings))
        fits = follows or any(map(self.counts.begins, marked.readings))
        end = self._end()
        if end == ",":
            first = marked.text.split(" ", 1)[0].strip(",.;")  # "b) the others", not "b) and c) above"
            counted = marked.readings[0].style in ("number", "decimal")
            return follows and not counted and first not in ("and", "or", "above", "below")
        if end:
            return fits
        return fits and (self._is_short(at) or (self._is_heading() and marked.text[:1].isupper()))

    def _opens_prose(self, at: int) -> bool:
        line, end = self.lines[at], self._end()
        if end in (",", ".") and runs_into_recital(line.text) and not self.decided:
            return self._recital_ends(at)
        parted = (line.gap and not line.turn) or (self._is_short(at) and end != ",")
        if not parted or line.text[:1].islower() or self.open[-1].text.endswith(("-", "/")):
            return False
        return bool(end) or not line.text[:1].isdigit() or self._is_heading()  # "no more than / 12 boats"

    def _recital_ends(self, at: int) -> bool:
        """Return True if a recital that a head runs into ends as one: before the next head."""
        for place in range(at, min(at + _RECITAL, len(self.lines) - 1)):
            end = ending(self.lines[place].text)
            if end in (";", "."):
                return end == "."
            if end == "," and is_strict_head(self.lines[place + 1].text):
                return True
        return False

    def _text(self, at: int, count: int) -> str:
        return joined(self.lines[at : at + count], self.words).text

    def _stand(self, at: int, count: int) -> None:
        self._close()
        self.open = list(self.lines[at : at + count])
        self.whole = True

    def _close(self) -> None:
        for unit in (self.open, *self.notes):
            if unit:
                self.done.append(joined(unit, self.words))
        self.open, self.notes = [], []

    def _end(self) -> str:
        """Return what ends the open paragraph: its last sign, past "and" and abbreviations."""
        if not self.open:
            return "."
        text = self.open[-1].text
        if text.endswith(_CONJUNCTIONS):
            return ";" if ";" in text[-8:] else ","
        return "" if text.endswith(("No.", "Nos.", "Rev.", "Art.", "para.", "paras.")) else ending(text)

    def _is_short(self, at: int) -> bool:
        if not at or at >= len(self.lines):
            return True
        word = self.lines[at].text.split(" ", 1)[0]
        return len(self.lines[at - 1].text) + 1 + len(word) < _FULL * self.width

    def _is_heading(self) -> bool:
        if len(self.open) > _HEADING:
            return False
        text = joined(self.open, self.words).text
        return is_headline(text) and not cut_marker(text).readings
