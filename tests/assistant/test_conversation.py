"""What a last turn means in the light of those before it, and what an assistant answers to it."""

from __future__ import annotations

import pytest

from assistant.bodies import same_for_another
from assistant.conversation import FollowUp, choice, corrected, leans, picked, understood
from corpus.instruments import Edition

BEFORE = "What shall the Harbour Council count?"

UNDERSTOOD = [
    ("a question that stands alone", "Which colour are the lanterns of northern harbours painted?",
     ("Which colour are the lanterns of northern harbours painted?", False, 0)),
    ("a pronoun leans", "How often must it do so?", (f"{BEFORE} How often must it do so?", True, 0)),
    ("an ellipsis leans", "And dark piers?", (f"{BEFORE} And dark piers?", True, 0)),
    ("one that opens with and but has words of its own is asked alone, of the same text",
     "And which dark northern piers were counted yearly?",
     ("And which dark northern piers were counted yearly?", True, 0)),
    ("a new topic drops what was said", "New question: who lends willows?", ("who lends willows?", False, 0)),
    ("another way to say so", "Thanks. Something else: who lends willows?", ("who lends willows?", False, 0)),
    ("the next", "and the next one, please", ("and the next one, please", True, 1)),
    ("the paragraph after that", "the paragraph after that?", ("the paragraph after that?", True, 1)),
    ("the one before", "previous item", ("previous item", True, -1)),
    ("a correction", "No, sorry, I meant the wardens.", (f"{BEFORE} the wardens", True, 0)),
    ("a correction that says what not", "not the piers, I mean the wardens",
     (f"{BEFORE} the wardens", True, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "turn", "meant"), UNDERSTOOD, ids=[row[0] for row in UNDERSTOOD])
def test_a_turn_is_understood(rule: str, turn: str, meant: tuple[str, bool, int]):
    found = understood([BEFORE, turn])
    assert (found.text, found.leans, found.step) == meant


def test_the_form_of_answer_is_that_of_the_turn_that_asks():
    assert understood([BEFORE, "And when?"]).form == "And when?"
    assert understood([BEFORE, "And dark piers?"]).form == BEFORE


def test_a_first_turn_is_itself():
    assert understood(["It?"]) == FollowUp("It?", "It?")
    assert understood([]) == FollowUp("", "")


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("No, I meant the annex", "the annex"),
        ("sorry, Goal 3", "Goal 3"),
        ("I mean the directory of codes.", "the directory of codes"),
        ("Who keeps the lanterns?", "Who keeps the lanterns?"),
        ("What do they mean by a lantern?", "What do they mean by a lantern?"),
    ],
)
def test_a_correction_is_what_is_meant(turn: str, expected: str):
    assert corrected(turn) == expected


@pytest.mark.parametrize(
    ("turn", "answer"),
    [("And the lanterns?", True), ("Who trims them?", True), ("Who trims lanterns at dawn by hand?", False)],
)
def test_a_turn_leans_or_stands(turn: str, answer: bool):
    assert leans(turn) is answer


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ("the one on lanterns, please", {"lantern"}),
        ("I mean the case of the piers", {"pier"}),
        ("who lends willows?", set()),
        ("and the piers?", set()),
        ("next", set()),
    ],
)
def test_words_choose_among_what_was_shown(turn: str, words: set[str]):
    assert choice(turn) == words


@pytest.mark.parametrize(
    ("turn", "place"), [("the second", 1), ("3", 2), ("the last one", -1), ("who?", None)]
)
def test_a_place_is_picked(turn: str, place: int | None):
    assert picked(turn) == place


def test_the_same_is_asked_for_another_body(harbours: Edition):
    asked = "What must the Harbour Council do?"
    assert same_for_another(asked, "And Member States?", [harbours]) == "What must the Member States do?"
    assert same_for_another(asked, "what about UNESCO?", [harbours]) == "What must the UNESCO do?"
    assert same_for_another(asked, "and who pays for the piers?", [harbours]) is None
    assert same_for_another("When is dawn?", "And Member States?", [harbours]) is None
