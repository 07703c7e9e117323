"""The sides of a comparison: what is compared, each in full, and what is asked of each alone."""

from __future__ import annotations

import pytest

from assistant.understanding.compared_things import sides_of

ROWS = [
    ("two things", "What is the difference between a pier and a quay?", "a pier", "a quay"),
    ("either way round", "How does a pier differ from a quay?", "a pier", "a quay"),
    ("compared with", "How does a pier compare with a quay?", "a pier", "a quay"),
    ("the same as", "Is the fee for boats the same as for rafts?", "the fee for boats", "the fee for rafts"),
    ("a head said once", "Compare the duty of the cook and of the pilot.", "the duty of the cook",
     "the duty of the pilot"),
    ("that of", "How does the task of the cook differ from that of the pilot?",
     "the task of the cook", "the task of the pilot"),
    ("an owner", "Contrast the cook's part with that of the pilot.",
     "the cook's part", "the part of the pilot"),
    ("names alike at the ends", "How do the majorities for changing the Charter and the Statute differ?",
     "the majorities for changing the Charter", "the majorities for changing the Statute"),
    ("a noun said once", "What is the difference between coastal and floating piers?", "coastal piers",
     "floating piers"),
    ("a noun after symbols", "What is the difference between P-1 and P-2 results?", "P-1 results",
     "P-2 results"),
    ("no noun for a name", "Lamps v Harbour Rules: what does each cover?", "Lamps", "Harbour Rules"),
    ("no noun for a plural", "What is the difference between lamps and brass bells?", "lamps", "brass bells"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "question", "first", "second"), ROWS)
def test_each_side_is_said_in_full(rule: str, question: str, first: str, second: str):
    assert [one.said for one in sides_of(question)] == [first, second], rule


@pytest.mark.parametrize(
    ("rule", "question", "first", "second"),
    [
        ("nothing but the sides", "What is the difference between a pier and a quay?", "a pier?", "a quay?"),
        ("what both are asked about, behind", "How do meals differ from bells on fog?",
         "meals on fog?", "bells on fog?"),
        ("and before", "By night: lamps versus bells?", "By night: lamps?", "By night: bells?"),
        ("what is asked of each", "What must the cook and the pilot each carry?",
         "What must the cook carry?", "What must the pilot carry?"),
    ],
)  # fmt: skip
def test_each_side_is_asked_alone(rule: str, question: str, first: str, second: str):
    assert [one.asked for one in sides_of(question)] == [first, second], rule


@pytest.mark.parametrize(
    "question", ["What is a pier?", "Who must mend piers and quays?", "What do the cook and the pilot carry?"]
)
def test_what_compares_nothing_has_no_sides(question: str):
    assert sides_of(question) == ()
