"""Questions of the bank that a reader is offered, beside an answer and to begin with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Status
from assistant.conversations.related_questions import is_well_put, related_questions
from assistant.pipeline import Assistant
from assistant.web.exchanges import ConversationView, Exchange, conversation, welcome
from corpus.instruments import Edition
from corpus.packs import PackQuestion
from index.bank import BankQuestion, Neighbour, Neighbours


class Speller:
    """Finds one slip."""

    def correct(self, text: str) -> str:
        return text.replace("lihgt", "light")


@pytest.fixture
def near(harbours: Edition):
    """Make neighbours from questions and their nearness; each has a clause of its own, or all have one."""

    def made(*rows: tuple[str, float], clause: str = "") -> Neighbours:
        return Neighbours(
            tuple(
                Neighbour(
                    BankQuestion(
                        harbours.key, PackQuestion(text, (clause or f"para_{at}",), "lookup", "staff")
                    ),
                    nearness,
                )
                for at, (text, nearness) in enumerate(rows)
            )
        )

    return made


def test_the_three_nearest_that_are_well_put_are_related(near):
    found = related_questions(
        near(
            ("Who lights the lamps?", 0.9), ("who lights them", 0.89), ("What is a lihgt?", 0.88),
            ("Who counts them?", 0.8), ("Who paints them?", 0.7), ("Who pays?", 0.6),
        ),
        Speller(),
    )  # fmt: skip
    assert found == ("Who lights the lamps?", "Who counts them?", "Who paints them?")


@pytest.mark.parametrize(
    ("rule", "text", "is_offered"),
    [
        ("a question word", "Who lights the lamps?", True),
        ("an auxiliary", "Does the harbour have lamps?", True),
        ("a preposition before a question word", "In which year were the lamps lit?", True),
        ("no sentence", "Lamps lit?", False),
        ("words before the question", "From lamps to piers: how are they linked?", False),
        ("an equals sign", "What = a lamp?", False),
        ("a quotation", "What does “lit lamps” mean?", False),
        ("two sentences in one", "What do the lamps do, in short: light and shade?", False),
        ("an aside in brackets", "Who lights the lamps (all of them)?", False),
        ("no capital", "who lights the lamps?", False),
        ("one word", "Why?", False),
        ("seventeen words", f"Who {'really ' * 15}pays?", False),
        ("a slip", "Who has the lihgt?", False),
    ],
)
def test_a_question_is_offered_if_it_is_one_plain_sentence(rule, text, is_offered):
    assert is_well_put(text, Speller()) is is_offered, rule


def test_what_asks_the_same_as_the_reader_is_not_related(near):
    assert related_questions(near(("Who lights the lamps?", 0.96), ("Who pays?", 0.5)), Speller()) == (
        "Who pays?",
    )


def test_of_questions_about_the_same_clause_the_nearest_is_related(near):
    found = near(("Who lights the lamps?", 0.9), ("Who is to light them?", 0.8), clause="para_1")
    assert related_questions(found, Speller()) == ("Who lights the lamps?",)


def test_a_question_on_another_matter_is_not_related(near):
    assert related_questions(near(("Who lights the lamps?", 0.49)), Speller()) == ()


def test_a_long_question_is_not_offered(near):
    assert related_questions(near((f"Who{' really' * 20} pays?", 0.9)), Speller()) == ()


# -- over Resolution 71 -----------------------------------------------------------------------------


def test_an_answer_and_a_refusal_have_related_questions(assistant: Assistant):
    answered = assistant.ask(["who reports every year to the council"])
    refused = assistant.ask(["How many regional offices are there?"])
    assert (answered.status, refused.status) == (Status.ANSWERED, Status.NOT_STATED)
    for answer in (answered, refused):
        assert 1 <= len(answer.related) <= 3
        assert all(one[0].isupper() and one.endswith("?") for one in answer.related)


def test_without_packs_the_questions_to_begin_with_are_those_of_any_text(assistant: Assistant):
    page = str(welcome(assistant.library, {}))
    assert "What is Resolution 71 (Rev. Bucharest, 2022) about?" in page


def test_related_questions_are_buttons_that_ask(assistant: Assistant):
    answer = assistant.ask(["who reports every year to the council"])
    asked = Exchange("who reports every year to the council", answer)
    shown = str(conversation(ConversationView("", (asked,)), assistant.library))
    assert shown.count('class="example"') == len(answer.related)
    assert "Related questions" in shown
    without = replace(asked, answer=replace(answer, related=()))
    none = str(conversation(ConversationView("", (without,)), assistant.library))
    assert "Related questions" not in none
