"""How often the test halves have been looked at: every run on one is written into `test_runs.jsonl`.

Whoever looks at a test half often, and changes the program in between, fits the program to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from evals.measuring import checked_out
from evals.results import Results, world_of_case

RUNS = Path(__file__).parent / "test_runs.jsonl"
HEADLINE = ("answer precision", "decisive recall", "shown recall", "false answers", "right edition")
_TEST = "test"


@dataclass(frozen=True, slots=True)
class TestRun:
    """A run on test halves: when, of which commit, and the headline by blind set."""

    __test__ = False  # it is no test, whatever its name

    date: str
    commit: str
    figures: Mapping[str, Mapping[str, float]]


def read_runs(path: Path = RUNS) -> tuple[TestRun, ...]:
    """Read the runs so far, oldest first."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return tuple(TestRun(**json.loads(line)) for line in lines)


def looks(runs: tuple[TestRun, ...]) -> dict[str, int]:
    """Count how often the test half of each blind set has been looked at."""
    found: dict[str, int] = {}
    for run in runs:
        for world in run.figures:
            found[world] = found.get(world, 0) + 1
    return found


def write_run(results: Results, path: Path = RUNS) -> bool:
    """Add a run to the file, if it asked a test half. Raises OSError."""
    figures: dict[str, dict[str, float]] = {}
    rows: dict[str, set[str]] = {}
    for case in results.golden.cases:
        if case.is_blind and case.split == _TEST:
            rows.setdefault(world_of_case(case, results.texts), set()).add(case.id)
    for world, ids in rows.items():
        for metric in HEADLINE:
            scores = [score for id_, score in results.scores.get(metric, {}).items() if id_ in ids]
            if scores:
                figures.setdefault(world, {})[metric] = round(fmean(scores), 4)
    if figures:
        row = {"date": datetime.now(UTC).date().isoformat(), "commit": checked_out(), "figures": figures}
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
    return bool(figures)
