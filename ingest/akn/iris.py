"""What a reference names → the IRI that stands in its href.

itu-pp/res-71           /akn/un/statement/deliberation/itu-pp/res-71
itu-pp/res-71/2022      /akn/un/statement/deliberation/itu-pp/2022/res-71
itu-pp/res-71/2022#x    /akn/un/statement/deliberation/itu-pp/2022/res-71/~x
a place in the same text  #x
"""

from __future__ import annotations

from corpus.keys import EditionKey, InstrumentKey, ProvisionId

Target = InstrumentKey | EditionKey | ProvisionId

_TYPES = {  # a work's type in its key → element, subtype, name
    "res": ("statement", "deliberation", "resolution"),
    "dec": ("statement", "deliberation", "decision"),
    "rec": ("statement", "deliberation", "recommendation"),
    "op": ("statement", "deliberation", "opinion"),
    "rep": ("doc", "report", "report"),
}


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
