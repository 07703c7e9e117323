"""The gate against the first hit: worse fails, expected failures pass, and a mark expires by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Status
from evals import run as runs
from evals.first_hit import comparisons, still_expected, worse
from evals.gates import Gates, read_gates, write_gates
from evals.results import Results
from evals.search_systems import FIRST

ROWS = 40
ALL, SET, KIND = "all: citation recall", "blind harbours: citation recall", "kind duty: citation recall"


@pytest.fixture
def results(made: Results):
    """A run over blind questions of two kinds, in which the first hit is always right."""

    def make(right: int, split: str = "dev", kind: str = "duty") -> Results:
        case = replace(made.golden.cases[0], split=split, length="short")
        cases = tuple(
            replace(case, id=f"r{row}", kind=kind if row else "list", place=f"blind/harbours.jsonl:{row}")
            for row in range(ROWS)
        )
        ours = {one.id: float(row < right) for row, one in enumerate(cases)}
        first = {one.id: 1.0 for one in cases}
        return replace(
            made,
            golden=replace(made.golden, cases=cases, drafts=(), claims=()),
            scores={"citation recall": ours, "answer precision": ours},
            systems={FIRST: {"citation recall": first, "answer precision": first}},
        )

    return make


def test_compared_are_all_rows_each_set_and_each_kind_with_enough_rows(results):
    rows = {one.rows for one in comparisons(results(ROWS))}
    assert rows == {"all", "blind harbours", "kind duty"}, "a single list is not enough"


def test_rows_that_the_texts_do_not_answer_do_not_make_a_kind_large_enough(results):
    run = results(ROWS)
    missed = [replace(one, status=Status.NOT_STATED, gold=()) for one in run.golden.cases[:20]]
    golden = replace(run.golden, cases=(*missed, *run.golden.cases[20:]))
    assert {one.rows for one in comparisons(replace(run, golden=golden))} == {"all", "blind harbours"}


@pytest.mark.parametrize(("right", "is_worse"), [(ROWS, False), (ROWS - 1, False), (ROWS - 8, True)])
def test_worse_is_what_chance_does_not_explain(results, right: int, is_worse: bool):
    assert all(one.is_worse == is_worse for one in comparisons(results(right)) if one.rows == "all")
    assert bool(list(worse(results(right), frozenset()))) == is_worse


def test_the_message_gives_rows_metric_difference_and_count(results):
    said = next(worse(results(ROWS - 8), frozenset()))
    assert said.startswith("worse than the first hit of its own search: all: citation recall -0.200 [")
    assert said.endswith("over 40 rows")


def test_what_is_expected_to_fail_breaks_nothing(results):
    expected = frozenset(one.name for one in comparisons(results(0)))
    assert list(worse(results(0), expected)) == []
    assert len(list(worse(results(0), expected - {ALL}))) == 1


def test_a_mark_expires_in_the_first_run_that_passes(results):
    expected = frozenset([ALL, SET, "kind number: citation recall"])
    assert still_expected(results(0), expected) == expected
    assert still_expected(results(ROWS), expected) == {"kind number: citation recall"}, (
        "not asked in this run"
    )


def test_the_test_half_and_the_older_sets_are_not_compared(results, made: Results):
    assert comparisons(results(0, split="test")) == ()
    assert comparisons(made) == ()


def test_a_run_deletes_expired_marks_and_says_so(results, monkeypatch, capsys):
    written: list[Gates] = []
    monkeypatch.setattr(runs, "write_gates", written.append)
    gates = Gates({}, {}, expected_to_fail=frozenset([ALL, SET]))
    runs._expire(results(0), gates)
    assert written == []
    runs._expire(results(ROWS), gates)
    assert written == [replace(gates, expected_to_fail=frozenset())]
    assert f"passed, and no longer expected to fail: {ALL}\n" in capsys.readouterr().err


def test_marks_are_written_and_read_again(tmp_path):
    gates = replace(read_gates(), expected_to_fail=frozenset([KIND, ALL]))
    write_gates(gates, tmp_path / "gate.toml")
    assert read_gates(tmp_path / "gate.toml") == gates
    write_gates(replace(gates, expected_to_fail=frozenset()), tmp_path / "gate.toml")
    assert read_gates(tmp_path / "gate.toml").expected_to_fail == frozenset()
