"""The question before with one part of it exchanged for what the last turn says."""

from __future__ import annotations

import pytest

from assistant.understanding.bodies import same_for_another
from assistant.understanding.fragments import parallel

ONE, MANY = (
    "What does the warden have to do about the piers?",
    "What do the wardens have to do about the piers?",
)


@pytest.mark.parametrize(
    ("rule", "before", "turn", "meant"),
    [
        ("one becomes many", ONE, "the keepers", "What do the keepers have to do about the piers?"),
        ("many become one", MANY, "the keeper", "What does the keeper have to do about the piers?"),
    ],
)
def test_the_verb_agrees_with_who_takes_the_place(rule: str, before: str, turn: str, meant: str):
    assert parallel(before, turn, (), loosely=True) == meant, rule


@pytest.mark.parametrize("turn", ["And the other one?", "What about the other?", "the others, please"])
def test_the_other_one_names_nothing_that_could_be_exchanged(turn: str):
    assert parallel("The plan has two annexes. What is the first one?", turn, (), loosely=True) is None


@pytest.mark.parametrize("number", ["WHA99.12", "decision 7/CMA.9"])
def test_a_piece_of_a_number_is_no_body(number: str):
    before = f"What does {number} ask the Director-General to do?"
    meant = f"What does {number} ask Member States to do?"
    assert same_for_another(before, "and the Member States?", ()) == meant
