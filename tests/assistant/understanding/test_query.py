"""A question is read once: its intent, and what it asks for and names, as values."""

from __future__ import annotations

import pytest

from assistant.library.library import Library
from assistant.understanding.facts import DateKind
from assistant.understanding.forms import Fact, Intent
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.query import MAX_CHARACTERS, Query, read_query
from assistant.understanding.whole_texts import OverviewKind
from corpus.catalogue import Catalogue
from corpus.errors import InvalidQuestion

EMPTY = Lexicon(Library((), Catalogue(())), ())


def read(text: str, form: str = "") -> Query:
    return read_query(text, EMPTY, form)


@pytest.mark.parametrize(
    ("intent", "question"),
    [
        (Intent.ASK, "Who keeps the keys?"),
        (Intent.OPINION, "Do you think that the plan is good?"),
        (Intent.GREETING, "Hello!"),
        (Intent.THANKS, "Thank you!"),
        (Intent.HELP, "What can I ask you?"),
    ],
)
def test_the_intent_of_a_question(intent: Intent, question: str):
    assert read(question).intent == intent


def test_what_a_question_asks_for_is_read_into_values():
    term = read("What does LLDC stand for?").term
    assert term is not None
    assert (term.abbreviation, term.asks_letters) == ("LLDC", True)
    fact = read("How often are the lamps cleaned?").fact
    assert fact is not None
    assert (fact.kind, fact.when) == (Fact.DATE, DateKind.OFTEN)
    duty = read("What must the SG do?").duty
    assert duty is not None
    assert "secretary-general" in duty.bodies
    assert read("Give me a summary of it").whole == OverviewKind.SUBJECT
    assert read("Which resolutions are cited?").cited == "res"
    assert read("Which resolutions on lamps are cited?").cited is None
    assert read("“every lamp”").phrases == ("every lamp",)
    assert read("Who cleans “every lamp” by night?").phrases == ()
    assert read("What changed?").change is None, "no text is in the library twice"


def test_words_of_an_earlier_turn_may_say_the_form_of_the_answer():
    query = read("the lamps", form="How many lamps are there?")
    assert (query.text, query.form) == ("the lamps", "How many lamps are there?")
    assert query.fact is not None
    assert query.fact.kind == Fact.NUMBER


def test_what_is_left_of_a_question_is_a_question_of_its_own():
    left = read("How many lamps has Resolution 902?").left("who  cleans them?")
    assert (left.text, left.form, left.fact) == ("who cleans them?", "who cleans them?", None)


@pytest.mark.parametrize("text", ["", " \n", "?!", "a" * (MAX_CHARACTERS + 1), "\x00\x01\x02a"])
def test_what_is_no_question_is_refused(text: str):
    with pytest.raises(InvalidQuestion):
        read(text)


@pytest.mark.parametrize("text", ["lamps?\u200b", "lamps?\x00", "\ufefflamps?"])
def test_one_invisible_character_makes_no_question_unreadable(text: str):
    assert read(text).text == "lamps?"


def test_a_long_question_is_refused_before_its_spelling_is_corrected():
    class NeverAsked:
        def correct(self, text: str) -> str:
            raise AssertionError("the length comes first")

    with pytest.raises(InvalidQuestion, match="at most 2,000"):
        read_query("what is decided? " * 1000, EMPTY, spelling=NeverAsked())  # type: ignore[arg-type]
