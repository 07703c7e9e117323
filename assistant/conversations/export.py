"""Exports a conversation or one answer: Word and Markdown, or a page to print.

Each shows the same: the question, the status, the clauses whole, short notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.answer import Answer, Citation, Status, Support
from assistant.conversations.turn import (
    LEAD_SAYS_WHY,
    OUTDATED,
    SMALL_TALK,
    STATUS_SENTENCES,
    Conversation,
    Turn,
    is_outdated,
)
from assistant.exports import WORD
from assistant.exports.markdown import MEDIA_TYPE, clause, plain
from assistant.library.library import Library
from assistant.quotation import Item, Quotation, is_open, quotation_of_words
from corpus.keys import ProvisionId

STATUS_LINES = {**STATUS_SENTENCES, Status.CANDIDATES: "These clauses may answer the question"}
"""How a question was met."""
CLOSEST = "Closest clauses, not an answer"
"""What opens the list of clauses that do not answer."""
OWN_WORDS = "Quoted passages are the texts' own words."
GOVERNED = "Words in italics introduce the passages below them."
OTHER_WORDS = (
    "Sentences marked “in other words” were written by a language model and checked against the clauses."
)
_MARKDOWN = {"question": "# {}", "note": "*{}*", "status": "**{}**", "text": "{}", "item": "- {}"}


@dataclass(frozen=True, slots=True)
class ExportedClause:
    """A quoted clause; `statement` says it in other words, '' where its own words are the statement."""

    quotation: Quotation
    note: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class ExportedAnswer:
    """A question with its answer: `remarks` are lines below the lead, `closest` clauses do not answer."""

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
    closest = () if answer.status == Status.ANSWERED else filter(None, map(library.provision, answer.closest))
    return ExportedAnswer(
        " ".join(turn.question.split()) or "(an empty question)",
        _date(turn.asked),
        "" if answer.reason_code in SMALL_TALK else STATUS_LINES[answer.status],
        answer.lead,
        tuple(_remarks(turn, library)),
        tuple(_clauses(answer, library)),
        tuple(edition.citation(provision) for edition, provision in closest),
    )


def titled(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """Return the title of an export, '' where that is the first question, which comes below it anyway."""
    first = " ".join(turns[0].question.split()) if turns else ""
    return "" if first.startswith(conversation.title.removesuffix(" …")) else conversation.title


def notes(answers: Sequence[ExportedAnswer], turns: Sequence[Turn]) -> tuple[str, ...]:
    """Return the notes at the end of an export: whose words are whose."""
    supports = {claim.support for turn in turns for claim in turn.answer.claims}
    worded = supports - {Support.VERBATIM} or any(turn.answer.opening for turn in turns)
    clauses = [quoted for answer in answers for quoted in answer.clauses]
    is_governed = any(quoted.quotation.above for quoted in clauses)
    rules = ((OWN_WORDS, clauses), (GOVERNED, is_governed), (OTHER_WORDS, worded))
    return tuple(note for note, applies in rules if applies)


def markdown(conversation: Conversation, turns: Sequence[Turn], library: Library) -> str:
    """Write questions and answers, each clause quoted whole with its full citation."""
    parts = []
    for style, part in _parts(conversation, turns, library):
        if isinstance(part, ExportedClause):
            parts += [clause(part.quotation), f"— {plain(part.note)}"]
        elif style == "title":
            parts.append(f"# {plain(part)}")
        else:
            deeper = "#" if style == "question" and titled(conversation, turns) else ""
            parts.append(deeper + _MARKDOWN[style].format(plain(part)))
    return "\n\n".join(parts) + "\n"


def word(conversation: Conversation, turns: Sequence[Turn], library: Library) -> bytes:
    """Write them as a Word file, each citation in a footnote."""
    from assistant.exports.word_file import WordFile  # python-docx is loaded when it is wanted

    file = WordFile(conversation.title)
    for style, part in _parts(conversation, turns, library):
        if isinstance(part, ExportedClause):
            file.clause(part.quotation, f"{part.note}.")
        elif style in ("title", "question"):
            file.heading(part, level=int(style == "question"))
        else:
            is_status, kind = style == "status", "List Bullet" if style == "item" else "Normal"
            file.paragraph(f"{part}." if is_status else part, kind, italic=style == "note", bold=is_status)
    return file.saved()


FORMS: dict[str, tuple[str, Callable[[Conversation, Sequence[Turn], Library], bytes]]] = {
    "docx": (WORD, word),
    "md": (MEDIA_TYPE, lambda *arguments: markdown(*arguments).encode()),
}
"""The files that a conversation can be exported to: by their ending, the media type and who writes them."""


def _parts(
    conversation: Conversation, turns: Sequence[Turn], library: Library
) -> Iterator[tuple[str, str | ExportedClause]]:
    """Walk an export from top to bottom: the style of each part with its words, or with a clause."""
    answers = [exported(turn, library) for turn in turns]
    if title := titled(conversation, turns):
        yield "title", title
    for answer in answers:
        yield "question", answer.question
        yield "note", answer.asked
        yield from (("status", status) for status in [answer.status] if status)
        yield from (("text", line) for line in (answer.lead, *answer.remarks) if line)
        for quoted in answer.clauses:
            if quoted.statement:
                yield "text", f"{quoted.statement} (in other words)"
            yield "clause", quoted
        if answer.closest:
            yield "text", f"{CLOSEST}:"
        yield from (("item", label) for label in answer.closest)
    yield from (("note", line) for line in notes(answers, turns))


def _remarks(turn: Turn, library: Library) -> Iterator[str]:
    """Walk what is beside the clauses: filters, how the question was read, a model's words, why not."""
    answer = turn.answer
    if is_outdated(answer, library):
        yield f"{OUTDATED}."
    if turn.filters:
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
    before = introduction = ""
    for claim in answer.claims:
        statement = "" if claim.support == Support.VERBATIM else claim.text
        for citation in claim.citations:
            above = citation.governing
            is_known = above in (before, *answer.heads) or (introduction and above.endswith(introduction))
            below = _below(citation, {*answer.cited}, library)
            superseded = f" (superseded by {citation.superseded_by})" if citation.superseded_by else ""
            quotation = Quotation("" if is_known else above, citation.quote, below, citation.label)
            yield ExportedClause(quotation, f"{citation.label}{superseded}", statement)
            before, statement = above, ""
            introduction = citation.quote if is_open(citation.quote) else introduction


def _below(citation: Citation, cited: set[ProvisionId], library: Library) -> tuple[Item, ...]:
    """Return the items that quoted words introduce, unless the answer cites some of them itself."""
    found = library.provision(citation.provision)
    if found is None or found[1].text[citation.start : citation.end] != citation.quote:
        return ()
    items = quotation_of_words(*found, citation.start, citation.end).below
    key = citation.provision.edition
    return () if any(ProvisionId(key, item.eid) in cited for item in items) else items


def _date(time: str) -> str:
    """Return a time as a person writes it: "3 June 2031, 14:05 UTC"; what is no time as it is."""
    try:
        when = datetime.fromisoformat(time)
    except ValueError:
        return time
    return f"{when.day} {when:%B %Y, %H:%M} UTC"
