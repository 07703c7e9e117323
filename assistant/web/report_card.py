"""The report card of a pasted draft: the values that templates/report_card.html shows."""

from __future__ import annotations

from typing import NamedTuple

from assistant.drafting.draft import LONGEST
from assistant.library.library import Library
from assistant.quotation import Quotation, quotation
from assistant.report_card.card import read_draft_file, report_card
from assistant.report_card.finding import FAULTS, Finding
from corpus.errors import UnreadableFile
from corpus.keys import InstrumentKey, ProvisionId
from ingest.limits import Limits

_CLAUSES = 2  # a single clause has no card
_NO_DRAFT = ("empty", "no-clause")


class FindingView(NamedTuple):
    """A finding: what it is about, where, the words meant, why, and adopted clauses."""

    fault: str
    place: str
    words: str
    said: str
    precedents: tuple[tuple[ProvisionId, Quotation], ...]


class CardView(NamedTuple):
    """What the page shows of a report card."""

    summary: str
    findings: tuple[FindingView, ...]


def card_view(text: str, library: Library, limits: Limits, subject: InstrumentKey | None) -> CardView | None:
    """Return the report card of a text of more than one clause, None for any other.

    Raises UnreadableFile for one that is no draft and too long to be a clause, or is not read for another
    reason.
    """
    if len(text.split("\n")) < _CLAUSES:
        return None
    try:
        draft = read_draft_file(text.encode(), "the draft", library, limits, subject)
    except UnreadableFile as error:
        if error.reason in _NO_DRAFT and len(text) <= LONGEST:
            return None
        raise
    card = report_card(draft, library)
    if card.clauses < _CLAUSES:
        return None
    return CardView(card.summary, tuple(_view(finding, library) for finding in card.findings))


def _view(finding: Finding, library: Library) -> FindingView:
    found = ((id_, library.provision(id_)) for id_ in finding.precedents)
    shown = tuple((id_, quotation(*place)) for id_, place in found if place)
    return FindingView(FAULTS[finding.fault], finding.clause.label, finding.words, finding.said, shown)
