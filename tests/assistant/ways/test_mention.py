"""Every place that speaks of something: by its words, and by the initials that stand for them."""

from __future__ import annotations

import pytest

from assistant.answers import Status
from assistant.ways.mention import by_mention

# The thesaurus of the project has JIU for the Joint Inspection Unit.
BODY = """\
noting

a) the report of the Joint Inspection Unit;

b) that JIU was founded long ago;

resolves

1 that a joint inspection of piers is held;

2 that every unit of piers has a rail;
"""
SPELT, SHORT = "preamble__noting__rec_a", "preamble__noting__rec_b"


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY)


@pytest.mark.parametrize(
    ("rule", "subject", "expected"),
    [
        ("the initials find the name as well", "JIU", [SPELT, SHORT]),
        ("the name finds the initials as well", "the Joint Inspection Unit", [SPELT, SHORT]),
        ("words that stand side by side, no others", "joint inspection", [SPELT, "resolves__para_1"]),
        ("a word", "rails", ["resolves__para_2"]),
    ],
)
def test_every_mention_is_shown(asking, chosen, text, rule: str, subject: str, expected: list[str]):
    finding = asking(text).ask(by_mention, f"Where does the text mention {subject}?")
    assert finding.status == Status.ANSWERED, rule
    assert [one.partition("#")[2] for one in chosen(finding)] == expected, rule


def test_initials_find_the_name_where_they_stand_nowhere(asking, chosen, resolution_of):
    text = resolution_of(BODY.replace("JIU", "it"))
    finding = asking(text).ask(by_mention, "Where does the text mention the JIU?")
    assert [one.partition("#")[2] for one in chosen(finding)] == [SPELT]


@pytest.mark.parametrize("subject", ["zebras", "the Zebra Office"])
def test_what_no_clause_mentions_is_said_to_be_absent(asking, text, subject: str):
    finding = asking(text).ask(by_mention, f"Where does the text mention {subject}?")
    assert finding.status == Status.NOT_IN_CORPUS
    assert finding.lead == f"No clause mentions “{subject}”."
