"""Questions over real texts: how a clause of the gold is found, and what the table counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Claim, Status, Support
from corpus.keys import ProvisionId
from evals.bodies.answers import (
    GoldClause,
    NoTexts,
    Outcome,
    Places,
    Question,
    asked,
    digest,
    read_follow_ups,
    read_questions,
    table,
)

FILE = "shipped"
SAID = "The targets represent the effect and long-term impact of ITU's work"
CLAUSE = "itu-pp/res-71/2022#annex_1__para_13"


@pytest.fixture
def places(assistant) -> Places:
    return Places(assistant.library)


def test_a_clause_is_told_by_how_it_begins_whatever_its_signs(places: Places):
    assert digest("The Targets represent the effect, and long-term impact …") == digest(SAID)
    assert places.of(GoldClause(FILE, digest(SAID))) == {CLAUSE}


def test_words_inside_a_short_clause_tell_it_too(places: Places):
    assert CLAUSE in places.of(
        GoldClause(FILE, digest("long-term impact of ITU's work, providing an indication"))
    )


def test_a_clause_of_another_file_or_with_other_words_is_not_found(places: Places):
    assert not places.of(GoldClause("resolution-72.txt", digest(SAID)))
    assert not places.of(GoldClause(FILE, digest("The targets represent the costs and the long-term impact")))


def test_the_questions_have_two_halves_of_all_bodies():
    halves = [list(read_questions(half)) for half in ("dev", "test")]
    ids = [{one.id for one in half} for half in halves]
    assert [len(half) for half in halves] == [234, 234]
    assert not ids[0] & ids[1]
    assert {one.body for one in halves[0]} == {one.body for one in halves[1]}


def test_each_turn_after_the_first_is_asked_with_those_before_it():
    halves = [list(read_follow_ups(half)) for half in ("dev", "test")]
    assert [len(half) for half in halves] == [79, 79]
    for one in (one for half in halves for one in half):
        assert one.before
        assert one.text not in one.before
        assert one.kind
    by_id = {one.id: one for half in halves for one in half}
    third = by_id["talk-bipm-01-3"]
    assert third.before[-1] == by_id["talk-bipm-01-2"].text


def test_a_library_without_the_texts_is_named(home):
    with pytest.raises(NoTexts, match="no text of the questions is held"):
        asked(home, list(read_questions("dev"))[:1])


def outcome(name: str, status: Status, shown: str, *, near: bool = False, found: float = 0.0) -> Outcome:
    gold = () if near else ((GoldClause(FILE, digest(SAID)),),)
    cited = tuple(
        Claim("", Support.VERBATIM, (Citation(ProvisionId.parse(one), "", 0, 0, ""),))
        for one in shown.split()
    )
    return Outcome(
        Question(name, "itu", name, gold), Answer(status, claims=cited), frozenset({CLAUSE}), found
    )


def test_the_table_counts_what_is_right_first_answered_refused_and_answered_without_an_answer():
    rows = [
        outcome("right", Status.ANSWERED, CLAUSE, found=1.0),
        outcome("wrong", Status.ANSWERED, f"{CLAUSE}x"),
        outcome("shown", Status.CANDIDATES, f"{CLAUSE}x {CLAUSE}", found=1.0),
        outcome("refused", Status.NOT_STATED, ""),
        outcome("near", Status.ANSWERED, CLAUSE, near=True),
        replace(outcome("far", Status.NOT_STATED, "", near=True), right=frozenset()),
    ]
    line = next(one for one in table(rows) if one.startswith("all"))
    assert line.split()[1:] == [
        *("4/6", "0.67"),
        *("1/4", "0.25"),
        *("1/4", "0.25"),
        *("2/3", "0.67"),
        *("2/4", "0.50"),
        *("1/4", "0.25"),
        *("1/2", "0.50"),
    ]
