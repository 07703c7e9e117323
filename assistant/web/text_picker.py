"""The list of texts in the reader: by the body that adopted them, the newest edition first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.library.library import Library
from corpus.instruments import Edition
from corpus.issuers import issuer_name


def instrument_name(edition: Edition) -> str:
    """Return the name of an edition without what tells it from others: "Resolution 71"."""
    return edition.name.partition(" (")[0]


def picker(library: Library) -> tuple[tuple[str, tuple[Sequence[Edition], ...]], ...]:
    """Return each body with the editions of its instruments; nothing where the library has only one text.

    The editions of an instrument come newest first, those that are not adopted last.
    """
    if len(library.every) == 1:
        return ()
    by_body = groupby(library.every_instrument.items(), key=lambda row: issuer_name(row[0]))
    return tuple((body, tuple(editions for _, editions in rows)) for body, rows in by_body)
