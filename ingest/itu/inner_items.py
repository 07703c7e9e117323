"""Items that a conversion ran into the unit before: "1 to mend; 2 to light"."""

from __future__ import annotations

from dataclasses import replace

from ingest.itu.signs import BULLETS, MARKER
from ingest.markers import Marked, Marker, cut_marker
from ingest.sequence import Counts

_CLAUSE = ("above", "below", "of", "and", "or")  # "resolves 1; 2 above"
_STANDING = ("dash", "decimal", "colon", "label", "code", "footnote")  # never inside a sentence


class OpenItems:
    """The lists that are open, and the list that may stand inside the open item's sentence."""

    def __init__(self) -> None:
        """Begin with no list open."""
        self.counts = Counts()
        self.own: frozenset[str] = frozenset()  # the styles of the open item's marker
        self.inline: dict[str, list[int]] = {}  # the places of the items inside its sentence

    def reset(self) -> None:
        """Close every list, before a head or an annex."""
        self.counts.reset()
        self.own = frozenset()
        self.inline = {}

    def take(self, marked: Marked) -> None:
        """Begin an item, or a paragraph without a marker."""
        self.counts.take(marked.readings)
        self.own = frozenset(one.style for one in marked.readings)
        self.inline = {}

    def follows(self, text: str) -> bool:
        """Return True if a text begins with the next marker of an open list."""
        return any(map(self.counts.follows, cut_marker(text[:MARKER]).readings))

    def continues(self, text: str) -> bool:
        """Return True if a text goes on with an open list, and can begin none."""
        begins = any(map(self.counts.begins, cut_marker(text[:MARKER]).readings))
        return self.follows(text) and not begins

    def opens(self, text: str, at: int, sign: str) -> bool:
        """Return True for an item of an open list, False for one that stands inside its parent's sentence."""
        marked = cut_marker(text[at : at + MARKER])
        if not marked.readings or marked.text.split(" ", 1)[0].strip(",;.") in _CLAUSE:
            return False
        if any(self._counts_inline(one, at, sign) for one in marked.readings):
            return False
        if text[at] not in BULLETS and not self._fits(marked, sign):
            return False
        self.take(marked)
        return True

    def _fits(self, marked: Marked, sign: str) -> bool:
        """Return True if a marker is the next of an open list, behind the sign that lists have."""
        first = marked.readings[0]
        follows = any(map(self.counts.follows, marked.readings))
        signs = {"decimal": ";:", "colon": ";:.", "paren": ";."}.get(first.style, ";")
        return follows and bool(sign) and sign in signs

    def _counts_inline(self, one: Marker, at: int, sign: str) -> bool:
        """Remember an item that a colon opens, or that goes on with such a list."""
        if one.style in _STANDING:
            return False
        places = self.inline.get(one.style, [])
        if one.order == 1 and sign == ":":
            self.inline[one.style] = [at]
            return True
        if places and one.order == len(places) + 1 and sign in (";", ","):
            places.append(at)
            return True
        return False

    def lifted(self, following: str) -> list[int]:
        """Return the items inside a sentence whose list goes on below it, or has numbers."""
        readings = cut_marker(following[:MARKER]).readings
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
