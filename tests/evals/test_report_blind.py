"""The report begins with the blind sets, the assistant beside the first hit of its own search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.first_hit import comparisons
from evals.report import blind, make_report, write_report
from evals.report.headline import headlines
from evals.report.text import plain
from evals.results import Results
from evals.search_systems import FIRST, SIMPLE
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
    systems = {FIRST: {**first, "false answers": {"three": 1.0}}, SIMPLE: first}
    golden = replace(made.golden, cases=cases)
    return replace(made, golden=golden, outcomes=outcomes, systems=systems)


def test_the_five_measures_stand_beside_those_of_the_first_hit(asked_blind: Results):
    section = blind.blind_sets(asked_blind, RUNS)
    sets, systems = section.tables
    assert [row[0].removesuffix(" ↓") for row in sets.rows] == list(HEADLINE)
    precision = dict(zip(sets.columns, sets.rows[0], strict=True))
    assert precision["blind harbours"].startswith("0.500 [")
    assert precision[f"blind harbours: {FIRST}"].startswith("0.000 [")
    assert [row[0] for row in systems.rows] == [blind.OURS, FIRST, SIMPLE]


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
    (gate,) = blind.against_first_hit(asked_blind, ()).tables
    assert len(gate.rows) == len(names)
    recall = next(row for row in gate.rows if row[:2] == ("all", "citation recall"))
    assert recall[2].startswith("+0.500 [")


@pytest.mark.parametrize(("expected", "verdict"), [(True, "worse, expected to fail"), (False, "WORSE")])
def test_a_comparison_that_is_worse_is_marked(asked_blind: Results, expected: bool, verdict: str):
    right = {metric: {"one": 1.0, "two": 1.0} for metric in ("citation recall", "answer precision")}
    scores = {**asked_blind.scores, **{metric: {"one": 0.0, "two": 0.0} for metric in right}}
    worse = replace(asked_blind, scores=scores, systems={FIRST: right})
    names = [one.name for one in comparisons(worse)] if expected else []
    gate = blind.against_first_hit(worse, names).tables[0]
    assert {row[-1] for row in gate.rows} == {verdict}


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


def test_what_is_expected_to_fail_is_said_where_the_run_passes(asked_blind: Results, tmp_path):
    right = {metric: {"one": 1.0, "two": 1.0} for metric in ("citation recall", "answer precision")}
    scores = {**asked_blind.scores, **{metric: {"one": 0.0, "two": 0.0} for metric in right}}
    worse = replace(asked_blind, scores=scores, systems={FIRST: right})
    report = make_report(worse, [], None, ["all: citation recall"])
    page = write_report(report, tmp_path).read_text(encoding="utf-8")
    assert "every gate holds, except for what is expected to fail." in page
    assert "<li>expected to fail: all: citation recall -1.000 [" in page
    assert "except for" not in write_report(make_report(worse, []), tmp_path).read_text(encoding="utf-8")
