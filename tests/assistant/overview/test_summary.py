"""A text in short: five of its own clauses, chosen by structure."""

from __future__ import annotations

import pytest

from assistant.drafting.duties import Duty, duties_of
from assistant.overview.summary import summary
from assistant.overview.wording import sentence_with, shortened
from corpus.instruments import Edition


def duties(edition: Edition) -> tuple[Duty, ...]:
    return tuple(duties_of(edition))


def test_resolution_71_is_said_in_five_of_its_clauses(resolution: Edition):
    assert [(one.about, one.provision.eid) for one in summary(resolution, duties(resolution))] == [
        ("What it is called", "preface__title"),
        ("What it decides", "resolves__para_nn_1"),
        ("What it aims for", "annex_1__para_8"),
        ("What the mission is", "annex_1__para_9"),
        ("Who is asked to act", "instructs-secretary-general-directors-bureaux__para_1"),
    ]


def test_every_word_is_the_clauses_own(resolution: Edition, lamps: Edition, plan: Edition, harbours: Edition):
    for edition in (resolution, lamps, plan, harbours):
        for one in summary(edition, duties(edition)):
            text = " ".join(edition.provision(one.provision.eid).text.split())
            assert one.words.removesuffix(" …") in text


def test_a_plan_of_another_subject_is_read_in_the_same_way(plan: Edition):
    found = {one.about: one.words for one in summary(plan, duties(plan))}
    assert found["What it aims for"] == "A coast on which every ship sees a light."
    assert found["Who is asked to act"] == "to carry it out."


def test_what_is_asked_stands_under_its_head(plan: Edition):
    governing = {one.governing for one in summary(plan, duties(plan))}
    assert governing >= {"resolves", "instructs the Harbour Council"}


def test_a_general_assembly_text_says_what_it_rests_on_and_decides(lamps: Edition):
    found = {one.about: one.provision.eid for one in summary(lamps, duties(lamps))}
    assert found["What it rests on"] == "preamble__rec_1"
    assert found["What it decides"] == "para_4"
    assert found["Who is asked to act"] == "para_2"


def test_a_sentence_that_opens_a_list_brings_its_items(lamps: Edition):
    assert sentence_with("", lamps.provision("para_3"), lamps) == (
        "Also requests the Harbour Board: To buy oil; To count it;"
    )


@pytest.mark.parametrize(
    ("rule", "text", "most", "expected"),
    [
        ("short", "a b", 9, "a b"),
        ("on one line", "a\tb\n c", 9, "a b c"),
        ("cut between words", "one, two three", 9, "one, two …"),
        ("no mark before the dots", "one, two", 6, "one …"),
    ],
)
def test_long_text_is_cut(rule: str, text: str, most: int, expected: str):
    assert shortened(text, most) == expected, rule
