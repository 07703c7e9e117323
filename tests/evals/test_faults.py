"""The fault matrix: a sample of each row, and what is written about a run.

Rows that need a tool which is missing are skipped. A row's process imports Chroma, which takes seconds.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import ResolutionsError
from evals.faults.forked import Ended
from evals.faults.load import Asked, Figures, Known, Load, described
from evals.faults.run import ROWS, run
from evals.faults.table import Ran, read_ran, write_ran, write_table
from evals.faults.trial import Row, Trial
from evals.served import Reply

SAMPLES = {
    "kill": "changed 0.50",
    "again": "",
    "together": "3 at once, 0",
    "damage": "HNSW data, cut",
}
"""Rows, and of each the trials whose name has the text."""


def ran(name: str, only: str, folder: Path) -> list[Trial]:
    """Run a sample of a row and return its trials."""
    missing = [one for one in ROWS[name].tools if shutil.which(one) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    table = folder / "FAULTS.md"
    run([name], 71, folder / "work", only, table)
    text = table.read_text(encoding="utf-8")
    assert "the process of the row failed" not in text, text
    made = read_ran(ROWS[name], folder / "work")
    assert made is not None
    return list(made.trials)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "only"), SAMPLES.items(), ids=SAMPLES)
def test_a_sample_of_a_row_has_no_violation(name: str, only: str, tmp_path: Path):
    trials = ran(name, only, tmp_path)
    assert trials
    assert [one for one in trials if one.problem] == []


def test_a_process_without_the_library_that_counts_stops_at_once(tmp_path: Path):
    command = [sys.executable, "-m", "evals.faults.run", "kill", str(tmp_path), "71", "abc", ""]
    done = subprocess.run(command, input="", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "shim.so was not loaded with this process: LD_PRELOAD must name it"


# -- what a row is -----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_trials_of_a_row_are_named_once_and_the_same_each_time(row: type[Row]):
    plan = row.plan()
    assert len(set(plan)) == len(plan) > 0
    assert row.plan() == plan
    assert row.name in ROWS
    assert "|" not in f"{row.fault}{row.must}"


def test_a_full_run_is_as_large_as_the_matrix_asks():
    assert len(ROWS["kill"].plan()) >= 1000
    assert len(ROWS["damage"].plan()) >= 300
    assert len([one for one in ROWS["disk"].plan() if one.startswith("add 0.")]) == 20


# -- a run and its table -----------------------------------------------------------------------------


class Counted(Row):
    """A row that is made up: every third trial goes wrong."""

    name, fault, must = "counted", "a fault", "nothing"

    @classmethod
    def plan(cls):
        return [f"trial {at}" for at in range(9)]

    def prepare(self):
        pass

    def trials(self, which):
        wrong = int(which.split()[1]) % 3 == 0
        yield self.trial(which, "it | went wrong in /etc/hosts" if wrong else "", seconds=1.5, megabytes=20)


def test_the_table_has_every_figure_and_lists_what_went_wrong(tmp_path: Path):
    made = Counted(tmp_path / "work", 71)
    trials = [one for which in Counted.plan() for one in made.trials(which)]
    ran = [Ran(Counted, trials, "abc", 71, share=0.5), Ran(Counted, (), "def", 72, "needs cc")]
    write_table(tmp_path / "table.md", ran)
    text = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert "| `counted`: a fault | nothing | 9 (50 % of the run) | 3 | 1.5 | 20 | abc, 71 | – |" in text
    assert "not run: needs cc | – | – | – | def, 72 | – |" in text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        f"- it ¦ went wrong in …/hosts (`trial {at}`)" for at in (0, 3, 6)
    ]


def test_a_row_without_its_tool_is_said_and_does_not_pass(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("evals.faults.run.shutil.which", lambda _: None)
    assert run(["kill"], 71, tmp_path, "", tmp_path / "table.md") == 1
    assert "not run: needs cc" in (tmp_path / "table.md").read_text(encoding="utf-8")


def test_a_row_that_there_is_not_is_named(tmp_path: Path):
    with pytest.raises(ResolutionsError, match="no row 'nothing'; there are: again"):
        run(["nothing"], 71, tmp_path, "", tmp_path / "table.md")


def test_a_row_that_is_not_asked_for_stays_in_the_table_with_its_commit(tmp_path: Path, monkeypatch):
    before = Ran(ROWS["again"], (Trial("again", "twice", figures={"embedded": 0}),), "the commit before", 70)
    write_ran(before, tmp_path)
    assert read_ran(ROWS["again"], tmp_path) == before
    monkeypatch.setattr("evals.faults.run.checked_out", lambda: "this commit")
    monkeypatch.setattr("evals.faults.run.shutil.which", lambda _: None)
    run(["kill"], 71, tmp_path, "", tmp_path / "table.md")
    lines = (tmp_path / "table.md").read_text(encoding="utf-8").splitlines()
    (again,) = [one for one in lines if one.startswith("| `again`")]
    (killed,) = [one for one in lines if one.startswith("| `kill`")]
    assert "| the commit before, 70 |" in again
    assert "| this commit, 71 |" in killed


# -- what is read off a load ------------------------------------------------------------------------


ASKED = Known("Resolution 950 (Rev. Coimbra, 2031), resolves 1", "itu-pp/res-950/2031#resolves__para_1")
HTML = '<h2 class="question">{}</h2><a href="/?clause=itu-pp%2Fres-950%2F2031%23resolves__para_1">x</a>'


@pytest.mark.parametrize(
    ("what", "reply", "is_crossed", "problem"),
    [
        ("its own", Reply(HTML.format(ASKED.question)), False, ""),
        ("another's question", Reply(HTML.format("Who is this?")), True, ""),
        ("no clause", Reply(f'<h2 class="question">{ASKED.question}</h2>'), False, "without its clause"),
        ("a program", Reply('{"citations": [{"id": "itu-pp/res-950/2031#resolves__para_1"}]}'), False, ""),
        ("an error", Reply(problem="status 500"), False, "status 500"),
    ],
)
def test_what_comes_back_to_a_reader_is_judged(what: str, reply: Reply, is_crossed: bool, problem: str):
    from evals.faults.load import judged

    found = judged(reply, ASKED, [ASKED.question], 0.1)
    assert found.is_crossed == is_crossed, what
    assert found.problem.startswith(problem)
    assert bool(found.problem) == bool(problem)


def test_the_figures_of_a_load():
    asked = [Asked(at / 100, at == 3, "status 500" if at == 4 else "", at == 5) for at in range(1, 101)]
    figures = Figures(asked, [(at, 100.0 + (at > 50) * 30) for at in range(100)])
    said = described(Load(readers=5), figures)
    assert "questions: 100, 98 answered" in said
    assert "turned away because of too much to do: 1.0%" in said
    assert "errors: 1 (status 500)" in said
    assert "answers with another reader's words: 1" in said
    assert "growth after the first quarter: 30.0 MB" in said


def test_an_error_that_nobody_foresaw_is_a_crash_though_it_is_one_line():
    said = "resolutions: unexpected error 1f0c93ab (KeyError); report it with: /home/errors.log\n"
    assert "nobody foresaw" in Ended(1, 0, said, 1.0, 1.0).crash
    assert Ended(1, 0, "resolutions: /a: no space left on the disk\n", 1.0, 1.0).crash == ""
