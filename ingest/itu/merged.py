"""Units that a conversion has run into one line: a head, an item, an annex or a footnote inside it.

A text shows the treatment by sure signs (`signs.py`): a footnote's rule inside a line, an annex's name in
capitals, a head at a line's end with the first item below. Where there is none, nothing is changed. Where
there is, a line is cut before what can only begin a unit; both pieces own the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.heads import is_deciding, is_reciting, main_verb
from ingest.itu.pieces import RULE, Row, lift_notes, rows_of
from ingest.itu.signs import (
    BULLETS,
    HEAD,
    MARKER,
    PLACE,
    STOP,
    Opened,
    annex_places,
    label_nouns,
    label_places,
    listed_head,
    shows_merging,
    stretches,
)
from ingest.lines import Line
from ingest.lists import Counts
from ingest.markers import cut_marker
from ingest.opening import has_head_form, is_strict_head, runs_into_decision

_ROUNDS = 4  # of cutting at most
_CLAUSE = ("above", "below", "of", "and", "or")  # "resolves 1; 2 above"
# a verb that decides and needs no addressee: "resolves to mend", "expresses its thanks"
_WORDS = re.compile(
    r"\A(?:further |also )?(?P<verb>[a-z]+)(?P<further> further| also)? (?=(?:to|that|its|their) )"
)


def split_merged(lines: Sequence[Line]) -> Sequence[Line]:
    """Cut lines that hold several units, where a text shows that a conversion ran them together.

    What is cut off may hold a unit in its turn: the step is repeated until nothing is left to cut.
    """
    for _ in range(_ROUNDS):
        if not shows_merging(lines):
            break
        cut = _Cutter(lines).read()
        if len(cut) == len(lines):
            return cut
        lines = cut
    return lines


class _Cutter:
    """Reads row after row; which lists are open is in `self.items`."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.rows = rows_of(lines)
        self.items = Counts()
        self.annexed = False  # whether an annex has begun, which has no heads
        self.decided = False
        self.verb = ""  # of the open head
        self.following = ""  # the next row, where it stands below what is read
        self.next_verb = ""  # of the next head that stands alone below
        self.nouns = label_nouns(row.text for row in self.rows)
        self.done: list[Line] = []

    def read(self) -> list[Line]:
        """Cut every row."""
        verbs = [""]
        for row in reversed(self.rows):
            alone = len(row.text) <= HEAD and is_strict_head(row.text)
            verbs.append(main_verb(row.text) if alone else verbs[-1])
        below = [*(row.text for row in self.rows[1:]), ""]
        for row, following, verb in zip(self.rows, below, verbs[-2::-1], strict=True):
            self.next_verb = verb
            self._read_row(row, following)
        return self.done

    def _read_row(self, row: Row, following: str) -> None:
        self.items.take(cut_marker(row.text[:MARKER]).readings)
        self.following = following
        flow = row
        notes: list[tuple[int, Line]] = []
        if RULE.search(row.text):
            breaks = label_places(row.text, self.nouns) if self.annexed else []
            flow, notes = lift_notes(row, self._opens, breaks, in_flow=self.annexed)
        cuts = self._cuts(flow, following) if flow.lines else []
        if cuts == [0] and not notes and len(row.lines) == 1:
            self.done.append(row.lines[0])
            return
        for start, end in pairwise([*cuts, len(flow.text)]):
            piece = flow.piece(start, end)
            if piece.text:
                self.done.append(replace(piece, gap=True))
            while notes and notes[0][0] <= end:
                self.done.append(notes.pop(0)[1])
        self.done += [note for _, note in notes]

    def _opens(self, text: str, at: int) -> bool:
        marked = cut_marker(text[at : at + MARKER])
        if any(map(self.items.follows, marked.readings)) and marked.text[:1].islower():
            return True
        return self._head(text, at, ".", "") is not None

    def _cuts(self, row: Row, following: str) -> list[int]:
        cuts = {0}
        for start, end, division in stretches(row.text):
            cuts.add(start)
            if division:
                self.annexed = True
                self.items.reset()
            else:
                self.following = following if end == len(row.text) else ""
                cuts |= {*self._units(row.text[:end], start)}
        return sorted(cuts)

    def _units(self, text: str, start: int) -> Iterator[int]:
        opened = self._head(text, start, ".", self.next_verb)
        alone = not self.annexed and len(text) - start <= HEAD and has_head_form(text[start:])
        if opened or alone:
            yield from self._open(text, opened or Opened(main_verb(text[start : start + 80])))
        else:
            self.items.take(cut_marker(text[start : start + MARKER]).readings)
        for at in annex_places(text, start, self.nouns, titled=start > 0) if self.annexed else ():
            self.items.take(cut_marker(text[at : at + MARKER]).readings)
            yield at
        for place in PLACE.finditer(text, start):
            at, sign = place.end(), place["sign"] or ""
            if self._opens_item(text, at, sign):
                yield at
            elif sign and sign != ":" and (opened := self._head(text, at, sign, self.next_verb)):
                yield at
                yield from self._open(text, opened)
        if self.annexed and not start:
            yield from self._after_list(text)

    def _after_list(self, text: str) -> Iterator[int]:
        """Give the place where text goes on behind the last item of a list whose items end in ";"."""
        before = self.done[-1].text if self.done else ""
        follows = any(map(self.items.follows, cut_marker(self.following[:MARKER]).readings))
        if follows or not before.endswith(";") or not cut_marker(before[:MARKER]).readings:
            return
        stop = STOP.search(text)
        if stop and cut_marker(text[:MARKER]).reading("letter", "roman", "paren"):
            yield stop.end() + 1

    def _opens_item(self, text: str, at: int, sign: str) -> bool:
        marked = cut_marker(text[at : at + MARKER])
        if not marked.readings or marked.text.split(" ", 1)[0].strip(",;.") in _CLAUSE:
            return False
        signs = {"decimal": ";:", "colon": ";:.", "paren": ";."}.get(marked.readings[0].style, ";")
        fits = any(map(self.items.follows, marked.readings)) and bool(sign) and sign in signs
        if text[at] in BULLETS or fits:
            self.items.take(marked.readings)
            return True
        return False

    def _open(self, text: str, opened: Opened) -> Iterator[int]:
        self.items.reset()
        self.verb = opened.verb
        self.decided = self.decided or not is_reciting(opened.verb)
        if opened.item:
            self.items.take(cut_marker(text[opened.item : opened.item + MARKER]).readings)
            yield opened.item

    def _head(self, text: str, at: int, sign: str, next_verb: str) -> Opened | None:
        """Read the head that opens behind a sign: before its list below, its first item, or its words."""
        window = text[at : at + HEAD]
        verb = main_verb(window[:80])
        if self.annexed or not window[:1].islower() or not (is_reciting(verb) or is_deciding(verb)):
            return None
        below = cut_marker(self.following[:MARKER]).readings
        begins = any(map(self.items.begins, below))
        if at + len(window) == len(text) and is_strict_head(window):
            return Opened(verb) if begins else None
        if listed := listed_head(text, at):
            return listed
        if any(map(self.items.follows, below)) and not begins:  # the open list goes on below
            return None
        return Opened(verb) if self._runs_in(window, verb, sign, next_verb) else None

    def _runs_in(self, window: str, verb: str, sign: str, next_verb: str) -> bool:
        """Return True for a head that runs into its only paragraph, False for a verb of the sentence."""
        if is_reciting(verb):
            further = re.match(rf"(?:further |also )?{verb}(?: further| also)? that ", window)
            adds = further is not None and re.search(r"\b(?:further|also)\b", further.group())
            return not self.decided and (sign == "." or (bool(adds) and verb == self.verb))
        if next_verb and is_reciting(next_verb):
            return False
        if runs_into_decision(window):
            return True
        words = _WORDS.match(window)
        if words is None or not is_strict_head(words["verb"]):
            return False
        # the sentence may hold the verb that the next head has: "the resolution, which … resolves that"
        return self.decided or verb != next_verb or bool(words["further"])
