"""Names of texts in what people type, read against the texts that the library has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.library.library import Library
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey

_REVISION = re.compile(r"\s*\(?rev(?:\.\s*|\s+)(?P<place>[^\W\d_]+)\)?", re.IGNORECASE)  # "Res. 71 Rev.Busan"
_WORD = re.compile(r"\w+(?:[./-]\w+)*")
_IDLE = frozenset(("the", "of", "s"))
_YEAR = re.compile(r" ?\(?(?P<year>[12][0-9]{3})\b\)?")
_LAST_YEAR = re.compile(r" \([12][0-9]{3}\)$")


def numbered_names(text: str, library: Library) -> tuple[Name, ...]:
    """Return the names of numbered texts in a question, held or not.

    A number that any body may have ("Res. 25") is that of a text in the library, else of the body that most
    of its texts are of.
    """
    known = frozenset(library.instruments)
    return name_reader(bodies_in_use()).names(text, _usual_issuer(known), typed=True, known=known)


def own_names(text: str, library: Library) -> Iterator[tuple[int, int, Sequence[Edition]]]:
    """Walk where a text that no known body numbers is called by the words of its own name, in any order.

    "the Lighthouse Assembly's resolution 12", of "Resolution 12 of the Lighthouse Assembly (2019)"; without
    the year it is the newest.
    """
    found = [one for one in _WORD.finditer(text) if one.group().lower() not in _IDLE]
    for name, keys in _not_numbered(tuple((one.key, one.name) for one in library.editions)).items():
        size = len(name)
        for at in range(len(found) - size + 1):
            if sorted(one.group().lower() for one in found[at : at + size]) == list(name):
                dated = _YEAR.match(text, found[at + size - 1].end())
                end = dated.end() if dated else found[at + size - 1].end()
                year = int(dated["year"]) if dated else None
                yield found[at].start(), end, _of_year([library.edition(key) for key in keys], year, library)


def _of_year(editions: Sequence[Edition], year: int | None, library: Library) -> Sequence[Edition]:
    """Return the editions of a year, the newest where none is said."""
    if year:
        return [edition for edition in editions if edition.key.year == year]
    return [edition for edition in editions if library.is_newest(edition.key)]


@lru_cache(maxsize=8)
def _not_numbered(
    named: tuple[tuple[EditionKey, str], ...],
) -> Mapping[tuple[str, ...], Sequence[EditionKey]]:
    """Return the texts with a number that no known body gives, by the sorted words of their names."""
    found: dict[tuple[str, ...], list[EditionKey]] = {}
    reader = name_reader(bodies_in_use())
    for key, name in named:
        read = (one.instrument for one in reader.names(name, key.instrument.issuer))
        if key.instrument.is_numbered and key.instrument not in read:
            words = sorted(one.lower() for one in _WORD.findall(_LAST_YEAR.sub("", name)))
            found.setdefault(tuple(one for one in words if one not in _IDLE), []).append(key)
    return {words: keys for words, keys in found.items() if len(words) > 1}


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
