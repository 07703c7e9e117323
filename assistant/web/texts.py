"""The reader: which texts can be read, a box to search in the one that is open, the text itself."""

from __future__ import annotations

from functools import lru_cache

from assistant.comparison.counterparts import Whereabouts
from assistant.library.library import Library
from assistant.library.standing import standing
from assistant.web.addresses import clause_asked, first_clause
from assistant.web.editions import picker
from assistant.web.reading import Backlinks, reading
from assistant.web.templating import Html, render
from assistant.web.whereabouts import banner, fate, superseded
from corpus.instruments import Edition
from corpus.keys import EditionKey

_KEPT = 16  # rendered texts that are kept: the longest have half a megabyte


class Texts:
    """The texts of a library as they are read, and where their clauses are."""

    def __init__(self, library: Library) -> None:
        """Read the texts of a library, and what cites their clauses."""
        self.library = library
        self.whereabouts = Whereabouts(library)
        backlinks = Backlinks.of(library)

        @lru_cache(maxsize=_KEPT)
        def rendered(key: EditionKey) -> Html:
            return reading(library.edition(key), library, backlinks)

        self._rendered = rendered

    def text(self, edition: Edition) -> Html:
        """Return an edition as HTML, rendered when it is first read."""
        return self._rendered(edition.key)

    def frame(self, edition: Edition | None, clause: str = "") -> Html:
        """Render the reader with one edition in it; `clause` is the address that was asked for.

        If the clause does not exist, the reader says what became of it. The edition's banner leads to the
        clause in the newer one.
        """
        asked, shown = clause_asked(clause, self.library), None
        if asked and edition and asked[0] != first_clause(edition):
            shown = banner(asked[0], self.whereabouts)
        elif edition:
            shown = superseded(edition.key, self.library)
        return render(
            "reader.html",
            edition=edition,
            picker=picker(self.library) if edition else (),
            standing=lambda one: standing(one.key, self.library),
            text=self.text(edition) if edition else "",
            superseded=shown,
            gone=fate(clause, self.whereabouts) if clause else "",
        )
