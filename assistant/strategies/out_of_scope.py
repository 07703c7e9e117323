"""What is no question about a text, or not in English, is declined."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.strategies.desk import Desk, Finding, ids
from assistant.understanding.question import Question, Want, is_english
from index.search import Hit


def by_form(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Decline small talk, opinions and predictions, and questions in another language."""
    del desk
    if question.want == Want.TALK:
        return Finding(
            Status.OUT_OF_SCOPE,
            "I answer from the texts in the library; they hold no opinions, predictions or small talk.",
            closest=ids(hits, 1),
            reason="the question asks for no content of a text",
        )
    if not is_english(question.text):
        return Finding(
            Status.OUT_OF_SCOPE,
            "The texts here are in English, and so must the question be.",
            reason="the question is not in English",
        )
    return None
