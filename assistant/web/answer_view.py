"""An answer as it is shown: sentences, claims, tools, where it was searched; the HTML is in answer.html."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answer import TRANSLATED, Answer, ReasonCode, Status, Support
from assistant.conversations.turn import LEAD_SAYS_WHY, SMALL_TALK, STATUS_SENTENCES
from assistant.filtered import described
from assistant.library.library import Library
from assistant.overview.questions import overview_text
from assistant.plain_text import program_line as own_line
from assistant.scope.filters import Filters
from assistant.scope.scope import ScopeReason
from assistant.understanding.languages import is_leftwards
from assistant.understanding.names.asked import edition_named
from assistant.web.addresses import Link, start_address
from assistant.web.claims import FEW, MOST_OPEN, Cite, ClaimedText, cite, cited, claimed_texts
from assistant.web.comparing import ComparisonQuery
from assistant.web.wording import for_pages, start_of
from corpus.keys import EditionKey

NEAR = 0.5
"""A clause is near if its likelihood is at least this share of that of the least likely clause shown."""
_ALSO = 3  # other texts that are named
_NAMED = 3  # texts searched that are named
_SNIPPET = 180  # characters
_OF_REASONS = {
    ReasonCode.BAD_QUESTION: "This question cannot be read",
    ReasonCode.BAD_FILTER: "This filter cannot be used",
    ReasonCode.FAULT: "A fault in the program, not in your question",
}
"""What is said in place of a status where something else than the texts is why."""
_SCOPES: Mapping[str, str] = {
    ScopeReason.NAMED: "named in the question",
    ScopeReason.MEANT: "the text that the question means",
    ScopeReason.SUBJECT: "the main text, because the question names none",
    ScopeReason.CONVERSATION: "the text of this conversation",
}
"""Why fewer texts were searched, where no filter says so."""
WORDED = "Answered in other words, each statement checked against the clause below it"  # kept from before


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What is said to a question, by either reader.

    `lead` is in pieces, each with the official address that it is, '' for words. `closest` are links to
    clauses with how these begin. `copied` is the answer as it is pasted. Of more than a few texts all but the
    first are folded.
    """

    answer: Answer
    status: str
    lead: tuple[tuple[str, str], ...]
    texts: tuple[ClaimedText, ...]
    reason: str
    closest: tuple[tuple[Cite, str], ...]
    also: tuple[Cite, ...]
    copied: str

    @property
    def direction(self) -> str:
        """The direction in which its translation is written."""
        return "rtl" if is_leftwards(self.answer.language) else "ltr"

    @property
    def translated(self) -> str:
        """What is said below its translation."""
        return f"{TRANSLATED[0].upper()}{TRANSLATED[1:]}:"

    @property
    def is_folded(self) -> bool:
        """Whether all texts but the first are folded."""
        return len(self.texts) > MOST_OPEN and sum(text.clauses for text in self.texts) > FEW


def view_of(answer: Answer, library: Library) -> AnswerView:
    """Return what is said to a question, by either reader."""
    refused = answer.status != Status.ANSWERED
    says_why = answer.status == Status.NOT_STATED or answer.reason_code in LEAD_SAYS_WHY
    closest = [library.provision(id_) for id_ in answer.closest] if refused else []
    return AnswerView(
        answer=answer,
        status=_status(answer),
        lead=tuple(_linked(for_pages(answer.lead), library)) if answer.status in STATUS_SENTENCES else (),
        texts=claimed_texts(answer, library),
        reason=answer.reason.rstrip(".") if refused and not says_why else "",
        closest=tuple((cite(*found), start_of(found[1].text, _SNIPPET)) for found in closest if found),
        also=also_in(answer, library),
        copied=plain(answer, library),
    )


def plain(answer: Answer, library: Library) -> str:
    """Return an answer as text to paste: the lead, then each quote, what governs it, its full label."""
    opened = "\n".join(map(own_line, answer.opened.split("\n")))
    lines, quotes = [opened, own_line(answer.lead)], list[str]()
    for claim in answer.claims:
        own_quotes = [citation.quote for citation in claim.citations]
        lines += [f"{own_line(claim.text)} (in other words)"] if claim.text not in own_quotes else []
        lines += [cited(citation, library, quotes) for citation in claim.citations]
        quotes += own_quotes
    return "\n\n".join(filter(None, lines))


def leads_on(answer: Answer) -> Link | None:
    """Return the page that does more than an answer can: Propose, Compare, or the text on one page."""
    if answer.reason_code == ReasonCode.WRITING:
        return Link("Propose a change to a text", "/propose")
    if answer.trace and answer.trace.strategy == "change" and answer.cited:
        newest = max(provision.edition for provision in answer.cited)
        return Link("Compare the two editions", ComparisonQuery(new=str(newest)).address)
    of_text = overview_text(answer)
    return Link("See this text on one page", f"{start_address(of_text)}#plan") if of_text else None


def found_by(answer: Answer) -> tuple[str, ...]:
    """Return how an answer was found, one line per step; nothing if that is no longer known."""
    if answer.trace is None or answer.reason_code in SMALL_TALK:
        return ()
    verbatim = sum(claim.support == Support.VERBATIM for claim in answer.claims)
    quoted = f"verbatim: {verbatim} of {len(answer.claims)} statements, compared with their clauses"
    took = f"time: {answer.seconds:.1f} s" if answer.seconds >= 1 else f"time: {answer.seconds * 1000:.0f} ms"
    return (*answer.trace.lines, *([quoted] if answer.claims else []), took)


def _status(answer: Answer) -> str:
    """Return the status line of an answer: '' for small talk, the lead for candidates."""
    if answer.reason_code in SMALL_TALK:
        return ""
    if any(claim.support == Support.PARAPHRASE for claim in answer.claims):
        return WORDED
    return _OF_REASONS.get(answer.reason_code) or STATUS_SENTENCES.get(answer.status, answer.lead)


def _linked(lead: str, library: Library) -> Iterator[tuple[str, str]]:
    """Walk a sentence as words and official addresses; no other address becomes a link."""
    addresses = {
        instrument.address
        for instrument in library.catalogue.instruments
        if instrument.address and instrument.address in lead
    }
    pieces = re.split(f"({'|'.join(map(re.escape, addresses))})", lead) if addresses else [lead]
    return ((piece, piece if piece in addresses else "") for piece in pieces)


def everything(library: Library) -> str:
    """Say what is searched without a filter: "All 33 texts"; earlier editions are not."""
    newest = library.newest
    if len(newest) < 2:
        return newest[0].name if newest else "No texts yet"
    return f"All {len(newest):,} texts"


def narrowed_to(answer: Answer | None, filters: Filters, library: Library, later: str = "") -> str:
    """Return which part of the library was searched; '' for all of it.

    `later` is the question as typed, if earlier questions came before it: a text that it does not name was
    named in one of them.
    """
    trace = answer.trace if answer else None
    filtered = described(filters, library) if filters else ""
    reason = _SCOPES.get(trace.reason) if trace else None
    searched = set(trace.texts) if trace else set()
    shown = (
        {edition.name for id_ in answer.cited if (edition := library.find(id_.edition))} if answer else set()
    )
    is_whole = searched == {edition.name for edition in library.newest} or not shown <= searched
    if trace is None or reason is None or is_whole or filters.edition:
        return f"Searched: {filtered}" if filtered else ""
    if trace.reason == ScopeReason.NAMED and later and edition_named(later, library) is None:
        reason = _SCOPES[ScopeReason.CONVERSATION]
    texts = ", ".join(trace.texts) if len(trace.texts) <= _NAMED else f"{len(trace.texts)} texts"
    return f"Searched: {f'{filtered}, in ' if filtered else ''}{texts} only ({reason})"


def also_in(answer: Answer, library: Library) -> tuple[Cite, ...]:
    """Return the nearest clause of each other text that scores about as high as the clauses shown.

    Return nothing if no reader scored the clauses: an answer found by label, or as a whole list, is complete.
    """
    if answer.status != Status.ANSWERED or answer.trace is None:
        return ()
    shown = {citation.provision for claim in answer.claims for citation in claim.citations}
    likely = [(hit.provision, hit.likelihood) for hit in answer.trace.hits if hit.likelihood is not None]
    least = NEAR * min((likelihood for id_, likelihood in likely if id_ in shown), default=1.0)
    texts = {id_.edition for id_ in shown}
    near: dict[EditionKey, Cite] = {}
    for id_, likelihood in likely:
        is_near = likelihood >= least and id_ not in shown and id_.edition not in texts | near.keys()
        if is_near and (found := library.provision(id_)):
            near[id_.edition] = cite(*found)
    return tuple(near.values())[:_ALSO]
