"""Two texts that are named in one question: the clause of each that answers it."""

from __future__ import annotations

import pytest

from assistant.answers import Status
from assistant.ways.comparison import by_comparison

PIERS = "resolves\n\n1 that a pier shall have a rail;\n\n2 that piers are swept each morning;\n"
BOATS = "resolves\n\n1 that a boat is tarred in spring;\n\n2 that boats are swept each evening;\n"
FIRST, SECOND = "res-910/2031#resolves__para_2", "res-911/2031#resolves__para_2"
OTHER = "res-911/2031#resolves__para_1"


@pytest.fixture
def texts(resolution_of) -> tuple[str, str]:
    return resolution_of(PIERS), resolution_of(BOATS, number=911, title="Boats")


@pytest.mark.parametrize(
    ("rule", "question", "near", "expected"),
    [
        (
            "the likeliest clause of each",
            "Who does the sweeping under Resolution 910 and Resolution 911?",
            {FIRST: 0.9, SECOND: 0.8},
            [FIRST, SECOND],
        ),
        (
            "in the order in which they are named",
            "Who does the sweeping under Resolution 911 and Resolution 910?",
            {FIRST: 0.9, SECOND: 0.8},
            [SECOND, FIRST],
        ),
        (
            "each by its own clauses, however near the other's are",
            "What is tarred or swept under Resolution 910 and Resolution 911?",
            {FIRST: 0.7, SECOND: 0.8, OTHER: 0.95},
            [FIRST, OTHER],
        ),
    ],
)
def test_two_texts_that_are_named(asking, chosen, texts, rule, question, near, expected):
    finding = asking(*texts, near=near).ask(by_comparison, question)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, expected), rule


@pytest.mark.parametrize(
    ("rule", "question", "near"),
    [
        ("one text is named", "Who does the sweeping under Resolution 910?", {FIRST: 0.9, SECOND: 0.9}),
        (
            "one text is named twice",
            "Resolution 910, sweeping: what says Resolution 910?",
            {FIRST: 0.9, SECOND: 0.9},
        ),
        ("nothing else is asked", "Resolution 910 and Resolution 911", {FIRST: 0.9, SECOND: 0.9}),
        ("only one answers", "Who does the sweeping under Resolution 910 and Resolution 911?", {FIRST: 0.9}),
        (
            "the other is not held",
            "Who does the sweeping under Resolution 910 and Resolution 999?",
            {FIRST: 0.9},
        ),
        (
            "the other is spoken of",
            "Which sweeping of Resolution 910 cites Resolution 911?",
            {FIRST: 0.9, SECOND: 0.9},
        ),
    ],
)
def test_nothing_is_set_side_by_side(asking, texts, rule: str, question: str, near: dict[str, float]):
    assert asking(*texts, near=near).ask(by_comparison, question) is None, rule


SECTIONS = """\
resolves

1 that the tasks of the Rope Section are to splice and to store;

2 that the tasks of the Paint Section are to mix and to brush;

3 that the Rope Section sits by the water, and the Paint Section on the hill;

4 that paint is kept dry;
"""
SIDES = "How do the tasks of the Rope Section differ from those of the Paint Section?"


@pytest.mark.parametrize(
    ("rule", "near", "expected"),
    [
        ("the likeliest of each, where they stand apart", {4: 0.9}, [1, 4]),
        ("neighbours that begin alike sooner than what is a little likelier", {2: 0.8, 4: 0.82}, [1, 2]),
    ],
)
def test_two_things_in_one_text(asking, chosen, resolution_of, rule, near, expected):
    ids = {f"res-910/2031#resolves__para_{number}": cosine for number, cosine in {1: 0.85, **near}.items()}
    finding = asking(resolution_of(SECTIONS), near=ids).ask(by_comparison, SIDES)
    assert chosen(finding) == [f"res-910/2031#resolves__para_{number}" for number in expected], rule
