"""The report begins with the blind sets, the assistant beside the first hit of its own search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.first_hit import comparisons
from evals.report import blind, make_report, write_report
from evals.report.headline import headlines
from evals.report.text import plain
from evals.results import Results
from evals.test_runs import HEADLINE, TestRun

RUNS = (TestRun("2030-01-01", "abc", {"blind harbours": {"answer precision": 0.5}}),) * 2


@pytest.fixture(scope="module")
def asked_blind(made: Results) -> Results:
    """The small run, over a blind set; the first hit answers every question wrongly."""
    cases = tuple(
        replace(one, length="short", kind="duty", place=f"blind/harbours.jsonl:{row}")
        for row, one in enumerate(made.golden.cases, 1)
    )
    outcomes = tuple(replace(one, case=case) for one, case in zip(made.outcomes, cases, strict=True))
    wrong = {"one": 0.0, "two": 0.0}
    first = {metric: wrong for metric in (*HEADLINE, "citation recall")}
    first |= {"false answers": {"three": 1.0}}
    golden = replace(made.golden, cases=cases)
    return replace(made, golden=golden, outcomes=outcomes, first_hit=first)


def test_the_five_measures_stand_beside_those_of_the_first_hit(asked_blind: Results):
    section = blind.blind_sets(asked_blind, RUNS)
    (sets,) = section.tables
    assert [row[0].removesuffix(" ↓") for row in sets.rows] == list(HEADLINE)
    precision = dict(zip(sets.columns, sets.rows[0], strict=True))
    assert precision["blind harbours"].startswith("0.500 [")
    assert precision[f"blind harbours: {blind.FIRST}"].startswith("0.000 [")


@pytest.mark.parametrize(
    ("runs", "sentence"),
    [
        ((), "Nobody has looked at the test halves yet."),
        (RUNS, "Runs on the test halves so far: blind harbours 2×; the last on 2030-01-01."),
    ],
)
def test_it_says_how_often_the_test_halves_have_been_looked_at(asked_blind: Results, runs, sentence: str):
    assert sentence in blind.blind_sets(asked_blind, runs).said


def test_each_comparison_of_the_gate_says_what_it_came_to(asked_blind: Results):
    names = {one.name for one in comparisons(asked_blind)}
    (gate,) = blind.against_first_hit(asked_blind).tables
    assert len(gate.rows) == len(names)
    recall = next(row for row in gate.rows if row[:2] == ("all", "citation recall"))
    assert recall[2].startswith("+0.500 [")


def test_a_comparison_that_is_worse_is_marked(asked_blind: Results):
    right = {metric: {"one": 1.0, "two": 1.0} for metric in ("citation recall", "answer precision")}
    scores = {**asked_blind.scores, **{metric: {"one": 0.0, "two": 0.0} for metric in right}}
    gate = blind.against_first_hit(replace(asked_blind, scores=scores, first_hit=right)).tables[0]
    assert {row[-1] for row in gate.rows} == {"WORSE"}


def test_the_headline_is_about_the_blind_sets_and_their_test_half_where_it_was_asked(asked_blind: Results):
    one, two, three = asked_blind.golden.cases
    both = replace(
        asked_blind, golden=replace(asked_blind.golden, cases=(replace(one, split="test"), two, three))
    )
    assert both.headline_half == "test"
    assert [case.id for case in both.headline_cases] == ["one"]
    recall = next(
        one for one in headlines(both) if one.said == "of the clauses that answer are cited in answers"
    )
    assert (recall.value, recall.rows, recall.is_reached) == ("100.0 %", 1, True)
    false = next(one for one in headlines(asked_blind) if "do not answer" in one.said)
    assert (false.value, false.goal, false.is_reached) == ("0.0 %", "goal ≤ 10 %", True)
    assert false.beside == "100.0 %"


def test_the_page_and_the_terminal_begin_with_them(asked_blind: Results, tmp_path):
    report = make_report(asked_blind, [])
    page = write_report(report, tmp_path).read_text(encoding="utf-8")
    assert page.index("What a user meets") < page.index("How questions were met")
    assert "WHAT A USER MEETS" in plain(report)
