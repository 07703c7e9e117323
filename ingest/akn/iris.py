"""What a reference names → the IRI that stands in its href, and back.

itu-pp/res-71           /akn/un/statement/deliberation/itu-pp/res-71
itu-pp/res-71/2022      /akn/un/statement/deliberation/itu-pp/2022/res-71
itu-pp/res-71/2022#x    /akn/un/statement/deliberation/itu-pp/2022/res-71/~x
a place in the same text  #x
"""

from __future__ import annotations

import re

from corpus.errors import InvalidKey
from corpus.instruments import Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

Target = InstrumentKey | EditionKey | ProvisionId

_TYPES = {  # a work's type in its key → element, subtype, name
    "res": ("statement", "deliberation", "resolution"),
    "dec": ("statement", "deliberation", "decision"),
    "rec": ("statement", "deliberation", "recommendation"),
    "op": ("statement", "deliberation", "opinion"),
    "rep": ("doc", "report", "report"),
}
_IRI = re.compile(
    r"/akn/un/[a-z]+/[a-z]+/(?P<issuer>[^/]+)(?:/(?P<year>[1-9][0-9]{3}))?/(?P<work>[^/~]+)(?:/~(?P<eid>[^/]+))?"
)


def document_type(work: str) -> tuple[str, str, str]:
    """Return the element, the subtype and the name of a work; what is of no known type is a treaty."""
    type_ = work.partition("-")[0]
    return _TYPES.get(type_, ("act", "treaty", type_))


def iri(target: Target, within: EditionKey | None = None) -> str:
    """Print what a reference names; what stands in the same edition is a fragment."""
    if isinstance(target, ProvisionId):
        return f"#{target.eid}" if target.edition == within else f"{iri(target.edition)}/~{target.eid}"
    instrument = target.instrument if isinstance(target, EditionKey) else target
    element, subtype, _ = document_type(instrument.work)
    year = f"/{target.year}" if isinstance(target, EditionKey) else ""
    return f"/akn/un/{element}/{subtype}/{instrument.issuer}{year}/{instrument.work}"


def target_of(href: str, within: EditionKey) -> Target | None:
    """Read what `iri` printed, or return None."""
    try:
        if href.startswith("#"):
            return ProvisionId(within, href[1:])
        match = _IRI.fullmatch(href)
        if match is None:
            return None
        instrument = InstrumentKey(match["issuer"], match["work"])
        if match["year"] is None:
            return None if match["eid"] else instrument
        edition = EditionKey(instrument, int(match["year"]))
        return ProvisionId(edition, match["eid"]) if match["eid"] else edition
    except InvalidKey:
        return None


def referring(source: str, text: str, start: int, href: str, within: EditionKey) -> Reference | None:
    """Read a reference from a link around its naming words, or return None."""
    target = target_of(href, within)
    return Reference(source, text, start, start + len(text), target) if target else None
