"""The lists of texts on the pages: those of the reader, and those from which a form chooses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.library.library import Library
from corpus.instruments import Edition
from corpus.issuers import issuer_name
from corpus.keys import EditionKey

_LONGEST = 80  # characters of a choice with a title

Choice = tuple[str, str]
"""The key of a text, and what it is called."""


def instrument_name(edition: Edition) -> str:
    """Return the name of an edition without what tells it from others: "Resolution 71"."""
    return edition.name.partition(" (")[0]


def edition_choices(
    library: Library, *, pending: bool = False, titled: bool = False
) -> list[tuple[str, list[Choice]]]:
    """Return the texts to choose from, the editions of one instrument in a group: its name, the choices.

    A text that is alone stands below no name, `titled` with its title. With `pending` those that are not
    adopted are offered as well.
    """

    def called(one: Edition, *, is_alone: bool) -> str:
        if titled and is_alone and one.title:
            return f"{one.name}: {one.title}"[:_LONGEST]
        is_superseded = one.is_adopted and not library.is_in_force(one.key)
        return f"{one.name}, superseded" if is_superseded else one.name

    return [
        (
            instrument_name(held[0]) if len(held) > 1 else "",
            [(str(one.key), called(one, is_alone=len(held) == 1)) for one in held],
        )
        for held in (library.every_instrument if pending else library.instruments).values()
    ]


def newer_held(key: EditionKey, library: Library) -> EditionKey | None:
    """Return the newest edition in the library that is newer than another."""
    newer = [one.key for one in library.instruments.get(key.instrument, ()) if one.key > key]
    return max(newer, default=None)


def picker(library: Library) -> tuple[tuple[str, tuple[Sequence[Edition], ...]], ...]:
    """Return each body with the editions of its instruments; nothing where the library has only one text.

    The editions of an instrument come newest first, those that are not adopted last.
    """
    if len(library.every) == 1:
        return ()
    by_body = groupby(library.every_instrument.items(), key=lambda row: issuer_name(row[0]))
    return tuple((body, tuple(editions for _, editions in rows)) for body, rows in by_body)
