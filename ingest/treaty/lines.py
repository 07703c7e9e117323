"""Joining the lines of a treaty that a page's width has broken.

What opens a paragraph is, first of all, a marginal number in its turn; then headings, with the lines
of their titles, items, and what follows a line that had room for more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.heads import is_reciting, main_verb
from ingest.lines import Line, ending, is_headline
from ingest.markers import Marked, cut_marker
from ingest.treaty.margin import NONE, Margin, Order, is_next, may_come, read_margin
from ingest.treaty.opening import CONCLUDES, has_margin, is_preamble, read_heading, title_length, title_start
from ingest.unwrap import Paragraphs, is_broken

_TITLE_LINES = 6  # of an article, at most
_NOTE = re.compile(r"Note(?: [0-9]{1,2})?\s?[:.–—-] ")
_AGREES = re.compile(r"(?:Have|Hereby|Do hereby)? ?(?:[Aa]gree|[Cc]onclude|[Ee]stablish|[Aa]dopt)")
STAR_NOTE = re.compile(r"\*{1,3} ?(?=[\"'“‘(]?[A-Z])")
STARRED = re.compile(r"[^\s*]\*{1,3}(?=[\s,;.:)]|$)")
_ENDS = (".", ";", ":", "!", "?")


def join(lines: Sequence[Line]) -> Sequence[Line]:
    """Join broken lines into paragraphs."""
    return TreatyParagraphs(lines).read() if is_broken(lines) else lines


class TreatyParagraphs(Paragraphs):
    """Reads line after line of a treaty; `last` is the last marginal number."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.margin = has_margin(lines)
        self.last: Order = NONE
        self.leaps = True  # whether a heading has come, after which numbers may leap
        self.in_preamble = True
        self.starred = any(STARRED.search(line.text) for line in lines)

    def _read_opening(self) -> int:
        start = title_start(self.lines)
        if start is None:
            return 0
        for at in range(start):
            self._stand(at, 1)
        length = title_length(self.lines, start)
        self._stand(start, length)
        return start + length

    def _read_standing(self, at: int) -> int:
        length = self._division_length(at) or self._heading_length(at)
        if not length:
            return 0
        self._stand(at, length)
        self.counts.reset()
        self.leaps = True
        heading = read_heading(self.lines[at].text)
        if heading is not None:
            self.in_preamble = False
            if heading.suppressed or not heading.bare:
                return length
        titled = self._title_length(at + length)
        below = 1 if titled > 1 and self._has_headings(at + length + titled) else 0
        if titled:
            self._stand(at + length, titled - below)
        if below:
            self._stand(at + length + titled - 1, 1)
        return length + titled

    def _heading_length(self, at: int) -> int:
        """Return 1 for a line that opens an article, 0 for one that goes on: "… as in / Article 5"."""
        text = self.lines[at].text
        heading = read_heading(text)
        if heading is None and not (self.in_preamble and is_preamble(text)):
            return 0
        line = self.lines[at]
        parted = self.whole or self._end() in _ENDS or (line.gap and not line.turn)
        spelt = heading is not None and (heading.suppressed or heading.own.split(" ")[0].isupper())
        return int(parted or spelt)

    def _title_length(self, at: int) -> int:
        length = 0
        while length < _TITLE_LINES and at + length < len(self.lines) and self._is_title(at + length):
            length += 1
        return length

    def _is_title(self, at: int) -> bool:
        text = self.lines[at].text
        words = text.lstrip("(").rstrip(",")  # "Assemblies, / Study Groups", "(see Article 5)"
        if not is_headline(words[:1].upper() + words[1:]) or self._opens_other(at):
            return False
        return self.margin or self._is_short(at + 1)

    def _opens_other(self, at: int) -> bool:
        text = self.lines[at].text
        margin = read_margin(text) if self.margin else None
        return (
            read_heading(text) is not None
            or (self.in_preamble and is_preamble(text))
            or bool(margin and may_come(margin, self.last, leaps=self.leaps))
            or bool(cut_marker(text).readings)
            or STAR_NOTE.match(text) is not None
        )

    def _has_headings(self, at: int) -> bool:
        """Return True if an article's later paragraphs stand under headings: then its first do too."""
        while at < len(self.lines) and read_heading(self.lines[at].text) is None:
            if self._is_subheading(at) and at:
                return True
            at += 1
        return False

    def _is_subheading(self, at: int) -> bool:
        """Return True for a heading without a number: paragraphs begin anew below it."""
        text = self.lines[at].text
        if not self.margin or at + 1 >= len(self.lines) or not re.match(r"[A-Z]", text):
            return False
        following = read_margin(self.lines[at + 1].text)
        if not is_headline(text) or self._opens_other(at) or following is None or not following.markers:
            return False
        return following.markers[0][0].style == "number" and following.markers[0][0].order == 1

    def _opens_note(self, at: int) -> bool:
        return self._is_starred(at) or super()._opens_note(at)

    def _is_starred(self, at: int) -> bool:
        return self.starred and STAR_NOTE.match(self.lines[at].text) is not None

    def _ends_note(self, at: int, length: int) -> bool:
        line = self.lines[at + length]
        if self._is_starred(at):
            return line.turn or line.gap or self._opens_other(at + length)
        return super()._ends_note(at, length)

    def _read_line(self, at: int) -> int:
        line = self.lines[at]
        margin = read_margin(line.text) if self.margin else None
        if margin is None or not self._opens_provision(margin, at):
            return super()._read_line(at)
        self._close()
        self.counts.reset()
        self.last, self.leaps = margin.last, False
        self.open.append(line)
        self.whole = margin.suppressed
        return 1

    def _opens_provision(self, margin: Margin, at: int) -> bool:
        """Return True for a marginal number in its turn, False for a number at which a line was broken."""
        following = is_next(margin.order, self.last)
        if not (following or may_come(margin, self.last, leaps=self.leaps)):
            return False
        end = self._end()
        if self.whole or not self.open or end in _ENDS:
            return margin.sure or following
        return following and margin.sure and (end == "," or bool(margin.markers) or self._is_short(at))

    def _opens_item(self, at: int, marked: Marked) -> bool:
        if self.margin and marked.reading("number", "decimal"):
            return False
        if marked.reading("dash") and self.open and cut_marker(self.open[0].text).reading("dash"):
            return True
        return super()._opens_item(at, marked)

    def _opens_prose(self, at: int) -> bool:
        line, end = self.lines[at], self._end()
        if self.in_preamble and end in (",", ";"):
            return line.text[0].isupper() and (
                is_reciting(main_verb(line.text)) or _AGREES.match(line.text) is not None
            )
        opening = _NOTE.match(line.text) or CONCLUDES.match(line.text) or self._is_subheading(at)
        if end in _ENDS and opening:
            return True
        short = self._is_short(at)
        if line.text[:1].islower():
            readings = cut_marker(self.open[0].text).readings  # of an item, whose list words may close
            return short and bool(readings) and readings[0].style in ("dash", "letter", "paren")
        if end == ":" and not ending(line.text) and self._is_short(at + 1):
            return True  # the first of a list without markers
        if not short and (line.turn or not line.gap):
            return False
        return end != "," and (bool(end) or not line.text[:1].isdigit() or short)
