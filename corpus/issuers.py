"""Who adopts instruments, and what kinds of instrument there are, by the words of their keys."""

from __future__ import annotations

from corpus.bodies import bodies_in_use
from corpus.keys import InstrumentKey

WORKS = {
    "res": ("Resolution", "Resolutions"),
    "dec": ("Decision", "Decisions"),
    "rec": ("Recommendation", "Recommendations"),
    "op": ("Opinion", "Opinions"),
    "rep": ("Report", "Reports"),
}
"""The kinds of numbered instrument, by the first word of a work: one of them, several."""


def issuer_name(key: InstrumentKey) -> str:
    """Return the name of the body of an instrument; of one without a file the words of its issuer."""
    words = " ".join(word.capitalize() for word in key.issuer.split("-"))
    return bodies_in_use().names.get(key.issuer, words)


def organisation(key: InstrumentKey) -> str:
    """Return the organisation whose instrument this is: the first word of its issuer, "itu" of itu-pp."""
    return key.issuer.partition("-")[0]


def organisation_names(organisation: str) -> tuple[str, ...]:
    """Return the names of an organisation, the usual one first; its short form where no name is known."""
    return bodies_in_use().organizations.get(organisation, (organisation.upper(),))


def kind_name(key: InstrumentKey) -> str:
    """Return the kind of an instrument with its body: "Resolutions, ITU Plenipotentiary Conference"."""
    known = WORKS.get(key.work.partition("-")[0])
    return f"{known[1] if known else 'Treaties and other texts'}, {issuer_name(key)}"
