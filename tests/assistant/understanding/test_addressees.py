"""Whose duty a question asks for, and what that body is told."""

from __future__ import annotations

import pytest

from assistant.understanding.addressees import bound
from assistant.understanding.question import read_question
from corpus.instruments import Edition
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 910 (REV. WILLOWFORD, 2031)

Care of the piers

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

considering

that piers are long,

resolves

that every pier shall have a rail,

instructs the Director of the Telecommunication Standardization Bureau

1 to study rails;
2 to report to the Council,

instructs the Director of the Radiocommunication Bureau

to paint rails,

invites the World Harbour Organization

to count piers.
"""


@pytest.fixture(scope="module")
def piers() -> Edition:
    return parse_source(text_source(TEXT), "piers").edition()


@pytest.mark.parametrize(
    ("rule", "question", "told"),
    [
        ("a task for a body", "task for the head of TSB concerning rails?", ["study", "report"]),
        ("a body's homework", "WHO's homework on piers: what, by when?", ["count"]),
        ("what a body is told", "what is the Director of BR told to do about rails?", ["paint"]),
        ("with an adverb", "What is the World Harbour Organization specifically asked to do?", ["count"]),
        ("what is asked of a body", "What is expected of TSB's Director?", ["study", "report"]),
        ("not the one that is reported to", "What is TSB's boss told to report to the Council?",
         ["study", "report"]),
        ("nobody is named", "What must be done about piers?", []),
        ("who does is asked for", "Who paints rails for the World Harbour Organization?", []),
    ],
)  # fmt: skip
def test_the_body_whose_duty_is_asked_for_bounds_what_is_shown(
    piers: Edition, rule: str, question: str, told: list[str]
):
    found = bound(read_question(question), [piers])
    assert sorted(one.text.split(" ")[1] for one in piers.provisions if piers.id_of(one) in found) == sorted(
        told
    ), rule
