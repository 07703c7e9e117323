"""Who adopts instruments, and what kinds of instrument there are, by the words of their keys."""

from __future__ import annotations

from corpus.bodies import shipped_bodies
from corpus.keys import InstrumentKey

ISSUERS = {
    **{body.key: body.name for body in shipped_bodies().bodies},
    **{organ.issuer: body.called(organ) for body in shipped_bodies().bodies for organ in body.organs},
}
"""The bodies and their organs, by the issuer of a key."""

ORGANISATIONS = {body.key: body.names for body in shipped_bodies().bodies}
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
    """Return the name of the body of an instrument; of one without a file the words of its issuer.

    >>> issuer_name(InstrumentKey("lighthouse-assembly", "res-12"))
    'Lighthouse Assembly'
    """
    return ISSUERS.get(key.issuer) or " ".join(word.capitalize() for word in key.issuer.split("-"))


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
