"""Turns that ask nothing of a text, and turns that only begin as if they did."""

from __future__ import annotations

import pytest

from assistant.answer import ReasonCode, Status
from assistant.pipeline import Assistant
from assistant.understanding.forms import Intent, small_talk


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            Intent.GREETING,
            ["hi", "Hello!", "hello there", "Good morning, everyone.", "  HEY  ", "Hi again :)"],
        ),
        (
            Intent.THANKS,
            ["thanks", "Thank you very much!", "Many thanks", "thanks a lot", "ok", "Great!", "Bye."],
        ),
        (
            Intent.HELP,
            ["help", "Can you help me?", "What is this?", "Who are you?", "what can I ask you?",
             "What can we do here?", "How does this work?", "How do I use it?", "What do you know?"],
        ),
        (
            Intent.WRITING,
            ["Write a proposal that amends the instructions to the Council", "draft a resolution on lamps",
             "Could you write me some wording on lamps?", "Please prepare an amendment to resolves 2"],
        ),
    ],
)  # fmt: skip
def test_small_talk_is_told_by_its_kind(kind: Intent, texts: list[str]):
    assert {text: small_talk(text) for text in texts} == dict.fromkeys(texts, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello, what must the Council do?",
        "Thanks, and who tells the Council?",
        "What can the Council do?",
        "Who are you to be told by the Council?",
        "What is this resolution about?",
        "How does this work with Decision 5?",
        "help for developing countries",
        "Draft resolution 12",
        "Who must prepare a resolution?",
        "Who is told to draft the decision?",
        "Great lakes",
        "History of the plan",
        "okapi",
    ],
)
def test_what_asks_something_is_none(text: str):
    assert small_talk(text) is None


@pytest.mark.parametrize(
    ("text", "code", "lead"),
    [
        ("Hello!", ReasonCode.GREETING, "Hello. "),
        ("Thank you!", ReasonCode.THANKS, "You are welcome."),
        ("Who are you?", ReasonCode.HELP, "I answer in the words of the texts"),
        ("Write a clause on lamps", ReasonCode.WRITING, "I quote adopted texts and do not write new ones."),
    ],
)
def test_small_talk_is_replied_to_without_clauses(
    text: str, code: ReasonCode, lead: str, assistant: Assistant
):
    answer = assistant.ask([text])
    assert (answer.status, answer.reason_code) == (Status.OUT_OF_SCOPE, code)
    assert (answer.claims, answer.closest) == ((), ())
    assert answer.lead.startswith(lead)
