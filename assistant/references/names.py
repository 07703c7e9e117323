"""Names of texts and their parts; what the library lacks is named from its key."""

from __future__ import annotations

import re

from assistant.library.library import Library, Target
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.registry import NOUNS
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_BODIES = {
    "itu-council": "ITU Council",
    "itu-wtsa": "WTSA",
    "itu-wtdc": "WTDC",
    "itu-ra": "Radiocommunication Assembly",
    "itu-wrc": "WRC",
    "itu-wcit": "WCIT",
    "itu-wtpf": "WTPF",
}
_PARTS = {"annex": "Annex", "app": "Appendix", "att": "Attachment", "para": "paragraph", "rec": "recital"}


def edition_of(target: Target) -> EditionKey | None:
    """Return the edition that is named, or that of the provision that is named."""
    if isinstance(target, ProvisionId):
        return target.edition
    return target if isinstance(target, EditionKey) else None


def instrument_of(target: Target) -> InstrumentKey:
    """Return the instrument that is named, whatever part of it."""
    if isinstance(target, InstrumentKey):
        return target
    return target.edition.instrument if isinstance(target, ProvisionId) else target.instrument


def full_name(target: Target, library: Library, words: str = "") -> str:
    """Return what a text is called; `words` are those by which a clause names it, for if the key says less.

    >>> full_name(InstrumentKey("un-ga", "res-217-a-iii"), Library((), Catalogue(())))
    'UNGA Resolution 217 A (III)'
    """
    edition = edition_of(target)
    found = library.find(edition) if edition else None
    known = library.catalogue.edition(edition) if edition else None
    if isinstance(target, ProvisionId) and found:
        return f"{found.name}, {_part(target.eid)}"
    if found or known:
        return found.name if found else known.name if known else ""
    return _from_key(instrument_of(target), edition, words)


def _part(eid: str) -> str:
    """Name a part by its eId: "Annex 1, Appendix A".

    >>> _part("annex_1__app_a")
    'Annex 1, Appendix A'
    """
    segments = [segment.partition("_") for segment in eid.split("__")]
    named = [
        f"{_PARTS.get(kind, kind).replace('-', ' ')} {number.upper()}".strip() for kind, _, number in segments
    ]
    return ", ".join(named)


def _from_key(key: InstrumentKey, edition: EditionKey | None, words: str) -> str:
    """Name what nobody has: as its body does, by the words that cite it or by its key."""
    body = _BODIES.get(key.issuer, "")
    called = bodies_in_use().called(key, edition.year if edition else None)
    if printed := next((name.printed for name in _names(words, key)), called):  # words may have a place
        return f"{body} {printed}".strip()
    noun = next((noun for noun, short in NOUNS.items() if key.work.startswith(f"{short}-")), "")
    number = re.sub(rf"\A{noun}s?\s+", "", words, flags=re.IGNORECASE)  # "resolutions 2.1", "2.3"
    if not words or not noun or noun in number.lower():
        return words or str(edition or key)
    return f"{noun.capitalize()} {number}"


def _names(words: str, key: InstrumentKey) -> list[Name]:
    names = name_reader(bodies_in_use()).names(words, key.issuer)
    return [name for name in names if name.instrument == key and not name.series.fallback]
