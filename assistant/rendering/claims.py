"""Chosen clauses → claims: their own words, with what governs them and what has superseded them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Claim, Support
from assistant.library.library import Library
from assistant.quotation import governing
from assistant.verification.verifier import verify
from corpus.instruments import Edition, Provision


@dataclass(frozen=True, slots=True)
class Chosen:
    """A clause that answers, and the stretch of it that is shown (all of it by default)."""

    edition: Edition
    provision: Provision
    start: int = 0
    end: int | None = None

    @property
    def quote(self) -> str:
        """The words that are shown."""
        return self.provision.text[self.start : self.end]


def claims(chosen: Sequence[Chosen], library: Library) -> tuple[Claim, ...]:
    """Turn chosen clauses into claims; one whose words are not its clause's is dropped."""
    made = [_claim(one, library) for one in chosen]
    return tuple(claim for claim in made if claim.support == Support.VERBATIM)


def _governed(citation: Citation, library: Library) -> Citation:
    """Return a citation that also says what governs its clause, and what has superseded it."""
    found = library.provision(citation.provision)
    if found is None:
        return citation
    superseded_by = library.superseded_by(found[0].key)
    return replace(citation, governing=_above(citation, *found), superseded_by=superseded_by)


def _above(citation: Citation, edition: Edition, provision: Provision) -> str:
    """Return what governs a quote, with the head where neither that nor the quote has it."""
    above, head = governing(edition, provision), provision.head
    said = " ".join((above, citation.label, citation.quote)).lower()
    if head is None or (head.verb.lower() in said and head.addressee.lower() in said):
        return above
    return " … ".join(filter(None, [head.text, above]))


def _claim(chosen: Chosen, library: Library) -> Claim:
    """Make a claim of a stretch of a clause, checked against the clause."""
    edition, provision = chosen.edition, chosen.provision
    end = len(provision.text) if chosen.end is None else chosen.end
    quote = provision.text[chosen.start : end]
    citation = _governed(
        Citation(edition.id_of(provision), edition.citation(provision), chosen.start, end, quote), library
    )
    return Claim(quote, verify(quote, provision.text, citation.label).support, (citation,))
