"""What a reference may point to, and who is naming it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue import LATEST, Catalogue
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

Target = InstrumentKey | EditionKey | ProvisionId
Found = tuple[int, int, Target]  # where the naming words begin and end, and what they name


@dataclass(frozen=True, slots=True)
class Naming:
    """Who names: the edition whose text it is, where known, and what the catalogue knows.

    `own` are the eIds that the naming text has itself: "No. 8 above" is one of them.
    """

    edition: EditionKey | None
    catalogue: Catalogue
    own: frozenset[str] = frozenset()


def in_force(key: InstrumentKey, naming: Naming) -> EditionKey | InstrumentKey:
    """Return the newest edition that the catalogue knows, else the instrument.

    A text cannot cite an edition that was adopted after it.
    """
    known = naming.catalogue.in_force(key, naming.edition.year if naming.edition else LATEST)
    return known.edition if known else key
