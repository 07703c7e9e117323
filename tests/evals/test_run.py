"""The fast part of the suite: the dev rows of the invented texts through the assistant, and its gates."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.settings import Settings
from evals import run as runs
from evals.baselines import KEPT, read_tagged, tag
from evals.gates import Floor, Gates, broken, read_gates
from evals.metrics import scores
from evals.outcomes import Outcome, ask_all
from evals.results import Results
from evals.run import QUICK, measure, quick_golden
from evals.worlds import Assistants, gather

pytestmark = pytest.mark.slow
SCOPE = "invented dev"
GATES = read_gates()


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, embeddings: Path) -> Results:
    texts = gather()
    settings = Settings(home=tmp_path_factory.mktemp("evals"))
    shutil.copytree(embeddings, settings.home / "cache")
    return measure(quick_golden(texts), Assistants(texts, settings), QUICK)


@pytest.fixture(scope="module")
def alone(measured: Results) -> Results:
    """What was measured, without the controls: whether these hold is a question of its own."""
    return replace(measured, controls=())


@pytest.fixture
def ran(alone: Results, monkeypatch, capsys, tmp_path: Path):
    """Run the command with what was measured, or with what became of it."""

    def run(results: Results = alone, gates: Gates = GATES, **options: bool) -> tuple[int, str, str]:
        monkeypatch.setattr(runs, "gather", lambda home: alone.texts)
        monkeypatch.setattr(runs, "measure", lambda *_: results)
        monkeypatch.setattr(runs, "read_gates", lambda: gates)
        monkeypatch.setattr(runs, "read_baseline", lambda name: tag(alone, name))
        status = runs.run("dev", quick=True, output=tmp_path, **options)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def misquoted(one: Outcome) -> Outcome:
    """Shift every quote by a letter."""
    assert one.answer is not None
    claims = tuple(
        replace(claim, citations=tuple(replace(it, start=it.start + 1) for it in claim.citations))
        for claim in one.answer.claims
    )
    return replace(one, answer=replace(one.answer, claims=claims))


def changed(results: Results, *outcomes: Outcome) -> Results:
    """Put other outcomes in the place of those of the same cases, and score them."""
    others = {one.case.id: one for one in outcomes}
    every = tuple(others.get(one.case.id, one) for one in results.outcomes)
    return replace(results, outcomes=every, scores={**results.scores, **scores(every, results.texts)})


def test_the_quick_part_has_every_sort_of_row(measured: Results):
    assert len(measured.golden.cases) >= 150
    assert measured.golden.drafts
    assert measured.golden.claims
    assert {group.name for group in measured.groups if group.by == "scope"} == {SCOPE}


def test_no_row_errs_no_control_fails_no_floor_is_missed(measured: Results):
    assert len({one.name for one in measured.controls}) == len(measured.controls) > 60
    assert list(broken(measured, replace(GATES, must={}))) == []


@pytest.mark.parametrize("metric", GATES.must)
def test_nothing_is_tolerated_of(alone: Results, metric: str):
    assert list(broken(alone, Gates({metric: GATES.must[metric]}, {}))) == []


def test_a_citation_that_is_shifted_by_a_letter_breaks_a_gate(alone: Results, ran):
    answered = next(one for one in alone.outcomes if one.answer and one.answer.claims)
    status, _, err = ran(changed(alone, misquoted(answered)))
    assert status == 1
    assert f": {answered.case.id} ({answered.case.place})" in err
    assert "gate broken: citation validity is 0.99" in err


def test_a_row_that_errs_fails_the_run_by_file_and_line(alone: Results, ran):
    def holding(held: object):
        raise ValueError("the lantern is out")

    (bad,) = ask_all(alone.golden.cases[:1], holding)
    status, _, err = ran(changed(alone, bad), Gates({}, {}))
    assert status == 1
    place = alone.golden.cases[0].place
    assert f"gate broken: a row erred: {place}: ValueError: the lantern is out\n" in err


def test_a_floor_that_is_missed_breaks_a_gate(ran):
    status, _, err = ran(gates=Gates({}, {SCOPE: {"correct": Floor(1.0, 1.0, "2030-01-01")}}))
    assert status == 1
    assert f"gate broken: correct over {SCOPE} is 0." in err


def test_falling_behind_the_baseline_breaks_a_gate(alone: Results, ran):
    gone = [replace(one, answer=replace(one.answer, retrieved=())) for one in alone.outcomes if one.answer]
    status, _, err = ran(changed(alone, *gone), Gates({}, {}, "start"))
    assert status == 1
    assert "gate broken: recall@10 fell behind the baseline start: -" in err


def test_a_run_that_holds_its_gates_passes_and_keeps_its_scores(measured: Results, ran, tmp_path: Path):
    status, out, err = ran(gates=Gates({}, {}, "start"))
    assert (status, "gate broken" in err) == (0, False)
    assert f"{len(measured.golden.cases)} questions (quick)" in out
    assert f"report: {tmp_path / 'report.html'}\n" in err
    assert read_tagged(tmp_path / KEPT).split == QUICK


def test_the_same_as_json(measured: Results, ran):
    status, out, _ = ran(gates=Gates({}, {}), as_json=True)
    document = json.loads(out)
    assert status == 0
    counts = {name: one["count"] for name, one in document["figures"]["all"]["all"].items()}
    cases = measured.golden.cases
    unsure = [one.case for one in measured.outcomes if one.answer and one.answer.status == Status.CANDIDATES]
    assert {one.is_answerable for one in unsure} == {True, False}
    assert counts["right status"] == counts["correct"] == len(cases) - len(unsure)
    assert counts["wrongly refused"] == sum(one.is_answerable for one in cases)
    assert counts["false answers"] == sum(not one.is_answerable for one in cases)
    assert counts["refusal recall"] == counts["false answers"] - sum(not one.is_answerable for one in unsure)


def test_details_print_each_failed_question(measured: Results, ran):
    _, out, _ = ran(gates=Gates({}, {}), details=True)
    failed = [id_ for id_, score in measured.scores["correct"].items() if not score]
    assert failed
    assert all(f"\n{id_} (" in out for id_ in failed)
