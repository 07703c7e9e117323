"""Chosen clauses → claims: their own words, with what governs them and what has superseded them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Claim, Support
from assistant.library.library import Library
from assistant.quotation import governing
from assistant.verification.source import Source
from assistant.verification.verifier import verify
from corpus.instruments import Edition, Provision
from corpus.keys import ProvisionId


@dataclass(frozen=True, slots=True)
class ChosenClause:
    """A clause that answers, and the stretch of it that is shown (all of it by default)."""

    edition: Edition
    provision: Provision
    start: int = 0
    end: int | None = None

    @property
    def id(self) -> ProvisionId:
        """The clause's full id."""
        return self.edition.id_of(self.provision)

    @property
    def quote(self) -> str:
        """The words that are shown."""
        return self.provision.text[self.start : self.end]


def claims(chosen: Sequence[ChosenClause], library: Library) -> tuple[Claim, ...]:
    """Turn chosen clauses into claims; one whose words are not its clause's is dropped."""
    made = [_claim(clause, library) for clause in chosen]
    return tuple(claim for claim in made if claim.support == Support.VERBATIM)


def _above(chosen: ChosenClause, label: str) -> str:
    """Return what governs a quote, with the head where neither that nor the quote has it."""
    above, head = governing(chosen.edition, chosen.provision), chosen.provision.head
    text = " ".join((above, label, chosen.quote)).lower()
    if head is None or (head.verb.lower() in text and head.addressee.lower() in text):
        return above
    return " … ".join(filter(None, [head.text, above]))


def _claim(chosen: ChosenClause, library: Library) -> Claim:
    edition, provision = chosen.edition, chosen.provision
    end = len(provision.text) if chosen.end is None else chosen.end
    label = edition.citation(provision)
    citation = Citation(
        chosen.id,
        label,
        chosen.start,
        end,
        chosen.quote,
        governing=_above(chosen, label),
        superseded_by=library.superseded_by(edition.key),
    )
    return Claim(chosen.quote, verify(chosen.quote, Source.of(edition, provision)).support, (citation,))
