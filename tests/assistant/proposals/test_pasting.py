"""The paragraphs of pasted words."""

from __future__ import annotations

import pytest

from assistant.proposals.pasting import paragraphs
from assistant.proposals.proposal import Proposal
from assistant.web.proposing import ClauseChanged, Step, state_of
from corpus.instruments import Kind

COUNCIL = "instructs-itu-council"


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("a) to build piers;\nb) to oil the lanterns", ["a)|to build piers;", "b)|to oil the lanterns"]),
        ("1.\tto build piers\n2.\tto oil the lanterns", ["1.|to build piers", "2.|to oil the lanterns"]),
        ("4 to see\n5 to hear", ["4|to see", "5|to hear"]),
        ("• to see;\r\n• to hear.\r\n", ["|to see;", "|to hear."]),
        ("to see;\nto hear", ["|to see;", "|to hear"]),
        ("to build piers\n\nto oil the lanterns", ["|to build piers", "|to oil the lanterns"]),
        ("to build piers and\nto oil the lanterns", ["|to build piers and\nto oil the lanterns"]),
        ("to build in\n12 ports and\nto oil;\nto see", ["|to build in 12 ports and to oil;", "|to see"]),
        ("2024 is the first year", ["|2024 is the first year"]),
        ("a) alone", ["|a) alone"]),
        ("", ["|"]),
    ],
)  # fmt: skip
def test_paragraphs_begin_where_a_reader_sees_them_begin(pasted, expected):
    assert [f"{one.number}|{one.words}" for one in paragraphs(pasted)] == expected


def test_pasted_paragraphs_become_clauses_in_their_order(resolution):
    adopted = Proposal.on(resolution)
    divided = adopted.divided(f"{COUNCIL}__para_2", "1) to see;\n2) to hear;\n3) to count the lanterns;")
    at = next(at for at, clause in enumerate(divided.clauses) if clause.id == f"{COUNCIL}__para_2")
    rows = [(one.operation.value, one.marker.now, one.now) for one in divided.clauses[at : at + 4]]
    assert rows[:3] == [
        ("MOD", "2", "to see;"),
        ("ADD", "2 bis", "to hear;"),
        ("ADD", "2 ter", "to count the lanterns;"),
    ]
    assert rows[3][:2] == ("NOC", "3")
    assert len(divided.clauses) == len(adopted.clauses) + 2


def test_one_paragraph_is_typed_as_it_is(resolution):
    adopted = Proposal.on(resolution)
    assert adopted.divided(f"{COUNCIL}__para_2", "to see and\nto hear") == adopted.typed(
        f"{COUNCIL}__para_2", "to see and\nto hear"
    )


def test_a_row_of_a_table_stays_one_row(resolution):
    adopted = Proposal.on(resolution)
    row = next(clause for clause in adopted.clauses if clause.kind is Kind.TABLE_ROW)
    assert adopted.divided(row.id, "to see;\nto hear;") == adopted.typed(row.id, "to see;\nto hear;")


def pasted_into(clause, words):
    fields = {"clause": clause.id, "state": state_of(clause), "do": "divide", "words": words}
    return Step.read({**fields, "number": clause.marker.now})


def test_a_clause_without_a_number_takes_the_first_one_pasted(resolution):
    proposal = Proposal.on(resolution).renumbered(f"{COUNCIL}__para_2", "")
    divided = pasted_into(proposal.clause(f"{COUNCIL}__para_2"), "a) to see;\nb) to hear;")(proposal)
    assert divided.clause(f"{COUNCIL}__para_2").marker.now == "a)"


def test_a_paste_that_is_sent_twice_is_not_inserted_twice(resolution):
    proposal = Proposal.on(resolution)
    step = pasted_into(proposal.clause(f"{COUNCIL}__para_2"), "to see;\nto hear;")
    with pytest.raises(ClauseChanged):
        step(step(proposal))
