"""The reader: which texts can be read, a box to search in the one that is open, the text itself."""

from __future__ import annotations

from functools import lru_cache

from assistant.comparison.counterparts import Whereabouts
from assistant.library.library import Library
from assistant.library.standing import standing
from assistant.web.addresses import clause_asked, first_clause, text_address
from assistant.web.backlinks import Backlinks
from assistant.web.markup import Html
from assistant.web.reading import reading
from assistant.web.templating import render
from assistant.web.text_picker import picker
from assistant.web.whereabouts import Superseded, banner, fate, superseded
from corpus.instruments import Edition
from corpus.keys import EditionKey

_KEPT = 16  # rendered texts that are kept: the longest have half a megabyte


class Texts:
    """The texts of a library as they are read, and where their clauses are."""

    def __init__(self, library: Library, backlinks: Backlinks) -> None:
        """Take a library and what cites its clauses."""
        self.library, self.backlinks = library, backlinks
        self.whereabouts = Whereabouts(library)
        self._rendered = lru_cache(maxsize=_KEPT)(self._render)

    @classmethod
    def of(cls, library: Library) -> Texts:
        """Read the texts of a library."""
        return cls(library, Backlinks.of(library))

    def text(self, edition: Edition) -> Html:
        """Return an edition as HTML, rendered when it is first read."""
        return self._rendered(edition.key)

    def _render(self, key: EditionKey) -> Html:
        """Render an edition."""
        return reading(self.library.edition(key), self.library, self.backlinks)

    def frame(self, edition: Edition | None, clause: str = "") -> Html:
        """Render the reader with one edition in it; `clause` is the address that was asked for.

        If the clause does not exist, the reader says what became of it.
        """
        return render(
            "reader.html",
            edition=edition,
            picker=picker(self.library) if edition else (),
            text_address=text_address,
            standing=lambda one: standing(one.key, self.library),
            text=self.text(edition) if edition else "",
            superseded=self._superseded(edition, clause) if edition else None,
            gone=fate(clause, self.whereabouts) if clause else "",
        )

    def _superseded(self, edition: Edition, clause: str) -> Superseded | None:
        """Return the banner of the open edition, with the same clause in the newer one where one is open."""
        asked = clause_asked(clause, self.library)
        if asked is None or asked[0] == first_clause(edition):
            return superseded(edition.key, self.library)
        return banner(asked[0], self.whereabouts)
