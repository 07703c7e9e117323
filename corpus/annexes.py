"""Annexes of a text, and those that it cites without having them.

"Annex" includes appendices and attachments. Texts are often published without the annexes that they cite:
"Annex 2 to this resolution".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from corpus.instruments import Edition, Provision
from corpus.keys import ProvisionId

_NAMES = {"annex": "Annex", "app": "Appendix", "att": "Attachment"}
_FIRST = ("1", "a", "i")  # what numbers a single annex that is cited with a number, and headed without one


@dataclass(frozen=True, slots=True)
class MissingAnnex:
    """An annex that an edition cites and does not have, and the clauses that cite it, in order."""

    edition: Edition
    eid: str
    cited_by: tuple[Provision, ...]

    @property
    def id(self) -> ProvisionId:
        """The full id that the annex would have."""
        return ProvisionId(self.edition.key, self.eid)

    @property
    def name(self) -> str:
        """What the annex is called within its text: "Annex 1, Appendix A"."""
        return annex_name(self.eid)

    @property
    def citation(self) -> str:
        """What the annex is called: "Annex 2 to Resolution 71 (Rev. Bucharest, 2022)"."""
        return " to ".join((*reversed(self.name.split(", ")), self.edition.name))

    def covers(self, eid: str) -> bool:
        """Return True if a provision, of whatever edition, is in an annex that is called so."""
        return any(can_mean(self.eid, annex) for annex in _outermost_first(annex_of(eid)))


def annex_of(eid: str) -> str:
    """Return the innermost annex that an eId is in, '' for none: annex_1__app_a__para_2 → annex_1__app_a."""
    return "__".join(takewhile(lambda segment: segment.partition("_")[0] in _NAMES, eid.split("__")))


def annex_name(eid: str) -> str:
    """Name an annex by its eId: annex_1__app_a is "Annex 1, Appendix A"."""
    segments = (segment.partition("_") for segment in eid.split("__"))
    return ", ".join(f"{_NAMES[kind]} {number.upper()}".strip() for kind, _, number in segments)


def can_mean(cited: str, annex: str) -> bool:
    """Return True if an annex may be the one that a text cites.

    "The annex" may be headed "Annex 1", and "Appendix A" may be one to an annex: annex_1__app_a.
    """
    pairs = zip(reversed(cited.split("__")), reversed(annex.split("__")), strict=False)
    named = ((segment.partition("_"), other.partition("_")) for segment, other in pairs)
    return all(
        kind == other and (number in ("", other_number) or (not other_number and number in _FIRST))
        for (kind, _, number), (other, _, other_number) in named
    )


def cited_annex(cited: str, eids: Iterable[str]) -> str:
    """Return the annex that a citation means: the only one of the eIds that fits, else as cited."""
    found = [annex for annex in _annexes(eids) if can_mean(cited, annex)]
    return found[0] if len(found) == 1 and cited not in found else cited


def missing_annexes(edition: Edition, other: Edition | None = None) -> tuple[MissingAnnex, ...]:
    """Return the annexes that an edition's own clauses cite and that it does not have, in their order.

    An annex that is named alone, "the plan in Annex 1", may be another text's. It counts if another edition
    of the instrument has it, and the clause cites no other instrument.
    """
    citing: defaultdict[str, dict[str, Provision]] = defaultdict(dict)  # by the annex and their eIds
    for reference in edition.references:
        target = reference.target
        if isinstance(target, ProvisionId) and target.edition == edition.key and annex_of(target.eid):
            citing[annex_of(target.eid)][reference.source] = edition.provision(reference.source)
    if other and other.key.instrument == edition.key.instrument:
        for annex in _annexes(clause.eid for clause in other.provisions):
            citing[annex] |= _named_alone(annex, edition)
    present = _annexes(clause.eid for clause in edition.provisions)
    return tuple(
        MissingAnnex(edition, cited, tuple(citing[cited].values()))
        for cited in sorted(citing, key=_place)
        if citing[cited] and not any(can_mean(cited, annex) for annex in present)
    )


def _named_alone(annex: str, edition: Edition) -> dict[str, Provision]:
    """Return the clauses that name a numbered annex without its text, and cite no other instrument."""
    if "_" not in annex or "__" in annex:
        return {}
    name = re.compile(rf"\b{annex_name(annex)}\b(?![-./]\w)(?! (?:to|of)\b)", re.IGNORECASE)
    instrument = edition.key.instrument
    return {
        clause.eid: clause
        for clause in edition.provisions
        if name.search(clause.text)
        and all(reference.instrument == instrument for reference in edition.references_from(clause.eid))
    }


def _annexes(eids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(annex for eid in eids for annex in _outermost_first(annex_of(eid))))


def _outermost_first(annex: str) -> Iterator[str]:
    """Walk an annex and those that it is in, the outermost first."""
    segments = annex.split("__") if annex else []
    return ("__".join(segments[: at + 1]) for at in range(len(segments)))


def _place(annex: str) -> list[tuple[str, int, str]]:
    """Return a sort key for annexes: Annex 2 comes before Annex 10."""
    segments = (segment.partition("_") for segment in annex.split("__"))
    return [(kind, int(number) if number.isdigit() else 0, number) for kind, _, number in segments]
