"""Which unit carries a footnote's mark: "developing countries¹", or "countries1" off a flat page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from operator import attrgetter
from string import ascii_lowercase

from ingest.markers import GLUED_MARK, NOTE_MARK, plain_number
from ingest.tree import Node

# a mark that stands apart from its word in a page's text layer: "the system; 1", "Office, 2 including"
_APART = re.compile(r"(?:(?<=[A-Za-z)”’\"][,;.:]) ?|(?<=[0-9]{4}[,;.:]))(?P<n>[0-9]{1,3})(?=\s|$)")
_STARS = re.compile(r"(?<=[\w.,;:)”’])(?P<n>\*{1,3})(?!\w)")


class Carriers:
    """The units of a tree by the footnotes that they mark, for the tree and for each annex."""

    def __init__(self, root: Node) -> None:
        """Read the marks of every unit, in the order of the source."""
        self._raised: defaultdict[tuple[int, str], list[Node]] = defaultdict(list)
        self._glued: defaultdict[tuple[int, str], list[Node]] = defaultdict(list)
        self._apart: defaultdict[tuple[int, str], list[Node]] = defaultdict(list)
        units = [node for node in root.walk() if node.role != "ftn" and not node.inline]
        for node in sorted(units, key=attrgetter("serial")):
            homes = {id(root), id(node.ancestor("division") or root)}
            for number in {plain_number(mark) for mark in NOTE_MARK.findall(node.text)}:
                for home in homes:
                    self._raised[home, number].append(node)
            for number in {match["n"] for match in GLUED_MARK.finditer(node.text)}:
                for home in homes:
                    self._glued[home, number].append(node)
            for number in {one["n"] for one in (*_APART.finditer(node.text), *_STARS.finditer(node.text))}:
                for home in homes:
                    self._apart[home, number].append(node)

    def of(self, note: Node, within: Node) -> Node | None:
        """Find the unit whose words carry the note's mark: the nearest before, else after it."""
        key = id(within), note.noun or note.value
        found = self._raised.get(key) or self._glued.get(key) or self._apart.get(key) or []
        if not found and note.value[-1:].isalpha():  # "¹ bis", whose mark in the text reads as ¹
            found = self._raised.get((id(within), note.value.rstrip(ascii_lowercase))) or []
        before = bisect_left(found, note.serial, key=attrgetter("serial"))
        return found[max(before - 1, 0)] if found else None


def mark_places(text: str, number: str) -> list[tuple[int, int]]:
    """Return where a text carries the mark of a footnote: raised, then glued to a word, then apart."""
    raised = [one.span() for one in NOTE_MARK.finditer(text) if plain_number(one.group()) == number]
    others = [one for pattern in (GLUED_MARK, _APART, _STARS) for one in pattern.finditer(text)]
    return [*raised, *(one.span("n") for one in others if one["n"] == number)]
