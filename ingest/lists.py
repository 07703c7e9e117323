"""The parent of each list item: the open lists, and which of them a marker continues.

In a paragraph with broken lines "5 of the Convention" looks like an item. It is one only if a list has
reached 4: `Counts`.

Items may stand inside a sentence: "comprises: a) …; b) …; and g) …. The three Bureaux …". The
paragraph keeps all of its words; the items repeat theirs without the separators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.instruments import Kind
from corpus.sentences import sentences
from ingest.lines import ending
from ingest.markers import INLINE_MARK, INSERTED, Marked, Marker, cut_marker
from ingest.tree import Node

_FAMILIES = ("-–—−", "•●", "▪")
_DEEPEST = 12  # lists in lists: no text goes so far
_BLANKS = 8  # between a colon and the item that it opens at most
_CONJUNCTION = re.compile(r"\s(?:and/or|and|or)$")


@dataclass(slots=True)
class Level:
    """One open list: the style of its markers, its last item, and that item's place."""

    style: str
    node: Node
    order: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new item goes: below `parent`, read as `marker`; `expected` names a gap."""

    parent: Node
    marker: Marker
    expected: str = ""


class OpenLists:
    """The stack of open lists below one base: a head, a section, an annex."""

    def __init__(self, base: Node) -> None:
        self.base = base
        self.levels: list[Level] = []
        self.restarts = False  # whether numbers may begin anew, as in an annex's tables
        self.running = 0  # the last paragraph number, which may run through headings

    def reset(self, base: Node, *, restart: bool = False) -> None:
        """Close every list and start below another base, with numbers from 1 if they restart."""
        self.base = base
        self.levels.clear()
        if restart:
            self.running = 0

    @property
    def last(self) -> Node:
        """The unit that was placed last, or the base."""
        return self.levels[-1].node if self.levels else self.base

    def introduces(self) -> bool:
        """Return True if the last unit's words announce a list."""
        return ending(self.last.text) == ":"

    def place(self, marked: Marked, following: Sequence[Marked]) -> Place:
        """Find where an item goes and close the lists that it ends."""
        if marked.reading("label", "code"):  # its number says where it belongs
            self.levels.clear()
            return Place(self.base, marked.readings[0])
        readings = _settle(marked.readings, self.levels, following, introduced=self.introduces())
        first = next((reading for reading in readings if reading.order in (0, 1)), None)
        below = self.introduces() and 0 < len(self.levels) < _DEEPEST
        if first and below and first.style not in ("decimal", "colon"):  # these say their own place
            return Place(self.last, first)
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for reading in readings:
                if _continues(level, reading):
                    return self._sibling(depth, reading)
        return self._elsewhere(readings, first)

    def open(self, place: Place, node: Node) -> None:
        """Remember a placed unit as the last of its list."""
        if (
            self.levels
            and self.levels[-1].node.parent is place.parent
            and self.levels[-1].style == place.marker.style
        ):
            self.levels.pop()
        self.levels.append(Level(place.marker.style, node, place.marker.order))
        if place.marker.style == "number":
            self.running = place.marker.order

    def unnumbered(self, node: Node) -> None:
        """Remember an unnumbered paragraph below the base: lists that follow hang on it."""
        self.levels = [Level("none", node, 0)]

    def _sibling(self, depth: int, reading: Marker, expected: str = "") -> Place:
        parent = self.levels[depth].node.parent or self.base
        del self.levels[depth + 1 :]
        return Place(parent, reading, expected)

    def _elsewhere(self, readings: Sequence[Marker], first: Marker | None) -> Place:
        reading = first or readings[0]
        if reading.style in ("decimal", "colon"):
            return self._decimal(reading)
        if first is None or reading.style == "number":
            for depth in range(len(self.levels) - 1, -1, -1):
                for other in readings:
                    if self.levels[depth].style == other.style:
                        anew = first is not None and self.restarts
                        return self._sibling(depth, other, "" if anew else str(self.levels[depth].order + 1))
            if reading.style == "number":
                self.levels.clear()
                follows = first or reading.order == self.running + 1
                return Place(self.base, reading, "" if follows else str(self.running + 1))
        if reading.style == "dash" and len(self.levels) < _DEEPEST:
            return Place(self.last, reading)
        open_styles = [level.style for level in self.levels]
        if reading.style in open_styles:
            depth = len(open_styles) - 1 - open_styles[::-1].index(reading.style)
            return self._sibling(depth, reading, str(self.levels[depth].order + 1))
        if len(self.levels) >= _DEEPEST:
            return self._sibling(_DEEPEST - 1, reading, "1")
        return Place(self.last, reading, "" if first else "1")

    def _decimal(self, reading: Marker) -> Place:
        prefix = reading.value.rsplit("-", 1)[0]
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            if level.style in ("number", "decimal") and level.node.value == prefix:
                del self.levels[depth + 1 :]
                return Place(level.node, reading, "" if reading.order == 1 else f"{prefix}.1")
        self.levels.clear()
        return Place(self.base, reading)


def _continues(level: Level, reading: Marker) -> bool:
    if level.style != reading.style:
        return False
    if reading.style == "dash":
        return _signs(level.node.marker[-1:]) == _signs(reading.raw)  # past a marginal number: "329 –"
    if reading.style in ("decimal", "colon"):
        same = level.node.value.rsplit("-", 1)[0] == reading.value.rsplit("-", 1)[0]
        return same and reading.order == level.order + _is_plain(reading)  # "4.3bis" follows "4.3"
    if not reading.value.isalnum() or not _is_plain(reading):
        return reading.order == level.order  # "b bis" follows "b"
    return reading.order == level.order + 1


def _signs(mark: str) -> str:
    """Return the family of a dash or a bullet: one within the other makes a list of its own."""
    return next((family for family in _FAMILIES if mark in family), mark)


def _is_plain(reading: Marker) -> bool:
    return not reading.value.endswith(INSERTED)


def _settle(
    readings: Sequence[Marker], levels: Sequence[Level], following: Sequence[Marked], *, introduced: bool
) -> Sequence[Marker]:
    """Decide, where a marker reads both ways, between the letter i and the number i.

    A list of letters that has reached h goes on, unless h introduces a list. Else what follows
    decides: "ii)" makes it roman, "j)" a letter.
    """
    if len(readings) < 2:
        return readings
    letter, roman = readings
    goes_on = any(_continues(level, letter) for level in levels)
    if goes_on and not introduced:
        return (letter,)
    for marked in following:
        for reading in marked.readings:
            if reading.style == "roman" and reading.order == roman.order + 1:
                return (roman,)
            if reading.style == "letter" and reading.order == letter.order + 1:
                return (letter,)
    counts = roman.order == 1 or any(_continues(level, roman) for level in levels)
    return (roman,) if counts and not goes_on else (letter,)


class Counts:
    """The last number of each style, since the head or the annex."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], int] = {}

    def reset(self) -> None:
        """Close every list."""
        self._last.clear()

    def take(self, readings: Sequence[Marker]) -> None:
        """Remember an item, by the readings that its lists allow: "i)" after "e)" is a number."""
        fitting = [reading for reading in readings if self.follows(reading) or self.begins(reading)]
        for reading in fitting or readings:
            self._last[_list_of(reading)] = reading.order

    def follows(self, reading: Marker) -> bool:
        """Return True if the marker is the next of a list, or the first below its last item."""
        last = self._last.get(_list_of(reading))
        if last is not None and reading.order in (last + 1, last):  # "2 bis" follows 2
            return reading.order == last + 1 or not reading.value[-1:].isdigit()
        prefix = _list_of(reading)[1]
        return reading.order == 1 and prefix.isdigit() and self._last.get(("number", "")) == int(prefix)

    def begins(self, reading: Marker) -> bool:
        """Return True if the marker begins a list."""
        return reading.order in (0, 1)


def _list_of(reading: Marker) -> tuple[str, str]:
    prefixed = reading.style in ("decimal", "colon", "label", "code")
    return reading.style, reading.value.rpartition("-")[0] if prefixed else ""


def split_inline(node: Node) -> None:
    """Hang the items of a sentence below the paragraph that holds them."""
    items = _sequence(node.text)
    if len(items) < 2:
        return
    for at, (_, begin, marker) in enumerate(items):
        last = at + 1 == len(items)
        end = _last_end(node.text, begin) if last else items[at + 1][0]
        text = _bare(node.text[begin:end])
        item = Node("point", value=marker.value, kind=Kind.LIST_ITEM, text=text, marker=marker.raw)
        item.lines, item.inline = node.lines, True
        node.add(item)
    rest = node.text[_last_end(node.text, items[-1][1]) :].strip()
    if rest:
        node.add(Node("wrapup", kind=Kind.LIST_ITEM, text=rest, lines=node.lines, inline=True))


def _sequence(text: str) -> list[tuple[int, int, Marker]]:
    best: list[tuple[int, int, Marker]] = []
    for style in ("letter", "roman", "paren"):
        run: list[tuple[int, int, Marker]] = []
        for match in INLINE_MARK.finditer(text):
            reading = cut_marker(text[match.start() : match.end() + 1]).reading(style)
            if reading is None or reading.order != len(run) + 1:
                continue
            opens = text[max(match.start() - _BLANKS, 0) : match.start()].rstrip().endswith(":")
            if run or opens:
                run.append((match.start(), match.end(), reading))
        ends = [start for start, *_ in run[1:]] + [len(text)]
        # "under a) and b) above" has items without words
        worded = all(_bare(text[found[1] : end]).strip() for found, end in zip(run, ends, strict=False))
        if len(run) > len(best) and worded:
            best = run
    return best


def _bare(item: str) -> str:
    """Leave out what parts an item from the next: "; and"."""
    item = item.rstrip()
    conjunction = _CONJUNCTION.search(item[-8:])
    if conjunction:
        item = item[: len(item) - len(conjunction.group())].rstrip()
    return item[:-1] if item.endswith((";", ",", ".")) else item


def _last_end(text: str, begin: int) -> int:
    spans = sentences(text[begin:])
    return begin + spans[0][1] if spans else len(text)
