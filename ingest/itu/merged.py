"""Units that a conversion has run into one line: a head, an item, an annex or a footnote inside it.

A text shows the treatment by sure signs: a footnote's rule inside a line, an annex's name in capitals, a
head at a line's end with the first item below. Where there is none, nothing is changed. Where there
is, a line is cut before what can only begin a unit; both pieces own the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.heads import is_reciting, main_verb
from corpus.sentences import sentences
from ingest.itu.annexed import annex_places
from ingest.itu.inner_heads import Around, Opened, open_head
from ingest.itu.inner_items import OpenItems
from ingest.itu.pieces import Row
from ingest.itu.ruled import RULE, Page, lift_notes
from ingest.itu.runon import heading_end, label_nouns, labels
from ingest.itu.signs import HEAD, MARKER, PLACE, shows_merging, stretches
from ingest.itu.torn import rows_of
from ingest.lines import Line, ending
from ingest.markers import Marked, cut_marker
from ingest.opening import has_head_form, is_strict_head

_ROUNDS = 4  # of cutting at most


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
        self.items = OpenItems()
        self.annexed = False  # whether an annex has begun
        self.decided = False
        self.verb = ""  # of the open head
        self.sections: set[str] = set()  # the numbers of the annex's sections
        self.done: list[Line] = []
        self.nouns = label_nouns(row.text for row in self.rows)
        self.next_verbs = self._standing_verbs()

    def read(self) -> list[Line]:
        """Cut every row."""
        for at, row in enumerate(self.rows):
            following = self.rows[at + 1].text if at + 1 < len(self.rows) else ""
            self._read_row(at, row, following)
        return self.done

    def _standing_verbs(self) -> list[str]:
        """Return, for each row, the verb of the next head that stands alone below it."""
        verbs: list[str] = []
        verb = ""
        for row in reversed(self.rows):
            verbs.append(verb)
            if len(row.text) <= HEAD and is_strict_head(row.text):
                verb = main_verb(row.text)
        return verbs[::-1]

    # -- one row ---------------------------------------------------------------------------------

    def _read_row(self, at: int, row: Row, following: str) -> None:
        """Take the footnotes out of a row, cut the rest, and put both down in order."""
        self.items.take(cut_marker(row.text[:MARKER]).readings)
        breaks = labels(row.text, self.nouns) if self.annexed else []
        page = Page(lambda text, place: self._opens(text, place, following), breaks, self.annexed)
        flow, notes = lift_notes(row, page) if RULE.search(row.text) else (row, [])
        if not flow.lines:
            self.done += [note for _, note in notes]
            return
        cuts = self._cuts(flow, self.next_verbs[at], following)
        if cuts == [0] and not notes and len(row.lines) == 1:
            self.done.append(row.lines[0])
            return
        for start, end in pairwise([*cuts, len(flow.text)]):
            piece = flow.piece(start, end)
            if piece.text:
                self.done.append(replace(piece, gap=True))
            while notes and notes[0][0] <= end:
                self.done.append(notes.pop(0)[1])

    def _opens(self, text: str, at: int, following: str) -> bool:
        """Return True if a unit of the text begins at a place behind a footnote."""
        window = text[at : at + MARKER]
        if self.items.is_followed_by(window) and cut_marker(window).text[:1].islower():
            return True
        return not self.annexed and self._head(text, at, ".", following, "") is not None

    def _cuts(self, row: Row, next_verb: str, following: str) -> list[int]:
        """Return the places at which a row is cut, the first at its start."""
        text = row.text
        cuts = [0]
        for start, end, division in stretches(text):
            cuts.append(start)
            if division:
                self._open_annex()
            elif self.annexed:
                cuts += self._annex_cuts(text, start, end, following)
            else:
                cuts += self._body_cuts(row, start, end, next_verb, following)
        return sorted(set(cuts))

    def _open_annex(self) -> None:
        """Close the lists before an annex."""
        self.annexed = True
        self.sections.clear()
        self.items.reset()

    # -- the body --------------------------------------------------------------------------------

    def _body_cuts(self, row: Row, start: int, end: int, next_verb: str, following: str) -> Iterator[int]:
        """Give the places where heads and items begin in a stretch of the body."""
        text = row.text[:end]
        following = following if end == len(row.text) else ""
        yield from self._enter(text, start, following, next_verb)
        for place in PLACE.finditer(text, start):
            at = place.end()
            sign = place["sign"] or ""
            if self.items.opens(text, at, sign):
                yield at
            elif sign and sign != ":" and (opened := self._head(text, at, sign, following, next_verb)):
                yield at
                yield from self._open(text, at, opened)

    def _enter(self, text: str, start: int, following: str, next_verb: str) -> Iterator[int]:
        """Begin a row: with a head, with an item, or with words."""
        opened = self._head(text, start, ".", following, next_verb)
        if opened or (len(text) - start <= HEAD and has_head_form(text[start:])):
            yield from self._open(text, start, opened or Opened(main_verb(text[start : start + 80])))
        else:
            self.items.take(cut_marker(text[start : start + MARKER]).readings)

    def _open(self, text: str, at: int, opened: Opened) -> Iterator[int]:
        """Open a head, and its first item where that has run into it."""
        self.items.reset()
        self.verb = opened.verb
        self.decided = self.decided or not is_reciting(opened.verb)
        if opened.item:
            self.items.take(cut_marker(text[opened.item : opened.item + MARKER]).readings)
            yield opened.item

    def _head(self, text: str, at: int, sign: str, following: str, next_verb: str) -> Opened | None:
        """Read the head that opens at a place, if one does."""
        if not text[at : at + 1].islower():
            return None
        around = Around(
            sign=sign,
            verb=self.verb,
            next_verb=next_verb,
            following=following,
            continues=self.items.continues(following),
            decided=self.decided,
        )
        return open_head(text, at, around)

    # -- annexes ---------------------------------------------------------------------------------

    def _annex_cuts(self, text: str, start: int, end: int, following: str) -> Iterator[int]:
        """Give the places where titles, headings, items and labelled units begin in an annex."""
        stretch = text[:end]
        marked = cut_marker(stretch[start : start + MARKER])
        self.items.take(marked.readings)
        number = marked.reading("number")
        if number and heading_end(stretch[start + marked.offset :]):
            self.sections.add(number.value)
        for at in annex_places(stretch, start, self.nouns, titled=start > 0, sections=self.sections):
            self.items.take(cut_marker(stretch[at : at + MARKER]).readings)
            yield at
        for place in PLACE.finditer(stretch, start):
            if self.items.opens(stretch, place.end(), place["sign"] or ""):
                yield place.end()
        yield from self._after_list(stretch, start, marked, following)

    def _after_list(self, text: str, start: int, marked: Marked, following: str) -> Iterator[int]:
        """Give the place where text goes on after the last item of a list whose items end in ";"."""
        if start or not marked.reading("letter", "roman", "paren") or not self.done:
            return
        before = self.done[-1]
        listed = ending(before.text[-40:]) == ";" and cut_marker(before.text[:MARKER]).readings
        if listed and not self.items.is_followed_by(following):
            stop = next((end for _, end in sentences(text)), len(text))
            if stop < len(text):
                yield stop + 1
