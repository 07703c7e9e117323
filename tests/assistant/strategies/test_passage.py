"""The best clause: a list with the words that open it, no title, a second where it is as likely."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.strategies.passage import by_passage

BODY = """\
resolves

1 that a warden shall carry:
i) a lamp of brass;
ii) a whistle;
iii) a map of the piers;

2 that the following are forbidden on a pier: running, whistling, fishing;

3 that a warden shall wear a coat of wool;

4 that a coat shall be mended each winter;
"""
WORN = ("outfit", "warden")  # what a coat means, though its clause has neither word
ITEMS = [f"res-910/2031#resolves__para_1__point_{at}" for at in ("i", "ii", "iii")]


def long_list(items: int) -> str:
    """Draft a list of so many items, lettered."""
    named = "\n".join(f"{'abcdefghijklmnopqrstuvwxyz'[at]}) a thing of kind {at};" for at in range(items))
    return f"resolves\n\n1 that a warden shall carry:\n{named}\n\n2 that a coat is worn;\n"


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY, title="Wardens of the piers")


def test_the_words_that_open_a_list_are_shown_with_it(asking, chosen, text):
    finding = asking(text, near={"resolves__para_1": 0.9}).ask(by_passage, "What shall a warden have on him?")
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, ITEMS)
    assert "that a warden shall carry" in finding.lead
    assert "3 items" in finding.lead


@pytest.mark.parametrize(
    ("rule", "near", "expected"),
    [
        ("an item is shown alone", {"resolves__para_1__point_ii": 0.9}, ["resolves__para_1__point_ii"]),
        ("a sentence that lists is shown as it is", {"resolves__para_2": 0.9}, ["resolves__para_2"]),
        ("a clause is shown alone", {"resolves__para_3": 0.9}, ["resolves__para_3"]),
        ("two that are as likely", {"resolves__para_3": 0.9, "resolves__para_4": 0.9},
         ["resolves__para_3", "resolves__para_4"]),
        ("a third is not shown", {f"resolves__para_{at}": 0.9 for at in (2, 3, 4)}, 2),
        ("no title", {"preface__title": 1.0, "resolves__para_3": 0.7}, ["resolves__para_3"]),
    ],
)  # fmt: skip
def test_what_is_shown(asking, chosen, text, rule: str, near: dict[str, float], expected: list[str] | int):
    finding = asking(text, near=near, alike=WORN).ask(by_passage, "how is the outfit of a warden")
    found = [one.partition("#")[2] for one in chosen(finding)]
    assert finding.status == Status.ANSWERED, rule
    assert (len(found) if isinstance(expected, int) else found) == expected, rule


def test_of_two_that_are_as_likely_it_is_said_that_neither_stands_out(asking, text):
    near = {"resolves__para_3": 0.9, "resolves__para_4": 0.9}
    finding = asking(text, near=near, alike=WORN).ask(by_passage, "how is the outfit of a warden")
    assert finding.lead.endswith("come near, and neither stands out:")
    assert finding.reason == "no one clause stands out"


@pytest.mark.parametrize(
    ("rule", "items", "question", "shown"),
    [
        ("a short list, whatever is asked", 8, "how is the outfit of a warden", 8),
        ("a long one is not poured out unasked", 9, "how is the outfit of a warden", 1),
        ("but where several things are asked for", 9, "which things must a warden carry?", 9),
        ("and even then no more than are read", 26, "which things must a warden carry?", 26),
    ],
)
def test_how_long_a_list_may_be(
    asking, chosen, resolution_of, rule: str, items: int, question: str, shown: int
):
    made = asking(resolution_of(long_list(items)), near={"resolves__para_1": 0.9})
    assert len(chosen(made.ask(by_passage, question))) == shown, rule


def test_of_a_list_whose_items_come_near_the_whole_is_shown_where_several_are_asked_for(asking, chosen, text):
    near = {ITEMS[0].partition("#")[2]: 0.9, ITEMS[1].partition("#")[2]: 0.85}
    made = asking(text, near=near)
    assert chosen(made.ask(by_passage, "Which things of brass does a warden have?")) == ITEMS


def test_of_a_list_with_one_item_that_comes_near_that_item_is_shown(asking, chosen, text):
    others = ("preamble__formula", "preface__title", *(f"resolves__para_{at}" for at in (1, 2, 3, 4)))
    near = {"resolves__para_1__point_i": 0.9, **dict.fromkeys(others, 0.3)}
    finding = asking(text, near=near).ask(by_passage, "Which things of brass does a warden have?")
    assert chosen(finding) == ITEMS[:1]


FACTS = """\
resolves

1 that wardens keep the piers, and pilots the boats;

2 that four wardens keep the piers by night;

3 that most of the piers have lamps by 2035;
"""


@pytest.mark.parametrize(
    ("rule", "question", "near", "expected"),
    [
        ("the next as likely that states it", "How many wardens keep the piers?", {1: 0.9, 2: 0.89}, 2),
        ("one less likely that states it", "How many wardens keep the piers?", {1: 0.9, 2: 0.84}, 2),
        ("none does", "How many pilots keep the boats?", {1: 0.9}, None),
        ("the whole is a share", "What share of the piers have lamps?", {3: 0.9}, 3),
        ("of a year that no text knows", "What share of the piers have lamps in 2046?", {3: 0.9}, None),
        ("of a place that no text knows", "How many wardens keep the piers of Zanzibar?", {2: 0.9}, None),
        ("a person by name", "Who is the head of the wardens of the piers?", {1: 0.9}, None),
    ],
)
def test_the_fact_that_is_asked_for_is_stated(asking, chosen, resolution_of, rule, question, near, expected):
    near = {f"resolves__para_{number}": cosine for number, cosine in near.items()}
    finding = asking(resolution_of(FACTS), near=near).ask(by_passage, question)
    answers = [f"res-910/2031#resolves__para_{expected}"] if expected else []
    assert chosen(finding) == answers, rule
    assert (finding.status == Status.ANSWERED) == bool(expected), rule
