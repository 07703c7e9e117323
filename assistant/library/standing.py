"""What is known of an edition's validity: in force, the newest in the library, superseded, or not adopted.

That a text cites a newer edition does not count: citations are often imprecise about body and year.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from assistant.library.library import Library
from corpus.instruments import Edition, EditionStatus
from corpus.keys import EditionKey


class EditionValidity(StrEnum):
    """Whether an edition counts; its value is how pages say it."""

    IN_FORCE = "in force"  # the catalogue says so
    NEWEST = "newest in the library"  # no newer edition is known, but nobody has checked
    SUPERSEDED = "superseded"
    DRAFT = "draft, not adopted"
    TO_COME = "not yet adopted"


_PENDING = {EditionStatus.DRAFT: EditionValidity.DRAFT, EditionStatus.TO_COME: EditionValidity.TO_COME}


def validity_of(key: EditionKey, library: Library) -> EditionValidity:
    """Return what is known of an edition's validity."""
    if (library.whole or library).is_pending(key):
        return _PENDING[(library.whole or library).edition(key).status]
    if library.successor(key):
        return EditionValidity.SUPERSEDED
    instrument = library.catalogue.in_force(key.instrument)
    return EditionValidity.IN_FORCE if instrument and instrument.edition == key else EditionValidity.NEWEST


def counted_texts(editions: Sequence[Edition], library: Library) -> str:
    """Count texts, earlier editions apart: "31 texts and 3 earlier editions"."""
    earlier = sum(not library.is_newest(edition.key) for edition in editions)
    counts = ((len(editions) - earlier, "text"), (earlier, "earlier edition"))
    return (
        " and ".join(f"{count:,} {what}{'s' * (count > 1)}" for count, what in counts if count) or "0 texts"
    )


def edition_name(key: EditionKey, library: Library) -> str:
    """Return the name of an edition: its own, the catalogue's, or the words that cite it; else its key."""
    whole = library.whole or library
    known = whole.find(key) or whole.catalogue.edition(key)
    if known:
        return known.name
    citing = (
        reference
        for id_ in whole.named.get(key, ())
        for reference in whole.edition(id_.edition).references_from(id_.eid)
    )
    return next((reference.text for reference in citing if reference.target == key), str(key))
