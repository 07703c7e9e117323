"""What texts are called: shortly in a picture, and by their keys where the library does not have them."""

from __future__ import annotations

from enum import StrEnum

from assistant.library.library import Library, Target
from assistant.references.graph import edition_of, instrument_of
from corpus.bodies import shipped_bodies
from corpus.bodies.names import Name, name_reader
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_SHORT = {"Resolution ": "Res. ", "Decision ": "Dec. ", "Recommendation ": "Rec. ", "Opinion ": "Op. "}
_LONG = {"res": "resolution", "dec": "decision", "rec": "Recommendation", "op": "opinion", "rep": "report"}
_BODIES = {
    "itu-council": "ITU Council",
    "itu-wtsa": "WTSA",
    "itu-wtdc": "WTDC",
    "itu-ra": "Radiocommunication Assembly",
    "itu-wrc": "WRC",
    "itu-wcit": "WCIT",
    "un-ga": "General Assembly",
    "un-sc": "Security Council",
    "un-ecosoc": "Economic and Social Council",
    "un-hrc": "Human Rights Council",
    "un-jiu": "Joint Inspection Unit",
}
_UNSAID = frozenset(("pp", "t", "r", "d"))  # bodies that a short name leaves out
_WORDS = frozenset(("council",))  # bodies that are no abbreviation
_PARTS = {"annex": "Annex", "app": "Appendix", "att": "Attachment", "para": "paragraph", "rec": "recital"}


class Family(StrEnum):
    """The kinds of texts by which texts that are not in the library are listed."""

    ITU = "ITU resolutions and decisions"
    ITU_OTHER = "ITU Recommendations and other ITU texts"
    ASSEMBLY = "UN General Assembly"
    SECURITY_COUNCIL = "UN Security Council"
    ECOSOC = "UN Economic and Social Council"
    UN_OTHER = "Other UN bodies"
    TREATIES = "Treaties"
    REPORTS = "Reports"
    OTHER = "Other texts"
    PARTS = "Parts missing from texts in the library"


_UN = {"un-ga": Family.ASSEMBLY, "un-sc": Family.SECURITY_COUNCIL, "un-ecosoc": Family.ECOSOC}


def family(target: Target, library: Library) -> Family:
    """Return the kind of what is named."""
    edition, key = edition_of(target), instrument_of(target)
    kind, body = key.work.partition("-")[0], key.issuer.partition("-")[0]
    if isinstance(target, ProvisionId) and edition and library.holds(edition):
        return Family.PARTS
    if not key.is_numbered:
        return Family.TREATIES
    if kind == "rep":
        return Family.REPORTS
    if body == "itu":
        return Family.ITU if kind in ("res", "dec") else Family.ITU_OTHER
    return _UN.get(key.issuer, Family.UN_OTHER if body == "un" else Family.OTHER)


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
    'General Assembly resolution 217 A (III)'
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
    """Name what nobody has: by its body, kind and number, or as the clause names it."""
    kind, _, number = key.work.partition("-")
    body, named = _BODIES.get(key.issuer, ""), _LONG.get(kind, "")
    if not key.issuer.startswith(("itu", "un-")):
        called = shipped_bodies().called(key, edition.year if edition else None)
        return next((name.printed for name in _names(words, key)), called or words or str(edition or key))
    if not (named and number):
        return words or str(edition or key)
    if key.issuer.startswith("itu-") and words.startswith(
        ("Resolution", "Decision", "Recommendation", "Opinion")
    ):
        plain = words.replace("Recommendations ", "Recommendation ")
        return f"{body} {plain}" if body and "(" in plain else plain
    year = f" ({edition.year})" if edition and (key.issuer == "un-sc" or "-" not in number) else ""
    named = named.capitalize() if key.issuer.startswith("itu") else named
    return f"{body} {named} {_number(number, key.issuer)}{year}".strip()


def _names(words: str, key: InstrumentKey) -> list[Name]:
    """Return the names of a text in the words that cite it."""
    names = name_reader(shipped_bodies()).names(words, key.issuer)
    return [name for name in names if name.instrument == key]


def _number(slug: str, issuer: str) -> str:
    """Print the number of a text as its body does: "69/313", "52/12 B", "217 A (III)", "S-21/2", "8-2".

    >>> _number("52-12-b", "un-ga")
    '52/12 B'
    """
    if not issuer.startswith("un-"):
        return slug.upper()
    parts = slug.split("-")
    special = [f"{parts.pop(0).upper()}-"] if parts[0] in ("s", "es") else []
    numbers = [one for one in parts if one.isdigit()]
    rest = [one for one in parts if not one.isdigit()]
    roman = len(numbers) == 1 and rest and set(rest[-1]) <= set("ivxlc")
    letters = [f"({one.upper()})" if roman and one == rest[-1] else one.upper() for one in rest]
    return " ".join(["".join(special) + "/".join(numbers), *letters])
