"""One page that stands alone, the same as JSON and in a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from evals.baselines import tag
from evals.report import Report, make_report, print_report, write_report
from evals.report.tables import difference, judged, shown
from evals.report.words import METRICS, STATUSES
from evals.results import Results
from evals.stats import Interval, Paired


@pytest.fixture(scope="module")
def report(made: Results) -> Report:
    return make_report(made, ["severed is 0.5, must be 0: <one>"], tag(made, "first"))


@pytest.fixture(scope="module")
def page(report: Report, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(report, tmp_path_factory.mktemp("report") / "new" / "folder").read_text(
        encoding="utf-8"
    )


def test_every_form_is_written(report: Report, tmp_path: Path):
    written = write_report(report, tmp_path)
    assert written == tmp_path / "report.html"
    assert {one.name for one in tmp_path.iterdir()} == {"report.html", "report.json"}


def test_the_page_stands_alone(page: str):
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page), "nothing is fetched"
    assert not re.search(r"url\((?!#)", page)


def test_whatever_was_asked_or_is_said_is_escaped(page: str):
    assert "What of two &lt;b&gt;?" in page
    assert "&lt;one&gt;" in page
    assert "<b>?" not in page


@pytest.mark.parametrize(
    "title",
    [
        "How questions were met", "By kind of question, reader and texts", "Every figure",
        "Controls: is the measuring itself sound?", "Questions not met as they deserve: 1",
    ],
)  # fmt: skip
def test_the_page_has(page: str, title: str):
    assert f"<h2>{title}</h2>" in page


def test_every_figure_says_with_which_run_it_is_compared(made: Results, page: str, tmp_path: Path):
    sentence = "Each question is compared with itself in the run “first”."
    assert sentence in page
    alone = write_report(make_report(made, []), tmp_path).read_text(encoding="utf-8")
    assert "Each question is compared" not in alone


def test_a_broken_gate_stands_first(page: str, made: Results, tmp_path: Path):
    assert "This run does not pass: 1 gate broken." in page
    passed = write_report(make_report(made, []), tmp_path).read_text(encoding="utf-8")
    assert "This run passes: every gate holds." in passed


def test_what_is_left_out_is_said(report: Report, page: str):
    said = "questions/piers.jsonl: 2 rows left out, not in the library: piers"
    assert said in page
    assert f"left out: {said}" in print_report(report)


def test_a_failed_question_is_told_with_what_was_asked_expected_and_shown(report: Report):
    (one,) = report.failures
    assert (one.id, one.wrong, one.deserved, one.met) == (
        "two",
        "a clause is missing",
        "answered",
        "answered",
    )
    assert one.turns == ("What of two <b>?",)
    assert one.expected[0][1] == "x"
    assert "every harbour shall keep a lantern" in one.shown[0][1]
    printed = print_report(report, details=True)
    assert "two (lookup) What of two <b>?  [questions/a.jsonl:2: a clause is missing]" in printed


def test_an_error_is_a_failed_question(made: Results):
    bad = replace(made.outcomes[0], answer=None, error="questions/a.jsonl:1: ValueError: dark")
    report = make_report(replace(made, outcomes=(bad, *made.outcomes[1:])), [])
    assert (report.failures[0].met, report.failures[0].wrong) == ("error", "it erred")
    assert json.loads(print_report(report, as_json=True))["errors"] == [bad.error]


def test_the_json_has_every_figure(report: Report, made: Results):
    document = json.loads(print_report(report, as_json=True))
    assert document["figures"]["all"]["all"]["recall@10"]["count"] == 2
    assert set(document["figures"]) == {"all", "set", "kind", "reader", "turns", "change", "world", "scope"}
    assert document["figures"]["scope"]["harbours dev"]["correct"]["mean"] == pytest.approx(2 / 3)
    assert document["statuses"] == {"answered": {"answered": 2}, "not_stated": {"not_stated": 1}}
    assert document["broken"] == ["severed is 0.5, must be 0: <one>"]
    assert set(document["systems"]) == set(made.systems)


def test_the_terminal_has_every_metric_that_applies(report: Report, made: Results):
    printed = print_report(report)
    assert "3 questions (all), 2 answerable" in printed
    assert all(f"\n{name} " in printed for name, rows in made.scores.items() if rows)


def test_every_metric_and_status_has_words(made: Results):
    assert set(made.scores) <= set(METRICS)
    assert {str(one.case.status) for one in made.outcomes} <= set(STATUSES)


def test_a_run_of_nothing_has_a_report(made: Results, tmp_path: Path):
    nothing = replace(
        made,
        golden=replace(made.golden, cases=(), drafts=(), claims=()),
        outcomes=(),
        scores={},
        controls=(),
    )
    assert "<h2>" in write_report(make_report(nothing, []), tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("metric", "bounds", "told"),
    [
        ("correct", (0.1, 0.05, 0.2), "better"),
        ("correct", (-0.1, -0.2, -0.05), "worse"),
        ("wrongly refused", (0.1, 0.05, 0.2), "worse"),
        ("wrongly refused", (-0.1, -0.2, -0.05), "better"),
        ("correct", (0.1, -0.1, 0.2), "may be chance"),
        ("correct", (0.0, 0.0, 0.0), "no difference"),
    ],
)
def test_a_difference_is_judged_by_its_whole_interval(metric: str, bounds: tuple, told: str):
    assert judged(metric, Paired(*bounds, count=9)) == told


def test_a_figure_is_shown_with_its_interval():
    assert shown(Interval(0.5, 0.25, 0.75, 4)) == "0.500 [0.250–0.750]"
    assert shown(None) == "–"
    assert difference(Paired(-0.5, -0.75, 0.25, 4)) == "−0.500 [−0.750, +0.250]"
