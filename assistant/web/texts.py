"""The reader: which texts can be read, a box to search in the one that is open, the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.comparison.counterparts import Whereabouts
from assistant.library.library import Library
from assistant.web.addresses import address, first_clause
from assistant.web.backlinks import Backlinks
from assistant.web.markup import Html, element
from assistant.web.reading import reading
from assistant.web.whereabouts import fate
from corpus.instruments import Edition
from corpus.keys import EditionKey

_KEPT = 16  # rendered texts that are kept: the longest have half a megabyte


class Texts:
    """The texts of a library as they are read, and where their clauses are."""

    def __init__(self, library: Library, backlinks: Backlinks) -> None:
        """Take a library and what names its clauses."""
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

        Of a clause that is no more it says what became of it.
        """
        gone = fate(clause, self.whereabouts) if clause else Html("")
        path = element(
            "div",
            gone,
            class_="path",
            id="path",
            role="region",
            aria_label="The open clause",
            hidden=not gone,
        )
        empty = element("p", "No text is held. Add one with: resolutions add FILE", class_="nothing")
        return element(
            "section",
            element("div", self._bar(edition) if edition else "", path, class_="reader-top"),
            self.text(edition) if edition else empty,
            id="read",
            aria_label="Read",
            tabindex="-1",
        )

    def _bar(self, edition: Edition) -> Html:
        """Render the bar above a text: which one it is, and the box to search in it."""
        return element("div", self._texts(edition), _finding(), class_="reader-bar")

    def _texts(self, open_: Edition) -> Html:
        """List the texts that can be read, under the name of the one that is open."""
        name = element("span", open_.name, id="text-name")
        if len(self.library.editions) == 1:
            return element("p", name, class_="texts")
        rows = [element("li", *self._editions(held, open_)) for held in self.library.instruments.values()]
        return element(
            "details",
            element("summary", element("span", "The text: ", class_="voice"), name),
            element("nav", element("ul", *rows), aria_label="Texts to read"),
            class_="texts",
        )

    def _editions(self, held: Sequence[Edition], open_: Edition) -> Iterable[str]:
        """Render the editions of an instrument, each a link to its beginning."""
        for at, one in enumerate(held):
            status = "in force" if self.library.is_in_force(one.key) else "superseded"
            yield "; " if at else ""
            yield _link(one, is_open=one is open_)
            yield f", {status}"
        yield " "
        yield element("i", held[0].title)


def _link(edition: Edition, *, is_open: bool) -> str:
    """Render the name of an edition as the link to its beginning."""
    opening = first_clause(edition)
    current = "true" if is_open else None
    return (
        element("a", edition.name, href=address(opening), aria_current=current) if opening else edition.name
    )


def _finding() -> Html:
    """Render the box to search in the open text; search.js shows it, as without script it does nothing."""
    return element(
        "div",
        element("label", "Search", for_="find-words"),
        element(
            "input",
            type="search",
            id="find-words",
            placeholder="In this text, or resolves 2",
            autocomplete="off",
            spellcheck="false",
            aria_keyshortcuts="/",
        ),
        element("span", id="found"),
        element("button", "↑", type="button", id="find-before", aria_label="The match before", disabled=True),
        element("button", "↓", type="button", id="find-next", aria_label="The next match", disabled=True),
        element("p", id="offers", hidden=True),
        class_="find",
        id="find",
        role="search",
        aria_label="In this text",
        hidden=True,
    )
