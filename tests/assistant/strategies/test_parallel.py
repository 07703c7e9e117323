"""Texts that say much the same of different things: the one that is meant is asked for, or told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Status
from assistant.selection.evidence import best_first
from assistant.strategies.parallel_texts import by_parallel
from assistant.strategies.passage import by_passage

ISLANDS = """\
resolves

1 that each island shall keep a tower with a bell, rung by a keeper at dusk;

2 that boats shall be green;
"""
MOUNTAINS = ISLANDS.replace("each island", "each mountain").replace("boats", "sledges")
OTHER = "resolves\n\n1 that teachers may borrow a drum from the nearest school;\n\n2 that horns are loud;\n"
RUNG = ("rings", "ringing")  # what a bell that is "rung" does
QUESTION = "Who rings the bell of the tower?"
FIRST, SECOND, THIRD = (f"res-{number}/2031#resolves__para_1" for number in (910, 911, 912))


@pytest.fixture
def islands(resolution_of) -> str:
    return resolution_of(ISLANDS, title="Towers on islands")


@pytest.fixture
def mountains(resolution_of) -> str:
    return resolution_of(MOUNTAINS, number=911, title="Towers in mountains")


@pytest.fixture
def later(resolution_of) -> str:
    return resolution_of(MOUNTAINS, number=912, year=2035, title="Towers on dunes").replace(
        "mountain", "dune"
    )


def told(asking, question: str, *texts: str, **near: float):
    desk, asked, hits = (made := asking(*texts, near=near, alike=RUNG)).read(question)
    assert made.library.editions
    return by_parallel(desk, asked, best_first(desk, asked, hits))


@pytest.mark.parametrize(
    ("rule", "question", "status", "clauses"),
    [
        ("neither is named", QUESTION, Status.NEEDS_CLARIFICATION, [FIRST, SECOND]),
        ("a word of one's title", "Who rings the bell of the tower on islands?", Status.ANSWERED, [FIRST]),
        ("of the other's", "Who rings the bell of the tower in mountains?", Status.ANSWERED, [SECOND]),
        ("a word of both", "Who rings the bell of the towers?", Status.NEEDS_CLARIFICATION, [FIRST, SECOND]),
        ("one of each", "Who rings the bell on islands and mountains?", Status.ANSWERED, [FIRST, SECOND]),
        ("both are compared", "Is the ringing of the bell the same?", Status.ANSWERED, [FIRST, SECOND]),
    ],
)
def test_the_text_that_is_meant(asking, chosen, islands, mountains, rule, question, status, clauses):
    finding = told(asking, question, islands, mountains, **{FIRST: 0.9, SECOND: 0.89})
    assert (finding.status, chosen(finding)) == (status, clauses), rule


def test_which_one_is_meant_is_asked_by_their_names(asking, islands, mountains):
    finding = told(asking, QUESTION, islands, mountains, **{FIRST: 0.9, SECOND: 0.89})
    names = "Resolution 910 (Rev. Willowford, 2031) and Resolution 911 (Rev. Willowford, 2031)"
    assert finding.lead == f"{names} each have a clause on this; which one is meant?"
    assert finding.reason == "parallel texts say much the same"


@pytest.mark.parametrize(
    ("rule", "question", "clauses"),
    [
        ("now: the newest", "Who rings the bell of the tower now?", ["res-912/2035#resolves__para_1"]),
        ("the latest", "Who rings the bell in the latest text?", ["res-912/2035#resolves__para_1"]),
        ("the year of one", "Who rings the bell of the tower, in 2031?", [FIRST]),
        (
            "the year of the other",
            "Who rings the bell of the tower, in 2035?",
            ["res-912/2035#resolves__para_1"],
        ),
        (
            "every year",
            "Who rings the bell, in 2031 and in 2035?",
            [FIRST, "res-912/2035#resolves__para_1"],
        ),
    ],
)
def test_a_year_or_now_tells_them_apart(asking, chosen, islands, later, rule, question, clauses):
    near = {FIRST: 0.9, "res-912/2035#resolves__para_1": 0.89}
    finding = told(asking, question, islands, later, **near)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, clauses), rule


def test_the_year_tells_apart_texts_whose_names_have_none(asking, chosen, islands, later):
    editions = [replace(one, revision="") for one in asking(islands, later).library.editions]
    near = {FIRST: 0.9, "res-912/2035#resolves__para_1": 0.89}
    finding = told(asking, "Who rings the bell of the tower, in 2035?", *editions, **near)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, ["res-912/2035#resolves__para_1"])


@pytest.mark.parametrize(
    ("rule", "near"),
    [
        ("only one is likely", {FIRST: 0.9}),
        ("the other says something else", {FIRST: 0.9, "res-912/2031#resolves__para_1": 0.89}),
        ("two clauses of one text", {FIRST: 0.9, "res-910/2031#resolves__para_2": 0.89}),
    ],
)
def test_there_are_no_parallels(asking, islands, mountains, resolution_of, rule: str, near: dict[str, float]):
    other = resolution_of(OTHER, number=912, title="Drums")
    assert told(asking, QUESTION, islands, mountains, other, **near) is None, rule


def test_of_many_parallels_five_are_shown(asking, chosen, resolution_of):
    numbers = range(910, 918)
    texts = [resolution_of(ISLANDS, number=number, title=f"Towers {number}") for number in numbers]
    near = {f"res-{number}/2031#resolves__para_1": 0.9 for number in numbers}
    finding = told(asking, QUESTION, *texts, **near)
    assert finding.status == Status.NEEDS_CLARIFICATION
    assert len(set(chosen(finding))) == 5


def test_what_parallel_texts_answer_is_not_answered_by_one_of_them(asking, chosen, islands, mountains):
    near = {FIRST: 0.9, SECOND: 0.89}
    finding = asking(islands, mountains, near=near, alike=RUNG).ask(by_passage, QUESTION)
    assert (finding.status, chosen(finding)) == (Status.NEEDS_CLARIFICATION, [FIRST, SECOND])
