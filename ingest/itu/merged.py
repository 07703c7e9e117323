"""Units that a conversion has run into one line: a head, an item, an annex or a footnote inside it.

A text shows the treatment by sure signs: a footnote's rule inside a line, an annex's name in capitals, a
head at a line's end with the first item below. Where there is none, nothing is changed. Where there
is, a line is cut before what can only begin a unit; both pieces own the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.heads import is_reciting, main_verb
from corpus.instruments import Mark
from corpus.sentences import sentences
from ingest.itu.annexed import annex_places
from ingest.itu.inner_heads import Around, Opened, holds_listed_head, open_head
from ingest.itu.pieces import Row
from ingest.itu.ruled import RULE, Page, lift_notes
from ingest.itu.runon import heading_end, label_nouns, labels
from ingest.itu.torn import rows_of
from ingest.lines import Line, ending
from ingest.markers import Marked, Marker, cut_marker
from ingest.opening import has_head_form, is_strict_head, read_division
from ingest.sequence import Counts

_DIVISION = re.compile(
    r"(?<!\S)(?:ANNEX|APPENDIX|ATTACHMENT)(?: [0-9]{1,3}| [A-Z]| [IVX]{1,5})? TO (?:THE |THIS )?"
    r"(?:RESOLUTION|DECISION|RECOMMENDATION|OPINION|ANNEX|APPENDIX)\b"
    r"(?: [A-Z]?[0-9][\w./-]*| [A-Z]\b)?(?: \([^()a-z]{1,40}[0-9]{4}\))?(?!\S)"
)
_BULLETS = "•●▪"
# where a unit may begin: past a stop and "and", or at a bullet
_PLACE = re.compile(
    r"(?P<sign>[;,.:])[\"'”’»)\]0-9⁰¹²³⁴⁵⁶⁷⁸⁹]*(?P<joint> (?:and/or|and|or)(?= \(?\w{1,5}\)? ))? +(?=\S)"
    rf"| (?=[{_BULLETS}] \S)"
)
_COUNTED = ("number", "letter", "roman", "paren")
_BULLET = re.compile(rf"(?<=[:;]) +[{_BULLETS}] +\S")
_ROUNDS = 4  # of cutting at most
_MARKER = 60  # characters that hold a marker and its first words
_HEAD = 400  # characters of a head that stands alone
_CLAUSE = ("above", "below", "of", "and", "or")  # "resolves 1; 2 above"


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


def shows_merging(lines: Sequence[Line]) -> bool:
    """Tell a text whose units have run together, by signs that no other text has."""
    return any(_is_sign(line, following) for line, following in pairwise([*lines, Line((0,), "")]))


def _is_sign(line: Line, following: Line) -> bool:
    """Tell a line that holds the beginning of another unit for certain."""
    text = line.text
    if RULE.search(text):
        return True
    division = _DIVISION.search(text)
    if division and division.group() != text and text[: division.start()].rstrip().endswith((".", ";", ",")):
        return True
    if cut_marker(following.text[:_MARKER]).readings and not ending(text):
        last = max(text.rfind(sign, 0, len(text)) for sign in (", ", "; ", ". "))
        if last > 0 and _begins(cut_marker(following.text[:_MARKER])) and _tail_is_head(text):
            return True
    if _BULLET.search(text) or any(_holds_list(text, place) for place in _PLACE.finditer(text)):
        return True
    own = cut_marker(text[:_MARKER])
    return any(_next_inside(text, one) for one in own.readings)


def _holds_list(text: str, place: re.Match[str]) -> bool:
    """Tell a head with the first item of its list inside a line: "…, resolves 1 to mend"."""
    return place["sign"] in (",", ";", ".") and holds_listed_head(text, place.end())


def _tail_is_head(text: str) -> bool:
    """Tell a line that ends in a head which stands alone: "…, further resolves"."""
    return any(
        is_strict_head(text[place.end() :]) for place in _PLACE.finditer(text, max(0, len(text) - 400))
    )


def _next_inside(text: str, own: Marker) -> bool:
    """Tell a line whose list goes on inside it: "i) the pier; ii) the boats"."""
    for place in _PLACE.finditer(text):
        if own.style not in _COUNTED or place["sign"] not in (";", ":"):
            continue
        for one in cut_marker(text[place.end() : place.end() + _MARKER]).readings:
            if one.style == own.style and place["sign"] == ":" and one.order == 1:
                return False  # a list of its own inside the sentence
            if one.style == own.style and place["sign"] == ";" and one.order == own.order + 1:
                return True
    return False


def _begins(marked: Marked) -> bool:
    """Tell a marker that begins a list."""
    return any(one.order in (0, 1) for one in marked.readings)


class _Cutter:
    """Reads row after row; which lists are open is in `self.counts`."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.rows = rows_of(lines)
        self.counts = Counts()
        self.annexed = False  # whether an annex has begun
        self.decided = False
        self.verb = ""  # of the open head
        self.sections: set[str] = set()  # the numbers of the annex's sections
        self.own: frozenset[str] = frozenset()  # the styles of the marker of the open item
        self.inline: dict[str, list[int]] = {}  # places of the items inside the open sentence
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
            if len(row.text) <= _HEAD and is_strict_head(row.text):
                verb = main_verb(row.text)
        return verbs[::-1]

    # -- one row ---------------------------------------------------------------------------------

    def _read_row(self, at: int, row: Row, following: str) -> None:
        """Take the footnotes out of a row, cut the rest, and put both down in order."""
        self.counts.take(cut_marker(row.text[:_MARKER]).readings)
        breaks = labels(row.text, self.nouns) if self.annexed else []
        page = Page(lambda text, place: self._opens(text, place, following), breaks, self.annexed)
        lifted = lift_notes(row, page) if RULE.search(row.text) else None
        flow, notes = (lifted.row, list(lifted.notes)) if lifted else (row, [])
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
        """Tell, behind a footnote, whether a unit of the text begins at a place."""
        marked = cut_marker(text[at : at + _MARKER])
        if any(map(self.counts.follows, marked.readings)) and marked.text[:1].islower():
            return True
        return not self.annexed and self._head(text, at, ".", {}, following, "") is not None

    def _cuts(self, row: Row, next_verb: str, following: str) -> list[int]:
        """Return the places at which a row is cut, the first at its start."""
        text = row.text
        cuts = [0]
        for start, end, division in _stretches(text):
            cuts.append(start)
            self.inline = {}
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
        self.counts.reset()

    # -- the body --------------------------------------------------------------------------------

    def _body_cuts(self, row: Row, start: int, end: int, next_verb: str, following: str) -> Iterator[int]:
        """Give the places where heads and items begin in a stretch of the body."""
        text = row.text[:end]
        following = following if end == len(row.text) else ""
        marks = {mark.start: mark for mark in row.marks if mark.style == "em"}
        yield from self._enter(text, start, marks, following, next_verb)
        for place in _PLACE.finditer(text, start):
            at = place.end()
            sign = place["sign"] or ""
            if self._opens_item(text, at, sign):
                yield at
            elif sign and sign != ":" and (opened := self._head(text, at, sign, marks, following, next_verb)):
                yield at
                yield from self._open(text, at, opened)
        yield from self._lifted(following)

    def _enter(
        self, text: str, start: int, marks: dict[int, Mark], following: str, next_verb: str
    ) -> Iterator[int]:
        """Begin a row: with a head, with an item, or with words."""
        opened = self._head(text, start, ".", marks, following, next_verb)
        if opened or (len(text) - start <= _HEAD and has_head_form(text[start:])):
            yield from self._open(text, start, opened or Opened(main_verb(text[start : start + 80])))
        else:
            self._take(cut_marker(text[start : start + _MARKER]))

    def _take(self, marked: Marked) -> None:
        """Begin an item, or a paragraph without a marker."""
        self.counts.take(marked.readings)
        self.own = frozenset(one.style for one in marked.readings)
        self.inline = {}

    def _open(self, text: str, at: int, opened: Opened) -> Iterator[int]:
        """Open a head, and its first item where that has run into it."""
        self.counts.reset()
        self.inline = {}
        self.verb = opened.verb
        self.decided = self.decided or not is_reciting(opened.verb)
        self.own = frozenset()
        if opened.item:
            self._take(cut_marker(text[opened.item : opened.item + _MARKER]))
            yield opened.item

    def _head(
        self, text: str, at: int, sign: str, marks: dict[int, Mark], following: str, next_verb: str
    ) -> Opened | None:
        """Read the head that opens at a place, if one does."""
        if not text[at : at + 1].islower():
            return None
        readings = cut_marker(following[:_MARKER]).readings
        around = Around(
            sign=sign,
            verb=self.verb,
            next_verb=next_verb,
            following=following,
            continues=any(map(self.counts.follows, readings)) and not any(map(self.counts.begins, readings)),
            decided=self.decided,
        )
        return open_head(text, at, marks, around)

    # -- items -----------------------------------------------------------------------------------

    def _opens_item(self, text: str, at: int, sign: str) -> bool:
        """Tell an item of an open list from one that stands inside its parent's sentence."""
        marked = cut_marker(text[at : at + _MARKER])
        if not marked.readings or marked.text.split(" ", 1)[0].strip(",;.") in _CLAUSE:
            return False
        if any(self._counts_inline(one, at, sign) for one in marked.readings):
            return False
        if text[at] not in _BULLETS and not self._fits(marked, sign):
            return False
        self._take(marked)
        return True

    def _fits(self, marked: Marked, sign: str) -> bool:
        """Tell whether a marker is the next of an open list, behind the sign that lists have."""
        first = marked.readings[0]
        follows = any(map(self.counts.follows, marked.readings))
        signs = {"decimal": ";:", "colon": ";:.", "paren": ";."}.get(first.style, ";")
        return follows and bool(sign) and sign in signs

    def _counts_inline(self, one: Marker, at: int, sign: str) -> bool:
        """Remember an item that a colon opens, or that goes on with such a list."""
        if one.style in ("dash", "decimal", "colon", "footnote"):
            return False
        places = self.inline.get(one.style, [])
        if one.order == 1 and sign == ":":
            self.inline[one.style] = [at]
            return True
        if places and one.order == len(places) + 1 and sign in (";", ","):
            places.append(at)
            return True
        return False

    def _lifted(self, following: str) -> list[int]:
        """Return the items inside a sentence whose list goes on below it, or has numbers."""
        readings = cut_marker(following[:_MARKER]).readings
        found: list[int] = []
        for style, places in self.inline.items():
            goes_on = style not in self.own and any(
                one.style == style and one.order == len(places) + 1 for one in readings
            )
            if goes_on or (style == "number" and len(places) > 1):
                found += places
                if goes_on:
                    last = next(one for one in readings if one.style == style)
                    self.counts.take([replace(last, order=last.order - 1)])
        self.inline = {}
        return found

    # -- annexes ---------------------------------------------------------------------------------

    def _annex_cuts(self, text: str, start: int, end: int, following: str) -> Iterator[int]:
        """Give the places where titles, headings, items and labelled units begin in an annex."""
        stretch = text[:end]
        titled = start > 0 or bool(self.done and read_division(self.done[-1].text))
        marked = cut_marker(stretch[start : start + _MARKER])
        self._take(marked)
        number = marked.reading("number")
        if number and heading_end(stretch[start + marked.offset :]):
            self.sections.add(number.value)
        for at in annex_places(stretch, start, self.nouns, titled=titled, sections=self.sections):
            self._take(cut_marker(stretch[at : at + _MARKER]))
            yield at
        for place in _PLACE.finditer(stretch, start):
            if self._opens_item(stretch, place.end(), place["sign"] or ""):
                yield place.end()
        yield from self._lifted(following if end == len(text) else "")
        yield from self._after_list(stretch, start, marked, following)

    def _after_list(self, text: str, start: int, marked: Marked, following: str) -> Iterator[int]:
        """Give the place where text goes on after the last item of a list whose items end in ";"."""
        if start or not marked.reading("letter", "roman", "paren") or not self.done:
            return
        before = self.done[-1]
        listed = ending(before.text[-40:]) == ";" and cut_marker(before.text[:_MARKER]).readings
        if listed and not any(map(self.counts.follows, cut_marker(following[:_MARKER]).readings)):
            stop = next((end for _, end in sentences(text)), len(text))
            if stop < len(text):
                yield stop + 1


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Cut a text at the names of annexes: start, end, whether it is such a name."""
    done = 0
    for found in _DIVISION.finditer(text):
        if found.start() > done:
            yield done, found.start(), False
        yield found.start(), found.end(), True
        done = found.end() + 1
    if done < len(text):
        yield done, len(text), False
