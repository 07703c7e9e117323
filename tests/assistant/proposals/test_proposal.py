"""What is done to the clauses of a proposal."""

from __future__ import annotations

import json

import pytest

from assistant.proposals.layout import runs
from assistant.proposals.numbering import Numbering, in_order, marker_between
from assistant.proposals.proposal import Operation, Proposal, ProposedClause
from assistant.proposals.revision import Revision
from assistant.proposals.serialization import from_json, to_json
from corpus.errors import ResolutionsError
from corpus.instruments import Kind
from corpus.keys import EditionKey

COUNCIL = "instructs-itu-council"


@pytest.fixture
def adopted(resolution):
    return Proposal.on(resolution)


def printed(proposal: Proposal, head: str = COUNCIL) -> list[tuple[str, str, str]]:
    """Return operation, number and the beginning of the words of a head's clauses."""
    place = next(at for at, clause in enumerate(proposal.clauses) if clause.id == head)
    below = proposal.clauses[place + 1 :]
    end = next(at for at, clause in enumerate(below) if clause.level <= proposal.clauses[place].level)
    return [(clause.operation.value, clause.marker.now, clause.text.now[:12]) for clause in below[:end]]


def test_a_new_proposal_changes_nothing(adopted):
    assert adopted.changed == ()
    assert {clause.operation for clause in adopted.clauses} == {Operation.UNCHANGED}


def test_what_is_done_follows_from_the_words(adopted):
    proposal = (
        adopted.typed(f"{COUNCIL}__para_1", "to watch over the plan;")
        .deleted(f"{COUNCIL}__para_2")
        .added(f"{COUNCIL}__para_3", "to count the lanterns;")
    )
    assert [row[:2] for row in printed(proposal)] == [
        ("MOD", "1"), ("SUP", "2"), ("NOC", "3"), ("ADD", "3 bis"), ("NOC", "4"), ("NOC", "5"),
    ]  # fmt: skip
    assert [clause.operation.value for clause in proposal.changed] == ["MOD", "SUP", "ADD"]


def test_a_clause_without_words_left_is_suppressed(adopted):
    clause = adopted.typed(f"{COUNCIL}__para_2", " ").clause(f"{COUNCIL}__para_2")
    assert clause.operation is Operation.SUPPRESSED
    assert [sign for sign, _ in runs(clause)] == ["-"]
    assert adopted.typed(clause.id, "to oversee\x0bthe plan").clause(clause.id).now == "to oversee the plan"


def test_a_change_that_is_taken_back_leaves_nothing(adopted):
    clause = adopted.clause(f"{COUNCIL}__para_1")
    assert adopted.typed(clause.id, "other words").typed(clause.id, clause.old) == adopted
    typed = adopted.typed(clause.id, "other words")
    assert typed.deleted(clause.id).restored(clause.id) == typed
    assert typed.restored(clause.id) == adopted


def test_the_first_clause_below_a_heading_and_the_last_of_its_list(adopted):
    first = adopted.added(COUNCIL, "to begin;")
    assert printed(first)[0] == ("ADD", "", "to begin;")
    last = adopted.added(f"{COUNCIL}__para_5", "to end;")
    assert printed(last)[-1] == ("ADD", "6", "to end;")


def test_a_clause_is_added_behind_the_items_of_its_neighbour(adopted):
    director = "instructs-secretary-general-directors-bureaux"
    proposal = adopted.added(f"{director}__para_3", "to follow;")
    assert [row[1] for row in printed(proposal, director)][2:6] == ["3", "i)", "ii)", "3 bis"]


def test_a_moved_clause_is_deleted_where_it_was_and_added_where_it_is(adopted):
    proposal = adopted.moved(f"{COUNCIL}__para_1", f"{COUNCIL}__para_5")
    rows = printed(proposal)
    assert (rows[0][0], rows[-1][:2]) == ("SUP", ("ADD", "6"))
    assert rows[0][2] == rows[-1][2]
    assert proposal.changed[-1].moved_from == f"{COUNCIL}__para_1"
    assert proposal.restored(f"{COUNCIL}__para_1") == adopted


def test_a_new_clause_is_moved_whole_past_its_neighbours(adopted):
    added = adopted.added(f"{COUNCIL}__para_2", "to count the lanterns;").deleted(f"{COUNCIL}__para_3")
    down = added.stepped("new_1", up=False)
    assert [row[:2] for row in printed(down)][2:5] == [("SUP", "3"), ("NOC", "4"), ("ADD", "4 bis")]
    assert [clause.now for clause in down.clauses if clause.is_new] == ["to count the lanterns;"]
    up = down.stepped("new_2", up=True).stepped("new_3", up=True)
    assert [row[:2] for row in printed(up)][:3] == [("NOC", "1"), ("ADD", "1 bis"), ("NOC", "2")]
    assert added.stepped(f"{COUNCIL}__para_1", up=True) == added


def test_no_two_inserted_clauses_have_one_number(adopted):
    third = adopted.added(f"{COUNCIL}__para_3", "last").added(f"{COUNCIL}__para_3", "middle")
    proposal = third.added(f"{COUNCIL}__para_3", "first")
    assert [row[1:] for row in printed(proposal)][3:6] == [
        ("3 bis", "first"), ("3 ter", "middle"), ("3 quater", "last"),
    ]  # fmt: skip
    moved = adopted.added(f"{COUNCIL}__para_3", "last").moved(f"{COUNCIL}__para_1", f"{COUNCIL}__para_3")
    assert [row[1] for row in printed(moved)][2:5] == ["3", "3 bis", "3 ter"]


def test_what_is_stored_as_json_is_read_as_it_was(adopted):
    clause, other = f"{COUNCIL}__para_1", f"{COUNCIL}__para_2"
    proposal = adopted.typed(clause, "other words").reasoned(clause, "Shorter.").deleted(other)
    proposal = proposal.stepped(f"{COUNCIL}__para_4", up=True).renumbered_list(clause)
    assert from_json(json.loads(json.dumps(to_json(proposal)))) == proposal


def test_a_clause_takes_its_items_along(adopted):
    director = "instructs-secretary-general-directors-bureaux"
    proposal = adopted.moved(f"{director}__para_3", f"{COUNCIL}__para_1")
    assert [row[:2] for row in printed(proposal)][1:4] == [("ADD", "1 bis"), ("ADD", "i)"), ("ADD", "ii)")]
    assert [row[0] for row in printed(proposal, director)].count("SUP") == 3


def test_only_a_list_numbered_anew_changes_adopted_numbers(adopted):
    added = adopted.deleted(f"{COUNCIL}__para_2").added(COUNCIL, "to begin;")
    proposal = added.renumbered_list(f"{COUNCIL}__para_5")
    assert [row[:2] for row in printed(proposal)] == [
        ("ADD", "1"), ("MOD", "2"), ("SUP", "2"), ("NOC", "3"), ("NOC", "4"), ("NOC", "5"),
    ]  # fmt: skip


def numbered_on(*, numbering: Numbering = Numbering.LATIN) -> Proposal:
    """Return a proposal on a text whose paragraphs 1 to 4 go on over its headings."""
    lines = ["I. Piers", "1. Lights;", "2. Paints;", "II. Boats", "3. Rows;", "4. Sails."]
    clauses = []
    for at, (marker, text) in enumerate(line.split(" ") for line in lines):
        kind, level = (Kind.HEADING, 0) if marker[0] == "I" else (Kind.PARAGRAPH, 1)
        clauses.append(
            ProposedClause(f"c{at}", kind, level, Revision.of(marker), Revision.of(text), f"l{at}")
        )
    return Proposal(EditionKey.parse("un-ga/res-1-1/2030"), "", tuple(clauses), numbering)


def test_paragraphs_that_go_on_over_headings_are_numbered_as_one_list():
    adopted = numbered_on()
    last = adopted.added("c2", "Mends;").added("new_1", "Shuts;")
    assert [clause.marker.now for clause in last.clauses[3:5]] == ["2 bis.", "2 ter."]
    assert adopted.added("c3", "Mends;").clause("new_1").marker.now == "2 bis."
    anew = [clause.marker.now for clause in last.renumbered_list("c5").clauses if clause.level]
    assert anew == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert last.renumbered_list("c5").renumbered_list("c1") == last.renumbered_list("c5")
    with pytest.raises(ResolutionsError, match="gets a letter"):
        numbered_on(numbering=Numbering.LETTERS).renumbered_list("c5")


def test_what_cannot_be_done_is_said(adopted):
    with pytest.raises(ResolutionsError, match="no longer in the proposal"):
        adopted.typed("new_7", "words")
    with pytest.raises(ResolutionsError, match="next to itself"):
        adopted.moved(COUNCIL, f"{COUNCIL}__para_1")
    with pytest.raises(ResolutionsError, match="restore it first"):
        adopted.deleted(COUNCIL).typed(f"{COUNCIL}__para_1", "words")
    with pytest.raises(ResolutionsError, match="at most 100,000 characters"):
        adopted.typed(COUNCIL, "x" * 100_001)


@pytest.mark.parametrize(
    ("before", "after", "numbering", "marker"),
    [
        (["1", "2"], "3", Numbering.LATIN, "2 bis"),
        (["1", "2", "2 bis"], "3", Numbering.LATIN, "2 ter"),
        (["a)", "b)"], "c)", Numbering.LATIN, "b bis)"),
        (["(a)", "(b)"], "(c)", Numbering.LETTERS, "(bA)"),
        (["11.", "12.", "12A."], "13.", Numbering.LETTERS, "12B."),
        (["1.1", "1.2"], "", Numbering.LATIN, "1.3"),
        (["h)"], "", Numbering.LATIN, "i)"),
        (["g)", "h)", "i)"], "", Numbering.LATIN, "j)"),
        (["i)", "ii)", "iii)"], "", Numbering.LATIN, "iv)"),
        (["T.1-1:"], "", Numbering.LATIN, "T.1-2:"),
        (["-"], "-", Numbering.LATIN, "-"),
        ([""], "", Numbering.LATIN, ""),
        ([], "1", Numbering.LATIN, ""),
    ],
)
def test_the_number_of_an_inserted_clause(before, after, numbering, marker):
    assert marker_between(before, after, numbering) == marker


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        (["", "a)", "c)"], ["a)", "b)", "c)"]),
        (["1", "1 bis", "2"], ["1", "2", "3"]),
        (["i)", "ii)", "ii bis)"], ["i)", "ii)", "iii)"]),
        (["A.", "C."], ["A.", "B."]),
        (["-", ""], ["-", ""]),
    ],
)
def test_a_list_numbered_anew(markers, expected):
    assert list(in_order(markers)) == expected
