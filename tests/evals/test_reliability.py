"""Confidence beside the share that is right: equal parts of the answers, and their picture."""

from __future__ import annotations

from pathlib import Path

from evals.lab.reliability import draw
from evals.stats import reliability

ROWS = [(at / 80, at >= 40) for at in range(80)]


def test_points_are_equal_parts_the_least_sure_first():
    found = list(reliability(list(reversed(ROWS))))
    assert [round(at, 3) for at, _ in found] == [0.056 + 0.125 * part for part in range(8)]
    assert [share.mean for _, share in found] == [0.0] * 4 + [1.0] * 4


def test_fewer_answers_than_points_are_drawn_as_they_are():
    assert [at for at, _ in reliability(ROWS[:3])] == [0.0, 1 / 80, 2 / 80]
    assert list(reliability([])) == []


def test_each_condition_is_a_panel(tmp_path: Path):
    path = tmp_path / "reliability.png"
    draw({"with a pack": ROWS, "without": ROWS[::2]}, path)
    assert path.read_bytes().startswith(b"\x89PNG")
