"""Names of texts in what people type → editions: "Res. 25", "75/1", "under the Convention".

A name without a year means the edition in force.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.library import Library
from assistant.treaty_labels import exactly, spoken_of
from assistant.un_labels import named_resolution
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import EditionKey

_NUMBERED = re.compile(
    r"\b(?P<type>resolution|res|decision|dec|recommendation|rec|opinion|op)\.?\s*(?P<number>\d{1,4})\b"
    r"(?:\s*\((?:rev\.?\s*)?(?P<city>[^()\d]+),\s*(?P<year>\d{4})\)|\s*\(?rev\.?\s*(?P<city2>[a-z]+)\)?)?",
    re.IGNORECASE,
)
_TYPES = {"resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op"}


@dataclass(frozen=True, slots=True)
class EditionName:
    """A name in a text, from `start` to `end`, and the held editions that it names, often one."""

    start: int
    end: int
    editions: Sequence[Edition]


def edition_named(text: str, library: Library) -> EditionName | None:
    """Find the first name of a text in what is typed; its editions are empty when it is not held."""
    if of_assembly := named_resolution(text, library):
        return EditionName(*of_assembly)
    if match := _NUMBERED.search(text):
        return EditionName(*match.span(), _editions(match, library))
    if treaty := spoken_of(text, library):
        return EditionName(*treaty)
    return None


def named_editions(text: str, library: Library) -> tuple[Sequence[Edition], str]:
    """Return the editions that a text names, those in force if none, and the text without them."""
    named = edition_named(text, library)
    if named is None:
        in_force = [one for one in library.editions if library.is_in_force(one.key)]
        return in_force or library.editions, text
    return named.editions, f"{text[: named.start]} {text[named.end :]}"


def without_edition(text: str, library: Library) -> str:
    """Return a text with the edition that it names called "this text"."""
    named = edition_named(text, library)
    return f"{text[: named.start]}this text{text[named.end :]}" if named else text


def edition_key(text: str, library: Library) -> EditionKey | None:
    """Read an edition's key or a name that exactly one held edition has; else None."""
    try:
        return EditionKey.parse(text.strip())
    except ResolutionsError:
        named = edition_named(text, library)
        editions = named.editions if named else exactly(text, library)
        return editions[0].key if len(editions) == 1 else None


def _editions(match: re.Match[str], library: Library) -> list[Edition]:
    """Return the held editions of a numbered text: of the city and year that are said, else in force."""
    type_ = match["type"].lower()
    work = f"{_TYPES.get(type_, type_)}-{match['number']}"
    named = [one for one in library.editions if one.key.instrument.work == work]
    city = (match["city"] or match["city2"] or "").strip().lower()
    if city:
        named = [one for one in named if city in one.revision.lower()]
    if match["year"]:
        return [one for one in named if one.key.year == int(match["year"])]
    return named if city else [one for one in named if library.is_in_force(one.key)] or named
