"""A turn → what every export of it shows: the question, the status, the clauses whole, short notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.conversations.outdated import OUTDATED, is_outdated
from assistant.conversations.statuses import LEAD_SAYS_WHY, SMALL_TALK, STATUS_SENTENCES
from assistant.conversations.turn import Turn
from assistant.library.library import Library
from assistant.quotation import Item, Quotation, is_open, quotation_of_words
from corpus.keys import ProvisionId

STATUS_LINES = {**STATUS_SENTENCES, Status.CANDIDATES: "These clauses may answer the question"}
"""How a question was met."""

OWN_WORDS = "Quoted passages are the texts' own words."
GOVERNED = "Words in italics introduce the passages below them."
OTHER_WORDS = (
    "Sentences marked “in other words” were written by a language model and checked against the clauses."
)


@dataclass(frozen=True, slots=True)
class ExportedClause:
    """A quoted clause; `statement` says it in other words, '' where its own words are the statement."""

    quotation: Quotation
    note: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class ExportedAnswer:
    """A question with its answer: `remarks` are lines below the lead, `closest` clauses do not answer."""

    number: int
    question: str
    asked: str
    status: str
    lead: str
    remarks: tuple[str, ...]
    clauses: tuple[ExportedClause, ...]
    closest: tuple[str, ...]


def exported(turn: Turn, library: Library) -> ExportedAnswer:
    """Return what is exported of a turn; a clause that is no longer in the library keeps its own words."""
    answer = turn.answer
    status = "" if answer.reason_code in SMALL_TALK else STATUS_LINES[answer.status]
    return ExportedAnswer(
        turn.number,
        " ".join(turn.question.split()) or "(an empty question)",
        _date(turn.asked),
        status,
        answer.lead,
        tuple(_remarks(turn, library)),
        tuple(_clauses(answer, library)),
        () if answer.status == Status.ANSWERED else tuple(_labels(answer.closest, library)),
    )


def notes(answers: Sequence[ExportedAnswer], turns: Sequence[Turn]) -> tuple[str, ...]:
    """Return the notes at the end of an export: whose words are whose."""
    worded = any(one.answer.opening or _worded(one.answer) for one in turns)
    clauses = [clause for one in answers for clause in one.clauses]
    is_governed = any(one.quotation.above for one in clauses)
    said = ((OWN_WORDS, bool(clauses)), (GOVERNED, is_governed), (OTHER_WORDS, worded))
    return tuple(note for note, applies in said if applies)


def _worded(answer: Answer) -> bool:
    """Return True if a claim says anything in other words."""
    return any(one.support != Support.VERBATIM for one in answer.claims)


def _remarks(turn: Turn, library: Library) -> Iterator[str]:
    """Walk what is beside the clauses: filters, how the question was read, a model's words, why not."""
    answer = turn.answer
    if is_outdated(answer, library):
        yield f"{OUTDATED}."
    if str(turn.filters):
        yield f"Filters: {turn.filters}"
    if answer.understood_as and answer.understood != turn.question:
        yield f"Understood as: {answer.understood}"
    if answer.read_by:
        yield f"Clauses chosen by {answer.read_by}"
    yield from answer.opened.splitlines()
    explains = answer.status != Status.ANSWERED and answer.reason_code not in LEAD_SAYS_WHY
    if explains and answer.reason and answer.reason.rstrip(".").casefold() not in answer.lead.casefold():
        yield f"{answer.reason[0].upper()}{answer.reason[1:].rstrip('.')}."


def _clauses(answer: Answer, library: Library) -> Iterator[ExportedClause]:
    """Walk the clauses in order; words that govern several of them come once, above the first."""
    cited = {one.provision for claim in answer.claims for one in claim.citations}
    before = introduction = ""
    for claim in answer.claims:
        statement = _statement(claim)
        for citation in claim.citations:
            above = citation.governing
            is_known = above in (before, *answer.heads) or (introduction and above.endswith(introduction))
            shown = "" if is_known else above
            below = _below(citation, cited, library)
            yield ExportedClause(
                Quotation(shown, citation.quote, below, citation.label), _note(citation), statement
            )
            before, statement = above, ""
            introduction = citation.quote if is_open(citation.quote) else introduction


def _statement(claim: Claim) -> str:
    """Return what a claim says in other words than its clauses'."""
    return "" if claim.support == Support.VERBATIM else claim.text


def _below(citation: Citation, cited: set[ProvisionId], library: Library) -> tuple[Item, ...]:
    """Return the items that quoted words introduce, unless the answer cites some of them itself."""
    found = library.provision(citation.provision)
    if found is None or found[1].text[citation.start : citation.end] != citation.quote:
        return ()
    items = quotation_of_words(*found, citation.start, citation.end).below
    key = citation.provision.edition
    return () if any(ProvisionId(key, one.eid) in cited for one in items) else items


def _note(citation: Citation) -> str:
    """Return the full citation, with the edition that superseded its own."""
    superseded = f" (superseded by {citation.superseded_by})" if citation.superseded_by else ""
    return f"{citation.label}{superseded}"


def _labels(ids: Sequence[ProvisionId], library: Library) -> Iterator[str]:
    """Walk the citations of those clauses that are in the library."""
    for one in ids:
        if found := library.provision(one):
            yield found[0].citation(found[1])


def _date(asked: str) -> str:
    """Return a time as a person writes it: "3 June 2031, 14:05 UTC"; what is no time as it is."""
    try:
        when = datetime.fromisoformat(asked)
    except ValueError:
        return asked
    return f"{when.day} {when:%B %Y, %H:%M} UTC"
