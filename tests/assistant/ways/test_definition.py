"""What a term means: the ways to ask, and where texts explain it."""

from __future__ import annotations

import pytest

from assistant.answers import Status
from assistant.question import Want, read_question
from assistant.ways.definition import by_definition
from evals.worlds import INVENTED

PIERS = """\
considering

a) that a mooring post¹ outlasts the pier;

b) that piers are swept;

resolves

1 that “slack tide” means the hour in which no boat drifts;

2 that a landing stage is a pier that floats;

3 that the small mooring authority (SMA) shall sweep the piers;

¹ A post of oak, taller than a child.
"""


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is a landing stage?", "landing stage"),
        ("Plain question: what is a landing stage in the first place?", "landing stage"),
        ("What is meant by a landing stage in this resolution?", "landing stage"),
        ("What does the text about piers mean by slack tide?", "slack tide"),
        ("slack tide: what is meant by it?", "slack tide"),
        ("slack tide = ?", "slack tide"),
        ("How does the note explain 'mooring post'?", "mooring post"),
        ("What exactly is slack tide?", "slack tide"),
        ("Who is a 'warden' for the purposes of the Convention?", "warden"),
        ("SMA - who is that?", "SMA"),
    ],
)
def test_a_meaning_is_asked_for(question: str, subject: str):
    asked = read_question(question)
    assert (asked.want, asked.subject) == (Want.DEFINITION, subject)


@pytest.mark.parametrize(
    "question",
    [
        "What exactly is the Council asked to do?",
        "Who is responsible for the piers?",
        "Who is the Council asked to tell?",
        "What is the deadline?",
    ],
)
def test_no_meaning_is_asked_for(question: str):
    assert read_question(question).want != Want.DEFINITION


@pytest.mark.parametrize(
    ("place", "question", "expected"),
    [
        ("a sentence", "What is a landing stage?", "resolves__para_2"),
        ("a term in quotation marks", "What is meant by slack tide?", "resolves__para_1"),
        ("a note", "What is a mooring post?", "ftn_1"),
        ("what an abbreviation stands for", "What does SMA stand for?", "resolves__para_3"),
    ],
)
def test_the_clause_that_explains(asking, chosen, resolution_of, place, question, expected):
    finding = asking(resolution_of(PIERS), near={}).ask(by_definition, question)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, [f"res-910/2031#{expected}"]), place


def test_a_term_that_no_clause_explains_is_looked_for_otherwise(asking, resolution_of):
    assert asking(resolution_of(PIERS), near={}).ask(by_definition, "What is a pier?") is None


def test_a_note_whose_mark_is_not_raised(asking, chosen):
    text = (INVENTED / "res-911-montevideo-2035.txt").read_text(encoding="utf-8")
    finding = asking(text, near={}).ask(by_definition, "What is a learning centre?")
    assert chosen(finding) == ["res-911/2035#ftn_1"]
