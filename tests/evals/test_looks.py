"""Every run on a test half is written down, and the report counts them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from evals import run as runs
from evals import test_runs as looking
from evals.measuring import checked_out
from evals.results import Results


@pytest.fixture
def asked_half(made: Results):
    """A run on one half of a blind set."""

    def make(split: str) -> Results:
        cases = tuple(
            replace(one, split=split, length="short", place=f"blind/harbours.jsonl:{row}")
            for row, one in enumerate(made.golden.cases, 1)
        )
        return replace(made, golden=replace(made.golden, cases=cases))

    return make


def test_a_run_on_a_test_half_adds_a_line(asked_half, tmp_path):
    path = tmp_path / "runs.jsonl"
    assert looking.write_run(asked_half("test"), path)
    assert looking.write_run(asked_half("test"), path)
    first, _ = map(json.loads, path.read_text().splitlines())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first["date"])
    assert first["figures"]["blind harbours"]["false answers"] == 0
    assert first["figures"]["blind harbours"]["decisive recall"] == 0.5
    assert looking.looks(looking.read_runs(path)) == {"blind harbours": 2}


def test_a_run_on_the_development_half_adds_none(asked_half, made: Results, tmp_path):
    path = tmp_path / "runs.jsonl"
    assert not looking.write_run(asked_half("dev"), path)
    assert not looking.write_run(made, path)
    assert not path.exists()
    assert looking.read_runs(path) == ()


def test_a_run_that_cannot_be_written_down_says_so(asked_half, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(runs, "write_run", lambda results: looking.write_run(results, tmp_path))
    runs._note(asked_half("test"))
    assert "cannot be written down (Is a directory)" in capsys.readouterr().err


def test_the_commit_is_the_one_checked_out():
    assert re.fullmatch(r"(?:[0-9a-f]{12}\+?)?", checked_out())
