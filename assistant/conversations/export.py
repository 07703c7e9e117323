"""A conversation as a file to take away: Markdown to read, JSON for other tools."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from assistant.answer import Citation, Support
from assistant.cli import contracts
from assistant.conversations.turn import Conversation, Turn

VERSION = 1
"""Of the form of the JSON."""
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


def markdown(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """Write questions and answers, each clause quoted with its full label."""
    return "\n\n".join([f"# {_plain(conversation.title)}", *map(_turn, turns)]) + "\n"


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


def _turn(turn: Turn) -> str:
    """Write one question with its answer."""
    lines = [f"## {_plain(turn.question)}", f"*{turn.asked}*", _plain(turn.answer.lead)]
    lines += [f"Asked with: {_plain(str(turn.filters))}"] if str(turn.filters) else []
    lines += [f"Read by {_plain(turn.answer.read_by)}"] if turn.answer.read_by else []
    lines += [_plain(one) for one in turn.answer.opened.splitlines()]
    for claim in turn.answer.claims:
        lines += [f"{_plain(claim.text)} (in other words)"] if claim.support != Support.VERBATIM else []
        lines += [_quoted(one) for one in claim.citations]
    return "\n\n".join(filter(None, lines))


def _quoted(citation: Citation) -> str:
    """Write a quote under the words that govern it, with its label."""
    above = f"> *{_plain(citation.governing)}* …\n>\n" if citation.governing else ""
    return f"{above}> {_plain(citation.quote)}\n>\n> — {_plain(citation.label)}"


def _plain(text: str) -> str:
    """Return text in one line in which nothing is markup."""
    return " ".join(text.split()).translate(_MARKS)


FORMS: dict[str, tuple[str, Callable[[Conversation, Sequence[Turn]], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", lambda one, turns: markdown(one, turns).encode()),
    "json": (
        "application/json",
        lambda one, turns: json.dumps(as_json(one, turns), ensure_ascii=False, indent=1).encode(),
    ),
}
"""What a conversation can be taken away as: by the ending of the file, its media type and who writes it."""
