"""Who adopts instruments, and what kinds of instrument there are, by the words of their keys."""

from __future__ import annotations

from corpus.keys import InstrumentKey

ISSUERS = {
    "itu-pp": "ITU Plenipotentiary Conference",
    "itu-council": "ITU Council",
    "itu-wtsa": "ITU World Telecommunication Standardization Assembly",
    "itu-wtdc": "ITU World Telecommunication Development Conference",
    "itu-ra": "ITU Radiocommunication Assembly",
    "itu-wrc": "ITU World Radiocommunication Conference",
    "itu-wcit": "ITU World Conference on International Telecommunications",
    "itu-r": "ITU Radiocommunication Sector",
    "itu-t": "ITU Telecommunication Standardization Sector",
    "itu-d": "ITU Telecommunication Development Sector",
    "itu": "International Telecommunication Union",
    "un-ga": "United Nations General Assembly",
    "un-sc": "United Nations Security Council",
    "un-ecosoc": "United Nations Economic and Social Council",
    "un-hrc": "United Nations Human Rights Council",
    "un-jiu": "United Nations Joint Inspection Unit",
}
"""The bodies, by the issuer of a key."""

ORGANISATIONS = {"itu": ("ITU", "International Telecommunication Union"), "un": ("United Nations", "UN")}
"""The names of organisations, the usual one first, by the first word of the issuers that are theirs."""

WORKS = {
    "res": ("Resolution", "Resolutions"),
    "dec": ("Decision", "Decisions"),
    "rec": ("Recommendation", "Recommendations"),
    "op": ("Opinion", "Opinions"),
    "rep": ("Report", "Reports"),
}
"""The kinds of numbered instrument, by the first word of a work: one of them, several."""


def issuer_name(key: InstrumentKey) -> str:
    """Return the name of the body of an instrument: its issuer where the name is not known."""
    return ISSUERS.get(key.issuer, key.issuer)


def organisation(key: InstrumentKey) -> str:
    """Return the organisation whose instrument this is: the first word of its issuer.

    >>> organisation(InstrumentKey("itu-pp", "res-71"))
    'itu'
    """
    return key.issuer.partition("-")[0]


def organisation_names(organisation: str) -> tuple[str, ...]:
    """Return the names of an organisation, the usual one first; its short form where no name is known."""
    return ORGANISATIONS.get(organisation, (organisation.upper(),))


def kind_name(key: InstrumentKey) -> str:
    """Return the kind of an instrument with its body: "Resolutions, ITU Plenipotentiary Conference"."""
    known = WORKS.get(key.work.partition("-")[0])
    return f"{known[1] if known else 'Treaties and other texts'}, {issuer_name(key)}"


def one_of(key: InstrumentKey) -> str:
    """Return what one instrument of this kind is called: "Resolution"."""
    known = WORKS.get(key.work.partition("-")[0])
    return known[0] if known else "Text"
