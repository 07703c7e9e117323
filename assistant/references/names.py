"""What texts are called: shortly in a picture, and by their keys where the library does not have them."""

from __future__ import annotations

import re

from assistant.library.library import Library, Target
from assistant.references.graph import edition_of, instrument_of
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.registry import NOUNS
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_SHORT = {"Resolution ": "Res. ", "Decision ": "Dec. ", "Recommendation ": "Rec. ", "Opinion ": "Op. "}
_BODIES = {
    "itu-council": "ITU Council",
    "itu-wtsa": "WTSA",
    "itu-wtdc": "WTDC",
    "itu-ra": "Radiocommunication Assembly",
    "itu-wrc": "WRC",
    "itu-wcit": "WCIT",
    "itu-wtpf": "WTPF",
}
_UNSAID = frozenset(("pp", "t", "r", "d"))  # bodies that a short name leaves out
_WORDS = frozenset(("council",))  # bodies that are no abbreviation
_PARTS = {"annex": "Annex", "app": "Appendix", "att": "Attachment", "para": "paragraph", "rec": "recital"}


def short_name(edition: Edition) -> str:
    """Return a name for a picture: "Res. 71 (2022)", "UNGA 70/1", "WTSA Res. 1 (2016)", "Convention".

    The United Nations number each text once, so that the number says of which year it is.
    """
    key = edition.key
    name = edition.name.partition(" (")[0]
    if not key.instrument.issuer.startswith("itu-"):
        return name.replace(" Resolution", "")
    for long, short in _SHORT.items():
        name = name.replace(long, short)
    body = key.instrument.issuer.partition("-")[2]
    body = "" if body in _UNSAID else body.capitalize() if body in _WORDS else body.upper()
    return f"{body} {name} ({key.year})".strip()


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
    segments = [one.partition("_") for one in eid.split("__")]
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
    """Return the names of a text in the words that cite it."""
    names = name_reader(bodies_in_use()).names(words, key.issuer)
    return [name for name in names if name.instrument == key and not name.series.fallback]
