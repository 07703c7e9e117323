"""Which unit carries a footnote's mark: "developing countries¹", or "countries1" off a flat page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import product
from operator import attrgetter
from string import ascii_lowercase

from ingest.markers import GLUED_MARK, NOTE_MARK, plain_number
from ingest.tree import Node

# a mark that stands apart from its word in a page's text layer: "the system; 1", "Office, 2 including"
_APART = re.compile(r"(?:(?<=[A-Za-z)”’\"][,;.:]) ?|(?<=[0-9]{4}[,;.:]))(?P<n>[0-9]{1,3})(?=\s|$)")
_WAYS = 3  # of carrying a mark: raised, glued to a word, apart from it
_STARS = re.compile(r"(?<=[\w.,;:)”’])(?P<n>\*{1,3})(?!\w)")


class Carriers:
    """The units of a tree by the footnotes that they mark, for the tree and for each annex."""

    def __init__(self, root: Node) -> None:
        """Read the marks of every unit, in the order of the source."""
        self._carrying: defaultdict[tuple[int, int, str], list[Node]] = defaultdict(list)
        units = [node for node in root.walk() if node.role != "ftn" and not node.inline]
        for node in sorted(units, key=attrgetter("serial")):
            homes = {id(root), id(node.ancestor("division") or root)}
            for way, marks in enumerate(_marks(node.text)):
                for home, number in product(homes, {number for number, _ in marks}):
                    self._carrying[way, home, number].append(node)

    def of(self, note: Node, within: Node) -> Node | None:
        """Find the unit whose words carry the note's mark: the nearest before, else after it."""
        called = note.noun or note.value
        marked = [(way, called) for way in range(_WAYS)]
        marked.append((0, note.value.rstrip(ascii_lowercase)))  # "¹ bis", whose mark in the text reads as ¹
        found = next(filter(None, (self._carrying.get((way, id(within), one)) for way, one in marked)), [])
        before = bisect_left(found, note.serial, key=attrgetter("serial"))
        return found[max(before - 1, 0)] if found else None


def mark_places(text: str, number: str) -> list[tuple[int, int]]:
    """Return where a text carries the mark of a footnote: raised, then glued to a word, then apart."""
    return [span for marks in _marks(text) for called, span in marks if called == number]


def _marks(text: str) -> tuple[list[tuple[str, tuple[int, int]]], ...]:
    """Return the marks of footnotes in a text with their places: raised, glued to a word, apart."""
    apart = (*_APART.finditer(text), *_STARS.finditer(text))
    return (
        [(plain_number(one.group()), one.span()) for one in NOTE_MARK.finditer(text)],
        [(one["n"], one.span("n")) for one in GLUED_MARK.finditer(text)],
        [(one["n"], one.span("n")) for one in apart],
    )
