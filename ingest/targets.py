"""What a reference may point to, and who is naming it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.bodies import Bodies, bodies_in_use
from corpus.bodies.inferred import series_by_form, series_like
from corpus.bodies.registry import Series
from corpus.catalogue import LATEST, Catalogue
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

Target = InstrumentKey | EditionKey | ProvisionId
Found = tuple[int, int, Target]  # where the naming words begin and end, and what they name


@dataclass(frozen=True, slots=True)
class CitingText:
    """Who names: the edition whose text it is, where known, and what the catalogue knows.

    `own` are the eIds that the naming text has itself: "No. 8 above" is one of them. `name` is what it is
    called.
    """

    edition: EditionKey | None
    catalogue: Catalogue
    own: frozenset[str] = frozenset()
    name: str = ""

    @property
    def issuer(self) -> str:
        """Whose text it is, '' where that is not known."""
        return self.edition.instrument.issuer if self.edition else ""

    @property
    def series(self) -> Sequence[Series]:
        """How its body numbers texts, where only the text itself shows it."""
        return _series(bodies_in_use(), self.edition.instrument, self.name) if self.edition else ()


@lru_cache(maxsize=64)
def _series(known: Bodies, key: InstrumentKey, name: str) -> Sequence[Series]:
    if known.called(key):
        return ()
    return series_by_form(name, key) if key.issuer in known.organs else series_like(name, key)


def in_force(key: InstrumentKey, naming: CitingText) -> EditionKey | InstrumentKey:
    """Return the newest edition that the catalogue knows, else the instrument.

    A text cannot cite an edition that was adopted after it.
    """
    known = naming.catalogue.in_force(key, naming.edition.year if naming.edition else LATEST)
    return known.edition if known else key
