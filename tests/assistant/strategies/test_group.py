"""Lists, and one item of a list by its place."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.strategies.groups import by_duties, by_list, by_overview

PIERS = """\
resolves

1 that a pier shall have:

i) a rail;

ii) a lamp;

iii) a bell;

requests the Pier Council

1 to count the piers;

2 to paint them,

ANNEX 1 TO RESOLUTION 910 (WILLOWFORD, 2031)

1 Goals

1 Goal 1: Light – a lamp on every pier.

2 Goal 2: Order – a number on every pier.

3 Goal 3: Calm – no bell by night.
"""


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("by an ordinal", "What is the second goal?", "annex_1__para_2"),
        ("the last", "its last goal", "annex_1__para_3"),
    ],
)
def test_one_item_is_picked_by_its_place(asking, chosen, resolution_of, rule, question, expected):
    finding = asking(resolution_of(PIERS), near={}).ask(by_list, question)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, [f"res-910/2031#{expected}"]), rule


def test_a_place_that_a_list_does_not_have_gives_the_whole_list(asking, chosen, resolution_of):
    finding = asking(resolution_of(PIERS), near={}).ask(by_list, "What is the fifth goal?")
    assert chosen(finding) == [f"res-910/2031#annex_1__para_{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "question", ["What is the second boat?", "Which goal has a bell in its second line?"]
)
def test_no_item_is_picked_where_the_place_is_of_something_else(asking, resolution_of, question: str):
    assert asking(resolution_of(PIERS), near={}).ask(by_list, question) is None


@pytest.mark.parametrize(
    "question", ["What is the Pier Council asked to do?", "What is wanted of the Pier Council?"]
)
def test_everything_that_a_body_is_told(asking, chosen, resolution_of, question: str):
    finding = asking(resolution_of(PIERS), near={}).ask(by_duties, question)
    assert chosen(finding) == [f"res-910/2031#requests-pier-council__para_{number}" for number in (1, 2)]


TARGETS = """\
resolves

to adopt the plan in Annex 1.

ANNEX 1 TO RESOLUTION 910 (WILLOWFORD, 2031)

1 Targets

Targets for Goal 1: Light – by 2039:

Target 1.1: A lamp on every pier

Target 1.2: A keeper for every lamp

Targets for Goal 2: Order – by 2039:

Target 2.1: A number on every pier

Target 2.2: A book of all numbers
"""


@pytest.mark.parametrize("question", ["all targets of Goal 2", "What are the targets for Goal 2?"])
def test_the_list_of_a_number_is_no_other(asking, chosen, resolution_of, question: str):
    near = {"annex_1__target_1-1": 0.9, "annex_1__target_1-2": 0.9}
    finding = asking(resolution_of(TARGETS), near=near).ask(by_list, question)
    assert [one.partition("__")[2] for one in chosen(finding)] == ["target_2-1", "target_2-2"]


def test_an_item_that_opens_a_list_is_shown_with_it(asking, chosen, resolution_of):
    body = PIERS.replace(
        "Light – a lamp on every pier.", "Light, which means:\n\ni) a lamp;\n\nii) a keeper."
    )
    finding = asking(resolution_of(body), near={}).ask(by_list, "List the goals")
    above = "res-910/2031#annex_1__para_"
    assert chosen(finding) == [f"{above}{at}" for at in ("1", "1__point_i", "1__point_ii", "2", "3")]
    assert "5 items" in finding.lead


NAMED = """\
resolves

that the plan of the piers is adopted, as set out in Annex 1,

ANNEX 1 TO RESOLUTION 910 (REV. WILLOWFORD, 2031)

Plan of the piers

1 Aims of the piers

1 The aims of the piers are listed here and serve everyone.

2 Aim 1 – Dry feet: keep water from every pier.

3 Aim 2 – Bright nights: a lamp on every pier.
"""


@pytest.mark.parametrize(
    "question", ["What are the aims?", "How many aims are there?", "How many aims does the plan set?"]
)
def test_units_that_are_named_by_one_noun_are_a_list_without_what_introduces_them(
    asking, chosen, resolution_of, question: str
):
    finding = asking(resolution_of(NAMED), near={}).ask(by_list, question)
    assert [one.rpartition("__")[2] for one in chosen(finding)] == ["para_2", "para_3"]


def test_a_noun_of_two_words_is_asked_for_by_its_last(asking, chosen, resolution_of):
    text = resolution_of(NAMED.replace("Aims of the piers", "Harbour wishes").replace("Aim ", "Wish no. "))
    finding = asking(text, near={}).ask(by_list, "What are the wishes?")
    assert len(chosen(finding)) == 3


@pytest.mark.parametrize("question", ["Why set aims at all?", "Which body looks after the aims?"])
def test_no_list_answers_where_a_reason_or_a_body_is_asked_for(asking, resolution_of, question: str):
    assert asking(resolution_of(NAMED), near={}).ask(by_list, question) is None


@pytest.mark.parametrize(
    ("rule", "question", "shown"),
    [
        ("a summary has the headings of the plan", "Give me a summary.",
         ["title", "para_nn_1", "sec_1"]),
        ("what it is about", "What is this resolution about?", ["title", "para_nn_1"]),
        ("the parts of its plan alone", "Explain the structure of the plan.", ["sec_1"]),
        ("who adopted it", "Who adopted the resolution?", ["formula"]),
        ("its recitals", "What does the preamble say?", ["rec_a"]),
    ],
)  # fmt: skip
def test_a_text_as_a_whole(asking, chosen, resolution_of, rule: str, question: str, shown: list[str]):
    text = resolution_of("considering\n\na) that piers are wet,\n\n" + NAMED)
    finding = asking(text, near={}).ask(by_overview, question)
    assert [one.rpartition("__")[2].rpartition("#")[2] for one in chosen(finding)] == shown, rule


@pytest.mark.parametrize(
    ("rule", "question", "shown"),
    [
        ("those that have its words", "Which aims concern lamps?", ["para_3"]),
        ("in official or other forms of them", "Are there any aims about watering?", ["para_2"]),
        ("all, where it heads the list", "Which aims concern the piers?", ["para_2", "para_3"]),
    ],
)
def test_the_items_on_a_matter(asking, chosen, resolution_of, rule: str, question: str, shown: list[str]):
    finding = asking(resolution_of(NAMED), near={}).ask(by_list, question)
    assert [one.rpartition("__")[2] for one in chosen(finding)] == shown, rule


def test_no_item_is_on_a_matter_that_no_text_knows(asking, resolution_of):
    finding = asking(resolution_of(NAMED), near={}).ask(by_list, "Which aims concern zebras?")
    assert (finding.status, finding.chosen) == (Status.NOT_IN_CORPUS, ())
    assert finding.lead.startswith("No aim ")
