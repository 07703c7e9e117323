"""An answer as it is shown: which sentences, claims and tools, decided here; the HTML is in answer.html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import TRANSLATED, Answer, ReasonCode, Status, Support
from assistant.conversations.turn import LEAD_SAYS_WHY, SMALL_TALK, STATUS_SENTENCES
from assistant.library.library import Library
from assistant.plain_text import own as own_line
from assistant.understanding.languages import is_leftwards
from assistant.web.addresses import address
from assistant.web.claims import FEW, MOST_OPEN, Cite, ClaimedText, cite, cited, claimed_texts
from assistant.web.messages import for_pages
from assistant.web.searched import also_in
from assistant.web.wording import start_of

_SNIPPET = 180  # characters
_OF_REASONS = {
    ReasonCode.BAD_QUESTION: "This question cannot be read",
    ReasonCode.BAD_FILTER: "This filter cannot be used",
    ReasonCode.FAULT: "A fault in the program, not in your question",
}
"""What is said in place of a status where something else than the texts is why."""
WORDED = "Answered in other words, each statement checked against the clause below it"  # kept from before


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to a question, by either reader.

    `lead` is in pieces, each with the official address that it is, '' for words. `closest` are links to
    clauses with how these begin. `copied` is the answer as it is pasted, '' while it still builds up. Of more
    than a few texts all but the first are folded.
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
        return len(self.texts) > MOST_OPEN and sum(one.clauses for one in self.texts) > FEW


def said(answer: Answer, library: Library, *, complete: bool = True) -> Said:
    """Return what is said to a question, by either reader."""
    refused = answer.status != Status.ANSWERED
    says_why = answer.status == Status.NOT_STATED or answer.reason_code in LEAD_SAYS_WHY
    has_reason = refused and answer.reason and not says_why
    return Said(
        answer=answer,
        status=_status(answer),
        lead=tuple(_linked(for_pages(answer.lead), library)) if answer.status in STATUS_SENTENCES else (),
        texts=claimed_texts(answer, library),
        reason=answer.reason.rstrip(".") if has_reason else "",
        closest=tuple(_closest(answer, library)) if refused else (),
        also=also_in(answer, library) if complete else (),
        copied=plain(answer, library) if complete else "",
    )


def differs(answer: Answer, quick: Answer) -> bool:
    """Return True if a language model's answer shows anything else than the quick one."""
    return (answer.status, answer.claims, answer.opened) != (quick.status, quick.claims, quick.opened)


def plain(answer: Answer, library: Library) -> str:
    """Return an answer as text to paste: the lead, then each quote, what governs it, its full label."""
    opened = "\n".join(map(own_line, answer.opened.split("\n")))
    lines, quotes = [opened, own_line(answer.lead)], list[str]()
    for claim in answer.claims:
        own = [one.quote for one in claim.citations]
        lines += [f"{own_line(claim.text)} (in other words)"] if claim.text not in own else []
        lines += [cited(one, library, quotes) for one in claim.citations]
        quotes += own
    return "\n\n".join(filter(None, lines))


def found_by(answer: Answer) -> tuple[str, ...]:
    """Say how an answer was found, line by line; nothing where that is not known any more."""
    if answer.trace is None or answer.reason_code in SMALL_TALK:
        return ()
    verbatim = sum(one.support == Support.VERBATIM for one in answer.claims)
    quoted = f"verbatim: {verbatim} of {len(answer.claims)} statements, compared with their clauses"
    took = f"time: {answer.seconds:.1f} s" if answer.seconds >= 1 else f"time: {answer.seconds * 1000:.0f} ms"
    return (*answer.trace.lines, *([quoted] if answer.claims else []), took)


def is_worded(answer: Answer) -> bool:
    """Return True if an answer says something in other words than its clauses'."""
    return any(claim.support == Support.PARAPHRASE for claim in answer.claims)


def _status(answer: Answer) -> str:
    """Say how a question was met; nothing of a greeting. The lead of candidates says it by itself."""
    if answer.reason_code in SMALL_TALK:
        return ""
    if is_worded(answer):
        return WORDED
    return _OF_REASONS.get(answer.reason_code) or STATUS_SENTENCES.get(answer.status, answer.lead)


def _linked(lead: str, library: Library) -> Iterator[tuple[str, str]]:
    """Walk a sentence as words and official addresses; no other address becomes a link."""
    addresses = {one.address for one in library.catalogue.instruments if one.address and one.address in lead}
    for part in re.split("|".join(map(re.escape, addresses)) or r"(?!)", lead):
        yield part, ""
        if following := next((one for one in addresses if lead.startswith(one, len(part))), ""):
            yield following, following
        lead = lead[len(part) + len(following) :]


def _closest(answer: Answer, library: Library) -> Iterator[tuple[Cite, str]]:
    """Walk the clauses that come closest to a question that has no answer, each by how it begins."""
    for id_ in answer.closest:
        if found := library.provision(id_):
            edition, provision = found
            link = cite(edition.citation(provision), address(id_), edition)
            yield link, start_of(provision.text, _SNIPPET)
