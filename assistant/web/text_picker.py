"""The list of texts in the reader: by the body that adopted them, the newest edition first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.library.library import Library
from assistant.library.standing import standing
from assistant.web.addresses import address, first_clause
from corpus.instruments import Edition
from corpus.issuers import issuer_name


@dataclass(frozen=True, slots=True)
class TextLink:
    """An edition in the list; `href` is '' where it has no clause to open."""

    name: str
    href: str
    standing: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class InstrumentLinks:
    """The editions of an instrument: the newest in the library, the earlier ones, folded, and those to come.

    Where none is adopted, the first that is not takes the place of the newest.
    """

    newest: TextLink
    title: str
    earlier: tuple[TextLink, ...]
    pending: tuple[TextLink, ...]

    @property
    def is_unfolded(self) -> bool:
        """Whether an earlier edition is open in the reader."""
        return any(one.is_open for one in self.earlier)


@dataclass(frozen=True, slots=True)
class BodyLinks:
    """The texts that one body adopted."""

    name: str
    instruments: tuple[InstrumentLinks, ...]


def instrument_name(edition: Edition) -> str:
    """Return the name of an edition without what tells it from others: "Resolution 71"."""
    return edition.name.partition(" (")[0]


def picker(open_: Edition, library: Library) -> tuple[BodyLinks, ...]:
    """Return the texts of a library by their bodies; nothing where there is only the one that is open."""
    if len(library.every) == 1:
        return ()
    by_body = groupby(library.every_instrument.items(), key=lambda row: issuer_name(row[0]))
    return tuple(
        BodyLinks(body, tuple(_instrument(editions, open_, library) for _, editions in rows))
        for body, rows in by_body
    )


def _instrument(editions: Sequence[Edition], open_: Edition, library: Library) -> InstrumentLinks:
    """Return the editions of an instrument, which come newest first and what is not adopted last."""
    newest, *others = ((_link(one, open_, library), one.is_adopted) for one in editions)
    earlier, pending = (
        tuple(link for link, is_adopted in others if is_adopted is wanted) for wanted in (True, False)
    )
    return InstrumentLinks(newest[0], editions[0].title, earlier, pending)


def _link(edition: Edition, open_: Edition, library: Library) -> TextLink:
    """Return an edition in the list."""
    opening = first_clause(edition)
    href = address(opening) if opening else ""
    return TextLink(edition.name, href, standing(edition.key, library), edition.key == open_.key)
