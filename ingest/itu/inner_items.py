"""Items that a conversion ran into the unit before: "1 to mend; 2 to light"."""

from __future__ import annotations

from ingest.itu.signs import BULLETS, MARKER
from ingest.markers import Marked, cut_marker
from ingest.sequence import Counts

_CLAUSE = ("above", "below", "of", "and", "or")  # "resolves 1; 2 above"


class OpenItems(Counts):
    """The lists that are open."""

    def is_followed_by(self, text: str) -> bool:
        """Return True if a text begins with the next marker of an open list."""
        return any(map(self.follows, cut_marker(text[:MARKER]).readings))

    def continues(self, text: str) -> bool:
        """Return True if a text goes on with an open list, and can begin none."""
        begins = any(map(self.begins, cut_marker(text[:MARKER]).readings))
        return self.is_followed_by(text) and not begins

    def opens(self, text: str, at: int, sign: str) -> bool:
        """Return True for an item of an open list, False for one that stands inside its parent's sentence."""
        marked = cut_marker(text[at : at + MARKER])
        if not marked.readings or marked.text.split(" ", 1)[0].strip(",;.") in _CLAUSE:
            return False
        if text[at] not in BULLETS and not self._fits(marked, sign):
            return False
        self.take(marked.readings)
        return True

    def _fits(self, marked: Marked, sign: str) -> bool:
        """Return True if a marker is the next of an open list, behind the sign that lists have."""
        first = marked.readings[0]
        follows = any(map(self.follows, marked.readings))
        signs = {"decimal": ";:", "colon": ";:.", "paren": ";."}.get(first.style, ";")
        return follows and bool(sign) and sign in signs
