"""A conversation, or one answer of it, as a file: Word and Markdown to read, JSON for other tools."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.cli import contracts
from assistant.conversations.exported import ExportedAnswer, exported, notes
from assistant.conversations.turn import Conversation, Turn
from assistant.exports.markdown import MEDIA_TYPE, clause, plain
from assistant.library.library import Library

if TYPE_CHECKING:
    from assistant.exports.word_file import WordFile

VERSION = 1
"""Of the form of the JSON."""
CLOSEST = "Closest clauses, not an answer"
"""What opens the list of clauses that do not answer."""


def titled(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """Return the title of an export, '' where that is the first question, which comes below it anyway."""
    first = " ".join(turns[0].question.split()) if turns else ""
    return "" if first.startswith(conversation.title.removesuffix(" …")) else conversation.title


def markdown(conversation: Conversation, turns: Sequence[Turn], library: Library) -> str:
    """Write questions and answers, each clause quoted whole with its full citation."""
    title, answers = titled(conversation, turns), [exported(one, library) for one in turns]
    parts = [f"# {plain(title)}"] if title else []
    for one in answers:
        parts += _answer(one, "##" if title else "#")
    return "\n\n".join([*parts, *(f"*{plain(one)}*" for one in notes(answers, turns))]) + "\n"


def _answer(one: ExportedAnswer, hashes: str) -> Iterator[str]:
    """Walk the paragraphs of one question with its answer."""
    yield f"{hashes} {plain(one.question)}"
    yield f"*{plain(one.asked)}*"
    yield from (f"**{plain(status)}**" for status in [one.status] if status)
    yield from (plain(line) for line in (one.lead, *one.remarks) if line)
    for found in one.clauses:
        if found.statement:
            yield f"{plain(found.statement)} (in other words)"
        yield clause(found.quotation)
        yield f"— {plain(found.note)}"
    if one.closest:
        yield f"{CLOSEST}:"
        yield "\n".join(f"- {plain(label)}" for label in one.closest)


def word(conversation: Conversation, turns: Sequence[Turn], library: Library) -> bytes:
    """Write them as a Word file, each citation in a footnote."""
    from assistant.exports.word_file import WordFile  # python-docx is loaded when it is wanted

    answers, file = [exported(one, library) for one in turns], WordFile(conversation.title)
    if title := titled(conversation, turns):
        file.heading(title, level=0)
    for one in answers:
        _write(one, file)
    for line in notes(answers, turns):
        file.paragraph(line, italic=True)
    return file.saved()


def _write(one: ExportedAnswer, file: WordFile) -> None:
    """Write one question with its answer into a Word file."""
    file.heading(one.question)
    file.paragraph(one.asked, italic=True)
    if one.status:
        file.paragraph(f"{one.status}.", bold=True)
    for line in filter(None, (one.lead, *one.remarks)):
        file.paragraph(line)
    for found in one.clauses:
        if found.statement:
            file.paragraph(f"{found.statement} (in other words)")
        file.clause(found.quotation, f"{found.note}.")
    if one.closest:
        file.paragraph(f"{CLOSEST}:")
    for label in one.closest:
        file.paragraph(label, "List Bullet")


def as_json(conversation: Conversation, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return the conversation: of each turn the question, its filters, the answer as `ask` prints it."""
    return {
        "version": VERSION,
        "title": conversation.title,
        "changed": conversation.changed,
        "turns": [
            {
                "asked": one.asked,
                "question": one.question,
                "filters": str(one.filters),
                "answer": contracts.answer_json(one.answer, one.number),
                "verdict": one.verdict.kind if one.verdict else None,
            }
            for one in turns
        ],
    }


def _json(conversation: Conversation, turns: Sequence[Turn], library: Library) -> bytes:
    """Write the JSON."""
    del library
    return json.dumps(as_json(conversation, turns), ensure_ascii=False, indent=1).encode()


FORMS: dict[str, tuple[str, Callable[[Conversation, Sequence[Turn], Library], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    "md": (MEDIA_TYPE, lambda *given: markdown(*given).encode()),
    "json": ("application/json", _json),
}
"""The files that a conversation can be exported to: by their ending, the media type and who writes them."""
