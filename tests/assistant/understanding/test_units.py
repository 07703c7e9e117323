"""A numbered unit that no text has is known as such, whatever the sentence that names it."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.understanding.units import missing_unit
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from index.opening import search_without_index
from ingest import parse_source, text_source

TEXT = """RESOLUTION 900 (REV. LISBON, 2030)

Lanterns along the harbours

The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),

recognizing

a) the work on Actions 3 to 5 of the harbour plan;

resolves

to light lanterns as Annex 1 to this resolution describes,

ANNEX 1 TO RESOLUTION 900 (REV. LISBON, 2030)

1 Goals

1 The goals are as follows:

2 Goal 1 – Bright lanterns: every lantern burns.

3 Goal 2 – Safe harbours: every harbour has a warden.
"""
MISSING = {
    "What is the aim of goal 7?": ("goal 7", ("1", "2")),
    "How many wardens does goal 3 promise?": ("goal 3", ("1", "2")),
    "Tell me about priority 8": ("priority 8", ()),
    "and what of annex 5": ("annex 5", ("1",)),
    "Is action 6 finished?": ("action 6", ("3", "4", "5")),
}
THERE = [
    "What is the aim of goal 2?",
    "Does annex I set goals?",
    "Is action 4 finished?",
    "How does it serve Sustainable Development Goal 7?",
    "Which are the top 5 targets?",
    "What are the goals for 2035?",
]


@pytest.fixture(scope="module")
def lanterns() -> Edition:
    return parse_source(text_source(TEXT), "lanterns").edition()


@pytest.mark.parametrize(("question", "expected"), MISSING.items(), ids=MISSING)
def test_a_unit_that_no_text_has_is_missing(lanterns: Edition, question: str, expected: tuple[str, object]):
    unit = missing_unit(question, [lanterns])
    assert unit is not None
    assert (unit.words, unit.numbers) == expected


@pytest.mark.parametrize("question", THERE)
def test_a_unit_that_is_there_or_another_texts_is_not(lanterns: Edition, question: str):
    assert missing_unit(question, [lanterns]) is None


def test_no_neighbour_answers_for_a_missing_unit(lanterns: Edition):
    assistant = Assistant(Library((lanterns,), Catalogue(())), search_without_index((lanterns,), ()))
    for turns in (
        ["What is the aim of goal 7?"],
        ["What does goal 2 say?", "and what is the aim of goal 7?"],
    ):
        answer = assistant.ask(turns)
        assert answer.status == Status.NOT_STATED
        assert answer.lead == (
            "The library has no “goal 7” in Resolution 900 (Rev. Lisbon, 2030). The goals are 1 and 2."
        )
