"""A filter makes a smaller library: the texts that are meant, in them the clauses that are meant.

Everything that answers then works as it does on any library, its lists and counts included.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.edition_names import edition_key
from assistant.filters import Filters, kind_of
from assistant.library import Library
from assistant.precedents import is_told
from corpus.errors import UnknownEdition
from corpus.instruments import Edition, Provision
from index.passages import Passage


def narrowed(library: Library, filters: Filters) -> Library:
    """Return the library with only what passes filters. Raises UnknownEdition."""
    editions = [_of(one, filters) for one in _meant(library, filters)]
    if filters.addressee and not any(one.provisions for one in editions):
        editions = [_of(one, filters, within=True) for one in _meant(library, filters)]
    return replace(library, editions=tuple(one for one in editions if one.provisions))


def holds_passage(library: Library, passage: Passage) -> bool:
    """Tell whether a passage, and all that it stands for, is in a library."""
    edition = library.find(passage.edition)
    return edition is not None and all(one in edition for one in (passage.eid, *passage.members))


def _meant(library: Library, filters: Filters) -> tuple[Edition, ...]:
    """Return the texts that are meant. Raises UnknownEdition."""
    if not filters.edition:
        return library.editions
    key = edition_key(filters.edition, library)
    found = library.find(key) if key else None
    if found is None:
        raise UnknownEdition(f"the edition '{filters.edition}' is not in the library; choose another text")
    return (found,)


def _of(edition: Edition, filters: Filters, *, within: bool = False) -> Edition:
    """Return an edition with only the clauses that pass."""
    if filters.kind is None and not filters.verb and not filters.addressee:
        return edition
    kept = tuple(one for one in edition.provisions if _passes(one, edition, filters, within=within))
    eids = {one.eid for one in kept}
    return replace(
        edition,
        provisions=kept,
        references=tuple(one for one in edition.references if one.source in eids),
    )


def _passes(provision: Provision, edition: Edition, filters: Filters, *, within: bool) -> bool:
    """Tell whether a clause stands in the part that is meant and is told whom it should be."""
    if filters.kind not in (None, kind_of(edition.part_of(provision))):
        return False
    return is_told(provision, filters, within=within)
