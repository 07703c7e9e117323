"""The parts of a section that is called what a question asks for."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.strategies.groups import by_section

PLAN = """\
resolves

1 to adopt the plan in Annex 1,

ANNEX 1 TO RESOLUTION 910 (REV. WILLOWFORD, 2031)

Plan for piers

1 Harbour safeguards

1 The safeguards are described below.

Dry planks

2 Planks shall be dried before they are laid.

Lit steps

3 Steps shall be lit at night.

2 Aims

4 The aims of the Harbour Union are listed hereafter.

5 Aim 1 – Safe piers: Nobody falls.

6 Aim 2 – Long piers: Ships of any size moor.

3 Ladders for swimmers

7 A ladder reaches two metres below low water.

8 Ladders are painted red.

4 Lookout

9 One bay, seen from every pier.
"""


@pytest.mark.parametrize(
    "question",
    [
        "What are the safeguards?",
        "Which harbour safeguards does the plan name?",
        "How many safeguards are there?",
        "List the safeguards of the plan for piers",
    ],
)
def test_a_section_is_listed_by_its_inner_headings(asking, resolution_of, question: str):
    finding = asking(resolution_of(PLAN)).ask(by_section, question)
    assert finding.status == Status.ANSWERED
    assert [one.provision.text for one in finding.chosen] == ["Dry planks", "Lit steps"]
    assert "“Harbour safeguards”" in finding.lead.words
    assert finding.lead.words.endswith("2 items:")


def test_a_section_without_inner_headings_is_listed_by_what_it_announces(asking, resolution_of):
    finding = asking(resolution_of(PLAN)).ask(by_section, "What are the aims?")
    assert [one.provision.text.partition(":")[0] for one in finding.chosen] == [
        "Aim 1 – Safe piers",
        "Aim 2 – Long piers",
    ]


@pytest.mark.parametrize("question", ["What is the lookout?", "What's the plan's lookout?"])
def test_a_section_with_one_paragraph_states_what_its_heading_names(asking, resolution_of, question: str):
    finding = asking(resolution_of(PLAN)).ask(by_section, question)
    assert [found.provision.text for found in finding.chosen] == ["One bay, seen from every pier."]


@pytest.mark.parametrize(
    "question",
    [
        "What is a lookout?",  # asks for the meaning
        "What is the lookout of the Council?",
        "What is the plan?",
        "What are the ladders?",  # the section announces nothing
        "Which safeguards are lit?",  # asks for one of them
        "What are the safeguards against rust?",  # the text has none against that
        "What is an aim worth?",
        "Why have safeguards?",
        "What are the safeguards for?",
        "Safeguards, definition",
        "Where are the safeguards explained?",
        "What are safeguards?",
        "What do safeguards safeguard?",
        "Aim one",
        "What does the plan do?",
    ],
)
def test_a_question_that_asks_for_more_than_a_heading_names_is_left(asking, resolution_of, question: str):
    assert asking(resolution_of(PLAN)).ask(by_section, question) is None


def test_inner_headings_without_opening_words_are_aspects_of_one_thing(asking, resolution_of):
    body = PLAN.replace("1 The safeguards are described below.\n\n", "")
    assert asking(resolution_of(body)).ask(by_section, "What are the safeguards?") is None


def test_inner_headings_that_name_what_is_listed_need_no_opening_words(asking, resolution_of):
    body = PLAN.replace("1 The safeguards are described below.\n\n", "")
    body = body.replace("Dry planks", "Safeguard 1: Dry planks").replace(
        "Lit steps", "Safeguard 2: Lit steps"
    )
    finding = asking(resolution_of(body)).ask(by_section, "What are the safeguards?")
    assert [one.provision.text for one in finding.chosen] == [
        "Safeguard 1: Dry planks",
        "Safeguard 2: Lit steps",
    ]


def test_sections_of_one_name_in_two_texts_are_left(asking, resolution_of):
    other = resolution_of(PLAN, number=911).replace("RESOLUTION 910", "RESOLUTION 911")
    assert asking(resolution_of(PLAN), other).ask(by_section, "What are the safeguards?") is None


def test_headings_that_repeat_the_name_group_one_list(asking, resolution_of):
    body = PLAN.replace("1 Harbour safeguards", "1 Safeguards for piers").replace(
        "Dry planks\n\n2 Planks shall be dried before they are laid.\n\n"
        "Lit steps\n\n3 Steps shall be lit at night.",
        "Safeguards for Aim 1: Safe piers:\n\n1.1: Dry planks\n\n1.2: Lit steps\n\n"
        "Safeguards for Aim 2: Long piers:\n\n2.1: Deep posts\n\n2.2: Wide heads",
    )
    finding = asking(resolution_of(body)).ask(by_section, "What are the safeguards?")
    assert [one.provision.text for one in finding.chosen] == [
        "Dry planks",
        "Lit steps",
        "Deep posts",
        "Wide heads",
    ]
