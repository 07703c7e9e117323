"""Two texts that are named in one question: the clause of each that answers it."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.rendering import names_a_gap
from assistant.strategies.comparison import by_comparison

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


TERMS = """\
resolves

1 that a pier is a place where boats lie;

2 that a quay is a wall where boats lie;

3 that rafts are kept from the harbour;
"""


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("both are explained", "What is the difference between a pier and a quay?", [1, 2]),
        ("one of them is", "What is the difference between a pier and a raft?", [1]),
    ],
)
def test_what_two_terms_mean(asking, chosen, resolution_of, rule, question, expected):
    near = {"resolves__para_3": 0.9}
    finding = asking(resolution_of(TERMS), near=near).ask(by_comparison, question)
    assert chosen(finding) == [f"res-910/2031#resolves__para_{number}" for number in expected], rule
    assert ("Nothing was found that explains “a raft”" in finding.lead) == (len(expected) == 1), rule
    assert names_a_gap(finding.lead) == (len(expected) == 1), rule


TOLD = """\
instructs the Warden

1 to sweep the piers;

2 to light the lamps in fog;

instructs the Pilot

1 to guide boats in fog;

2 to keep a log;
"""


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("all of it", "How do the duties of the Warden differ from those of the Pilot?",
         ["warden__para_1", "warden__para_2", "pilot__para_1", "pilot__para_2"]),
        ("on one matter", "How do the duties of the Warden differ from those of the Pilot on fog?",
         ["warden__para_2", "pilot__para_1"]),
    ],
)  # fmt: skip
def test_what_two_bodies_are_told(asking, chosen, resolution_of, rule, question, expected):
    near = {"instructs-warden__para_2": 0.9, "instructs-pilot__para_1": 0.8}
    finding = asking(resolution_of(TOLD), near=near).ask(by_comparison, question)
    assert chosen(finding) == [f"res-910/2031#instructs-{one}" for one in expected], rule


@pytest.mark.parametrize(
    ("rule", "near", "shown", "said"),
    [
        ("the other says much the same", {FIRST: 0.9, SECOND: 0.65}, [FIRST, SECOND], ""),
        (
            "the other says nothing of it",
            {FIRST: 0.9},
            [FIRST],
            "Nothing on this was found in Resolution 911",
        ),
    ],
)
def test_two_texts_of_which_one_answers(asking, chosen, texts, rule, near, shown, said):
    asked = asking(*texts, near=near)
    finding = asked.ask(by_comparison, "How do Resolution 910 and Resolution 911 differ on sweeping?")
    assert chosen(finding) == shown, rule
    assert said in finding.lead, rule
    assert ("Nothing" in finding.lead) == (shown == [FIRST]), rule


def test_of_either_text_the_one_that_answers_is_asked_for(asking, texts):
    asked = asking(*texts, near={FIRST: 0.9, SECOND: 0.9})
    assert asked.ask(by_comparison, "Does Resolution 910 or Resolution 911 forbid sweeping?") is None


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("described", "Do the pier resolution and the boat resolution agree on sweeping?"),
        ("one by its number", "Does the boat resolution square with Resolution 910 on sweeping?"),
    ],
)
def test_two_texts_that_are_described(asking, chosen, texts, rule, question):
    finding = asking(*texts, near={FIRST: 0.9, SECOND: 0.8}).ask(by_comparison, question)
    assert sorted(chosen(finding)) == [FIRST, SECOND], rule
