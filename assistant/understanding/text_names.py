"""Names of numbered texts in what people type, read against the texts that the library knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from assistant.library.library import Library
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.instruments import Edition
from corpus.keys import InstrumentKey

_REVISION = re.compile(r"\s*\(?rev\.?\s*(?P<place>[^\W\d_]+)\)?", re.IGNORECASE)  # "Res. 71 Rev.Busan"


def numbered_names(text: str, library: Library) -> tuple[Name, ...]:
    """Return the names of numbered texts in a question, held or not.

    A number that any body may have ("Res. 25") is that of a text in the library, else of the body that most
    of its texts are of.
    """
    known = frozenset(library.instruments)
    return name_reader(bodies_in_use()).names(text, _usual_issuer(known), typed=True, known=known)


def editions_of(text: str, name: Name, library: Library) -> tuple[int, Sequence[Edition]]:
    """Return where a name ends with its revision, and the held editions that it names, often one.

    Without a year or a place it names the newest.
    """
    held = [edition for edition in library.editions if edition.key.instrument == name.instrument]
    revision = None if "place" in name.fields else _REVISION.match(text, name.end)
    end = revision.end() if revision else name.end
    place = str(name.fields.get("place") or (revision["place"] if revision else "")).lower()
    year = name.dated or name.fields.get("year")
    if place:
        held = [edition for edition in held if place in edition.revision.lower()]
    if year:
        return end, [edition for edition in held if edition.key.year == year]
    newest = [edition for edition in held if library.is_newest(edition.key)]
    return end, held if place else newest or held


@lru_cache(maxsize=8)
def _usual_issuer(known: frozenset[InstrumentKey]) -> str:
    """Return the issuer that most numbered texts are of; among equals the first in order."""
    counts = Counter(key.issuer for key in sorted(known) if key.is_numbered)
    return max(counts, key=lambda issuer: counts[issuer], default="")
