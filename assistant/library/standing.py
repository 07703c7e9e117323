"""What is known of an edition's validity: in force, the newest in the library, or superseded."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from assistant.library.library import Library
from corpus.keys import EditionKey, InstrumentKey


class Standing(StrEnum):
    """Whether an edition counts; its value is how pages say it."""

    IN_FORCE = "in force"  # the catalogue says so
    NEWEST = "newest in the library"  # no newer edition is known, but nobody has checked
    SUPERSEDED = "superseded"


def standing(key: EditionKey, library: Library) -> Standing:
    """Return what is known of an edition's validity."""
    if newest_known(key.instrument, library) not in (None, key):
        return Standing.SUPERSEDED
    known = library.catalogue.in_force(key.instrument)
    return Standing.IN_FORCE if known and known.edition == key else Standing.NEWEST


def newest_known(instrument: InstrumentKey, library: Library) -> EditionKey | None:
    """Return the newest edition of an instrument that is in the library, in the catalogue or cited."""
    return max(_known(instrument, library.whole or library), default=None)


def _known(instrument: InstrumentKey, library: Library) -> Iterator[EditionKey]:
    """Walk the editions of an instrument: `named` has the catalogue's and the cited ones."""
    yield from (one.key for one in library.instruments.get(instrument, ()))
    yield from (one for one in library.named if isinstance(one, EditionKey) and one.instrument == instrument)


def edition_name(key: EditionKey, library: Library) -> str:
    """Return the name of an edition: its own, the catalogue's, or the words that cite it; else its key."""
    whole = library.whole or library
    known = whole.find(key) or whole.catalogue.edition(key)
    return known.name if known else next(_citing_words(key, whole), str(key))


def _citing_words(key: EditionKey, library: Library) -> Iterator[str]:
    """Walk the words by which clauses cite an edition."""
    for id_ in library.named.get(key, ()):
        citing = library.edition(id_.edition).references_from(id_.eid)
        yield from (one.text for one in citing if one.target == key)
