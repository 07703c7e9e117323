"""The page of a person's conversations: values for templates/conversations.html and print.html."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversations.export import titled
from assistant.conversations.exported import ExportedAnswer, exported, notes
from assistant.conversations.turn import Conversation, Turn
from assistant.library.library import Library
from assistant.web.addresses import conversation_address
from assistant.web.markup import Html
from assistant.web.messages import as_sentence
from assistant.web.templating import render


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in the list: `changed` is when it last went on, to the minute in UTC."""

    id: str
    title: str
    href: str
    questions: str
    changed: str
    when: str


@dataclass(frozen=True, slots=True)
class ConversationsPage:
    """All that the page lists; `more` if there are others, `deleted` is one that can be restored."""

    rows: tuple[Row, ...]
    words: str = ""
    refusal: str = ""
    more: bool = False
    deleted: Conversation | None = None


def conversations(
    found: Sequence[Conversation],
    words: str,
    refusal: str = "",
    *,
    more: bool = False,
    deleted: Conversation | None = None,
) -> ConversationsPage:
    """Return the page with what a search found, or all; a refusal is made a sentence."""
    sentence = as_sentence(refusal)
    return ConversationsPage(tuple(map(_row, found)), words, sentence, more, deleted)


def _row(one: Conversation) -> Row:
    """Return one conversation as it is listed."""
    questions = f"{one.turns} {'question' if one.turns == 1 else 'questions'}"
    when = one.changed[:16].replace("T", " ")
    return Row(one.id, one.title, conversation_address(one.id), questions, one.changed, when)


@dataclass(frozen=True, slots=True)
class Printed:
    """Answers as they are printed; `title` is '' for a single question."""

    title: str
    answers: tuple[ExportedAnswer, ...]
    notes: tuple[str, ...]
    back: str
    exports: str


def printed(conversation: Conversation, turns: Sequence[Turn], library: Library, exports: str) -> Html:
    """Render answers to print; `exports` is their address without the ending of a file."""
    answers = tuple(exported(one, library) for one in turns)
    title, back = titled(conversation, turns), conversation_address(conversation.id)
    values = Printed(title, answers, notes(answers, turns), back, exports)
    return render("print.html", page=values)
