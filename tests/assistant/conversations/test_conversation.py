"""What a last turn means in the light of those before it, and what an assistant answers to it."""

from __future__ import annotations

import pytest

from assistant.understanding.antecedents import resolved
from assistant.understanding.bodies import alone, same_for_another
from assistant.understanding.fragments import parallel
from assistant.understanding.noun_phrases import last_phrase
from assistant.understanding.turns import (
    choice,
    corrected,
    is_fragment,
    leans,
    picked,
    spoken,
    steps,
    understood,
    wants_others,
    wants_words,
)
from corpus.instruments import Edition

BEFORE = "What shall the Harbour Council count?"

UNDERSTOOD = [
    ("a question that stands alone", "Which colour are the lanterns of northern harbours painted?",
     "Which colour are the lanterns of northern harbours painted?"),
    ("a pronoun leans", "How often must it do so?", f"{BEFORE} How often must it do so?"),
    ("an ellipsis leans", "And dark piers?", f"{BEFORE} And dark piers?"),
    ("a new topic drops what was said", "New question: who lends willows?", "who lends willows?"),
    ("thanks are no part of the question", "Thanks. Something else: who lends willows?",
     "who lends willows?"),
    ("by the way", "By the way, who lends willows?", "who lends willows?"),
    ("a named topic", "Right. Now the wardens: who pays them?", "the wardens: who pays them?"),
    ("a correction", "No, sorry, I meant the wardens.", f"{BEFORE} the wardens"),
    ("a correction that says what not", "not the piers, I mean the wardens", f"{BEFORE} the wardens"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "turn", "meant"), UNDERSTOOD, ids=[row[0] for row in UNDERSTOOD])
def test_a_turn_is_understood_by_its_words(rule: str, turn: str, meant: str):
    assert understood([BEFORE, turn]) == meant


def test_a_first_turn_is_itself():
    assert understood(["It?"]) == "It?"
    assert understood([]) == ""


def test_thanks_between_are_left_out():
    assert spoken([BEFORE, "Great, thanks!", "ok", "And piers?"]) == (BEFORE, "And piers?")
    assert spoken([BEFORE, "Thanks"]) == (BEFORE, "Thanks")


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
    assert steps(turn) == count


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
    ("turn", "exact", "others"),
    [
        ("show me the exact words", True, False),
        ("Can you quote it?", True, False),
        ("what else?", False, True),
        ("what else must wardens do?", False, False),
    ],
)
def test_a_turn_wants_the_words_or_the_rest(turn: str, exact: bool, others: bool):
    assert (wants_words(turn), wants_others(turn)) == (exact, others)


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
    ("turn", "place"),
    [("the second", 1), ("3", 2), ("the last one", -1), ("the third one, please", 2), ("who?", None)],
)
def test_a_place_is_picked(turn: str, place: int | None):
    assert picked(turn) == place


def test_the_same_is_asked_for_another_body(harbours: Edition):
    asked = "What must the Harbour Council do?"
    assert same_for_another(asked, "And Member States?", [harbours]) == "What must Member States do?"
    assert same_for_another(asked, "what about UNESCO?", [harbours]) == "What must UNESCO do?"
    assert same_for_another(asked, "and who pays for the piers?", [harbours]) is None
    assert same_for_another("When is dawn?", "And Member States?", [harbours]) is None
    told = "What is the Harbour Council told to do?"
    assert same_for_another(told, "And Member States?", [harbours]) == "What are Member States told to do?"
    assert same_for_another(told, "and pier owners?", [harbours]) == "What are pier owners told to do?"


def test_a_body_named_first_takes_the_place_of_its_pronoun():
    assert alone("And Member States, what do they lend?") == "what do Member States lend?"
    assert alone("and the wardens, how is their day?") == "how is the wardens' day?"
    assert alone("Who keeps lanterns?") == "Who keeps lanterns?"


EXCHANGED = [
    ("a number of the same noun", "Targets for Goal 1?", "and Goal 2?", "Targets for Goal 2?"),
    ("a bare number", "Target 1.3?", "1.5?", "Target 1.5?"),
    ("a letter", "considering a)", "and b?", "considering b)"),
    ("an ordinal for an ordinal", "What is the first rule on piers?", "and the second?",
     "What is the second rule on piers?"),
    ("an ordinal for a number", "What is Goal 1?", "And the second one?", "What is Goal 2?"),
    ("the number of a text is no label", "In Resolution 900, what does resolves 1 say?", "and 2?",
     "In Resolution 900, what does resolves 2 say?"),
    ("the number of the only text", "Why is Resolution 191 cited?", "no, I meant 200",
     "Why is Resolution 200 cited?"),
    ("a number that is no text's", "What does Resolution 191 resolve?", "and 2?", None),
    ("the verb of a head", "considering a)", "resolves", "resolves a)"),
    ("a body", "What shall the Harbour Council count?", "and Member States?",
     "What shall Member States count?"),
    ("whom a numbered paragraph tells", "Paragraph 2 of the instructions?", "the Harbour Council",
     "the Harbour Council 2"),
    ("the same preposition", "What is said on piers?", "and on dawn?", "What is said on dawn?"),
    ("a preposition that is new", "How wide is a pier?", "over water?", "How wide is a pier over water?"),
    ("what is counted", "How many lanterns burn?", "sorry, piers", "How many piers burn?"),
    ("what is asked about", "What is a warden?", "and a deputy?", "What is a deputy?"),
    ("one stands for the noun", "What does the northern pier cost?", "and the southern one?",
     "What does the southern pier cost?"),
    ("one article", "What is a Harbour Member?", "and an observer?", "What is an observer?"),
    ("the verb after a text stays", "Does the resolution mention lanterns?", "and the Convention?",
     "Does the Convention mention lanterns?"),
    ("both sides of a comparison", "What is the difference between a pier and a quay?",
     "and between lanterns and bells?", None),
    ("nothing is like it", "What is said on piers?", "and wet?", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "turn", "meant"), EXCHANGED, ids=[row[0] for row in EXCHANGED])
def test_a_fragment_takes_the_place_of_its_like(
    rule: str, before: str, turn: str, meant: str | None, harbours: Edition
):
    assert parallel(before, corrected(turn), [harbours], loosely=True) == meant


PRONOUNS = [
    ("it", "Who oversees it?", "What is the harbour fund of works for?",
     "Who oversees the harbour fund of works?"),
    ("them takes what stands in the plural", "Who trims them?", "Does a harbour have rules on dark lanterns?",
     "Who trims dark lanterns?"),
    ("its", "What is its length?", "What is the old pier?", "What is the old pier’s length?"),
    ("a text is not what it stands for", "Who trims it?", "What does the plan say?", None),
    ("what was asked for may be meant", "How often does it sit?", "Which organ fixes the fee?", None),
    ("it that stands for nothing", "Is it true that wardens sleep?", "What is a pier?", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "turn", "before", "meant"), PRONOUNS, ids=[row[0] for row in PRONOUNS])
def test_a_pronoun_is_spelt_out(rule: str, turn: str, before: str, meant: str | None):
    assert resolved(turn, before, []) == meant


def test_a_text_and_a_body_are_spelt_out_by_the_clause_that_answered():
    quote = ["the rates in Appendix A to Annex 1 to this resolution"]
    assert resolved("What does that appendix say?", "Which rates?", quote) == (
        "What does Appendix A to Annex 1 to this resolution say?"
    )
    assert resolved("What must it count?", "Who counts piers?", [], ["the Harbour Council"]) == (
        "What must the Harbour Council count?"
    )


def test_a_phrase_is_cut_before_the_verb_that_it_swallowed():
    assert last_phrase("Where is the harbour list written?") == "the harbour list"
    assert last_phrase("Must the Council keep a list of piers?") == "a list of piers"


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
    assert leans(turn) == leans_on
