"""What a last turn means in the light of those before it, and what an assistant answers to it."""

from __future__ import annotations

import pytest

from assistant.understanding.places import Place, place_of, renumbered
from assistant.understanding.turns import (
    asks_of_all_texts,
    choice,
    corrected,
    depends_on_earlier,
    is_fragment,
    spoken,
    wants_words,
)

BEFORE = "What shall the Harbour Council count?"


def test_thanks_between_are_left_out():
    assert spoken([BEFORE, "Great, thanks!", "ok", "And piers?"]) == (BEFORE, "And piers?")
    assert spoken([BEFORE, "Thanks"]) == (BEFORE, "Thanks")


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("in all resolutions", True),
        ("Which northern harbour resolution lights piers?", True),
        ("what other text lights piers?", True),
        ("Is it said anywhere?", True),
        ("and the other resolution?", True),
        ("What does the resolution say?", False),
        ("Tell me what the resolution says", False),
        ("all of the resolution", False),
        ("which part of the text?", False),
        ("Which clause in this decision lights piers?", False),
    ],
)
def test_a_turn_asks_of_all_texts(turn: str, expected: bool):
    assert asks_of_all_texts(turn) == expected


@pytest.mark.parametrize(
    ("turn", "count"),
    [
        ("and the next one, please", (1,)),
        ("the paragraph after that?", (1,)),
        ("what comes after?", (1,)),
        ("the next two", (1, 2)),
        ("previous item", (-1,)),
        ("go back one", (-1,)),
        ("and before that?", (-1,)),
        ("And the one that comes after it?", (1,)),
        ("which goal comes next?", (1,)),
        ("Go on.", (1,)),
        ("Read me the entry right underneath, pls", (1,)),
        ("What was the preceding instruction?", (-1,)),
        ("I also need the two before it.", (-2, -1)),
        ("And then who trims the lamps?", ()),
        ("what is in it?", ()),
        ("and the one after the ferry?", ()),
        ("before or after that?", ()),
        ("what comes before dawn?", ()),
        ("the next plenipotentiary conference", ()),
    ],
)
def test_a_turn_steps(turn: str, count: tuple[int, ...]):
    place = place_of(turn)
    assert (place.steps if place and place.is_all else ()) == count


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("and the lanterns?", True),
        ("Annex 1, paragraph 3", True),
        ("dark piers too", True),
        ("list all lanterns", False),
        ("who trims them?", False),
        ("That every harbour keeps a lantern. It shall burn.", False),
    ],
)
def test_a_fragment_asks_nothing_alone(turn: str, expected: bool):
    assert is_fragment(turn) is expected


@pytest.mark.parametrize(
    ("turn", "exact"),
    [("show me the exact words", True), ("Can you quote it?", True), ("what else?", False)],
)
def test_a_turn_wants_the_words(turn: str, exact: bool):
    assert wants_words(turn) is exact


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("No, I meant the annex", "the annex"),
        ("sorry, Goal 3", "Goal 3"),
        ("sorry, meant the wardens", "the wardens"),
        ("No, that is not the one; I meant the paper on ferries", "the paper on ferries"),
        ("I mean the directory of codes.", "the directory of codes"),
        ("Who keeps the lanterns?", "Who keeps the lanterns?"),
        ("What do they mean by a lantern?", "What do they mean by a lantern?"),
    ],
)
def test_a_correction_is_what_is_meant(turn: str, expected: str):
    assert corrected(turn) == expected


@pytest.mark.parametrize(
    ("turn", "answer"),
    [
        ("And the lanterns?", True),
        ("Who trims them?", True),
        ("On what basis?", True),
        ("Who trims lanterns at dawn by hand?", False),
    ],
)
def test_a_turn_leans_or_stands(turn: str, answer: bool):
    assert depends_on_earlier(turn) is answer


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ("the one on lanterns, please", {"lantern"}),
        ("I mean the case of the piers", {"pier"}),
        ("who lends willows?", set()),
        ("and the piers?", set()),
    ],
)
def test_words_choose_among_what_was_shown(turn: str, words: set[str]):
    assert choice(turn) == words


@pytest.mark.parametrize(
    ("turn", "place"),
    [
        ("and the next one?", Place((1,))),
        ("and 4?", Place(marker="4")),
        ("letter b)", Place(marker="b")),
        ("Read me number 7", Place(marker="7", counts=True)),
        ("no. 1.3", Place(marker="1.3", counts=True)),
        ("what outcomes does it have?", None),
        ("the third one, please", Place(ordinal=2)),
        ("how does the seventh one read?", Place(ordinal=6)),
        ("I need the remainder of that list too", Place(is_rest=True)),
        ("what's the other one?", Place(is_rest=True, is_all=False)),
        ("the last one", Place(ordinal=-1)),
        ("what else?", Place(is_rest=True)),
        ("item (b), about lamps?", Place(marker="b", counts=True, is_all=False)),
        ("what does the point after that say on lamps?", Place((1,), is_all=False)),
        ("what does the previous paragraph add?", Place((-1,), is_all=False)),
        ("the third demand is about which pier?", Place(ordinal=2, is_all=False)),
        ("and the remaining footnote", Place(is_rest=True, is_all=False)),
        ("who trims the lamps?", None),
        ("the first or the second?", None),
    ],
)
def test_a_turn_points_at_a_place(turn: str, place: Place | None):
    assert place_of(turn) == place


@pytest.mark.parametrize(
    ("rule", "question", "turn", "meant"),
    [
        ("of the same noun", "Targets for Goal 1?", "Goal 2", "Targets for Goal 2?"),
        ("with words before it", "Targets for Goal 1?", "those for Goal 2", "Targets for Goal 2?"),
        ("of a text, which a bare number means", "Why is Res. 191 cited?", "200", "Why is Res. 200 cited?"),
        ("of another noun", "Targets for Goal 1?", "Annex 2", ""),
        ("not a part of a symbol", "What does resolution 75/1 say?", "76", ""),
        ("the same", "Targets for Goal 1?", "Goal 1", ""),
        ("among other words", "Targets for Goal 1?", "what does it say of Goal 2", ""),
    ],
)
def test_a_number_is_exchanged(rule: str, question: str, turn: str, meant: str):
    assert renumbered(question, turn) == meant, rule


@pytest.mark.parametrize(
    ("turn", "leans_on"),
    [
        ("how many targets are there?", False),
        ("Are there any regional offices?", False),
        ("who counts the lanterns?", False),
        ("how many are there?", True),
        ("why?", True),
        ("who adopted them?", True),
        ("is it green there?", True),
    ],
)
def test_only_an_ellipsis_or_a_pronoun_leans_on_the_turn_before(turn: str, leans_on: bool):
    assert depends_on_earlier(turn) == leans_on
