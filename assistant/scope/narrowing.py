"""Limit the library to what the filters match: first the texts, then the clauses in them.

All strategies then work as on any library, so lists and counts cover only matching clauses. Which edition
is in force still comes from the whole library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.library.library import Library
from assistant.scope.filters import Filters, kind_of, matches_head
from assistant.scope.scope import Scope, ScopeReason
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.names.asked import edition_key, instrument_key
from corpus.errors import UnknownEdition
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey
from index.passages import Passage


def narrowed(library: Library, filters: Filters) -> Library:
    """Return the library with only what passes filters. Raises UnknownEdition."""
    meant = filtered_scope(library, filters).editions
    editions = [_of(edition, filters) for edition in meant]
    if filters.addressee and not any(edition.provisions for edition in editions):
        editions = [_of(edition, filters, partial=True) for edition in meant]
    return replace(library, editions=_without_empty(editions), whole=library.whole or library)


def _without_empty(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Leave out the texts without a clause.

    Of a text that has one in any edition all editions stay, so that an earlier one is not taken for the
    newest because that has no such clause.
    """
    filled = {edition.key.instrument for edition in editions if edition.provisions}
    return tuple(edition for edition in editions if edition.key.instrument in filled)


def _wanted(library: Library, filters: Filters) -> frozenset[EditionKey]:
    """Return the editions that filters want. Raises UnknownEdition for a text that is not held."""
    keys = [edition.key for edition in library.editions if filters.has_year(edition.key.year)]
    if filters.edition:
        key = edition_key(filters.edition, library)
        if key is None or library.find(key) is None:
            raise _unknown("edition", filters.edition)
        keys = [candidate for candidate in keys if candidate == key]
    if filters.instrument:
        instrument = instrument_key(filters.instrument, library)
        if instrument is None or not library.holds(instrument):
            raise _unknown("instrument", filters.instrument)
        keys = [candidate for candidate in keys if candidate.instrument == instrument]
    return frozenset(keys)


def filtered_scope(library: Library, filters: Filters, unnamed: Sequence[Edition] | None = None) -> Scope:
    """Return the scope that filters leave, of whole editions. Raises UnknownEdition.

    `unnamed` are the editions searched where the filters name none; all, where they are not given.
    """
    keys = _wanted(library, filters)
    among = library.editions if unnamed is None or filters.edition else unnamed
    return Scope(
        Lexicon(library, tuple(edition for edition in among if edition.key in keys)), ScopeReason.FILTERED
    )


def _unknown(what: str, named: str) -> UnknownEdition:
    return UnknownEdition(f"the {what} '{named}' is not in the library; see: resolutions list")


def holds_passage(library: Library, passage: Passage) -> bool:
    """Return True if a passage is in a library."""
    edition = library.find(passage.edition)
    return edition is not None and passage.eid in edition


def _of(edition: Edition, filters: Filters, *, partial: bool = False) -> Edition:
    if filters.kind is None and not filters.verb and not filters.addressee:
        return edition
    left = tuple(
        clause for clause in edition.provisions if _passes(clause, edition, filters, partial=partial)
    )
    eids = {clause.eid for clause in left}
    return replace(
        edition,
        provisions=left,
        references=tuple(reference for reference in edition.references if reference.source in eids),
    )


def _passes(provision: Provision, edition: Edition, filters: Filters, *, partial: bool) -> bool:
    if filters.kind not in (None, kind_of(edition.part_of(provision))):
        return False
    return matches_head(provision, filters, partial=partial)
