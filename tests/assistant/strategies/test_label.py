"""A heading that is named: of its clauses the one that is asked for, or all of them."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.rendering.reasons import no_such_label
from assistant.strategies.label import by_label, by_unit
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest import parse_source, text_source

CONVENTION = """\
CONVENTION OF THE PIER UNION

CHAPTER I
Functioning of the Union

ARTICLE 1
Keeping of piers

1 1 Piers shall be swept each morning by the warden.

2 2 A fisherman may tie his boat to a pier at night.

ARTICLE 2
Keeping of boats

3 1 Boats shall be tarred in spring.
"""
SWEPT, TIED, TARRED = "no_1", "no_2", "no_3"


@pytest.fixture
def text() -> Edition:
    return parse_source(
        text_source(CONVENTION), "a convention", EditionKey.parse("pu/convention/2031")
    ).edition()


@pytest.mark.parametrize(
    ("rule", "question", "near", "expected"),
    [
        ("what is asked for in it", "Article 1: who may tie a boat there?", {TIED: 0.9}, [TIED]),
        ("not what is nearer elsewhere", "Article 1: who may tie a boat there?", {TARRED: 0.95, TIED: 0.9},
         [TIED]),
        ("all of it, where nothing else is asked", "Article 1", {TIED: 0.9}, [SWEPT, TIED]),
        ("all of it, where nothing in it answers", "Article 1: who may tie a boat there?", {}, [SWEPT, TIED]),
        ("all of it, where one in it may answer", "Article 1: who may tie a boat there?", {TIED: 0.4},
         [SWEPT, TIED]),
        ("what answers besides elsewhere is left out", "Article 1: which things may be tied?",
         {TIED: 0.9, SWEPT: 0.8, TARRED: 0.9}, [SWEPT, TIED]),
        ("a clause by its number stays that clause", "No. 1: who may tie a boat?", {TIED: 0.9}, [SWEPT]),
    ],
)  # fmt: skip
def test_what_is_shown_of_a_heading(asking, chosen, reading, text, rule, question, near, expected):
    reading(1.0)
    finding = asking(text, near=near).ask(by_label, question)
    assert finding.status == Status.ANSWERED, rule
    assert [one.partition("#")[2] for one in chosen(finding)] == expected, rule


@pytest.mark.parametrize("question", ["No. 7", "what does No. 9 say?"])
def test_a_label_that_no_clause_has_is_said_to_be_none(asking, text, question: str):
    finding = asking(text, near={TIED: 0.9}).ask(by_label, question)
    assert (finding.status, finding.chosen) == (Status.NOT_STATED, ())
    assert finding.reason.words == no_such_label("").words
    assert finding.closest[0].eid == TIED


def test_a_label_that_no_clause_has_hides_no_question(asking, text):
    assert asking(text, near={TIED: 0.9}).ask(by_label, "No. 7 of what ties a boat?") is None


def test_a_numbered_unit_that_no_text_has_is_said_to_be_missing(asking, resolution_of):
    text = resolution_of("resolves\n\n1 that goal 1 and goal 2 are met by the wardens;\n")
    finding = asking(text, near={}).ask(by_unit, "What is the aim of goal 7?")
    assert finding.status == Status.NOT_STATED
    assert finding.reason.lead.endswith("The goals are 1 and 2.")
    assert asking(text, near={}).ask(by_unit, "What is the aim of goal 2?") is None
