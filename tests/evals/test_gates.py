"""A run that is worse than it must be fails, and says in one line each by what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evals.baselines import NoBaseline, compare, keep, last_run, program, read_tagged, tag, write_baseline
from evals.gates import BadGates, Floor, Gates, broken, raised, read_gates, write_gates
from evals.results import Results

MUST = {"citation validity": 1.0, "false claims accepted": 0.0}
SCOPE = "harbours dev"


def floors(**metrics: float) -> Gates:
    given = {name.replace("_", " "): Floor(value, value, "2030-01-01") for name, value in metrics.items()}
    return Gates(MUST, {SCOPE: given})


def scored(run: Results, metric: str, **rows: float) -> Results:
    return replace(run, scores={**run.scores, metric: rows})


def erred(run: Results) -> Results:
    bad = replace(run.outcomes[1], answer=None, error="questions/a.jsonl:2: ValueError: dark")
    return replace(run, outcomes=(run.outcomes[0], bad, run.outcomes[2]))


def loose(run: Results) -> Results:
    return replace(run, controls=(replace(run.controls[0], got="0.500", holds=False),))


def same(run: Results) -> Results:
    return run


BROKEN: list[tuple[str, Callable[[Results], Results], Gates, list[str]]] = [
    ("nothing", same, floors(), []),
    ("a row that errs", erred, floors(), ["a row erred: questions/a.jsonl:2: ValueError: dark"]),
    (
        "a control that does not hold",
        loose,
        floors(),
        ["control: always refuse must have recall 0, got 0.500"],
    ),
    (
        "a citation that is not valid",
        lambda run: scored(run, "citation validity", one=1.0, two=0.0),
        floors(),
        ["citation validity is 0.5000, must be 1: two (questions/a.jsonl:2)"],
    ),
    (
        "a false claim that passes",
        lambda run: scored(run, "false claims accepted", false=1.0),
        floors(),
        ["false claims accepted is 1.0000, must be 0: false (claims/a.jsonl:1)"],
    ),
    (
        "what must hold and was not measured",
        lambda run: scored(run, "false claims accepted"),
        floors(),
        ["false claims accepted must be 0 and was not measured"],
    ),
    ("a floor that is passed", same, floors(correct=0.66, wrongly_refused=0.01), []),
    (
        "a floor that is missed",
        same,
        floors(correct=0.67),
        [f"correct over {SCOPE} is 0.667, below 0.670 (was 0.670 on 2030-01-01)"],
    ),
    (
        "a floor of which less is better",
        lambda run: scored(run, "wrongly refused", one=1.0, two=0.0),
        floors(wrongly_refused=0.4),
        [f"wrongly refused over {SCOPE} is 0.500, above 0.400 (was 0.400 on 2030-01-01)"],
    ),
    (
        "a floor of what was not measured",
        lambda run: scored(run, "correct"),
        floors(correct=0.1),
        [f"correct over {SCOPE} was not measured; its floor is 0.100"],
    ),
    (
        "a floor of texts that are not run",
        same,
        Gates(MUST, {"piers dev": {"correct": Floor(1.0, 1.0, "2030-01-01")}}),
        [],
    ),
]


@pytest.mark.parametrize(("rule", "change", "gates", "told"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_gate_breaks_on(made: Results, rule: str, change, gates: Gates, told: list[str]):
    assert list(broken(change(made), gates)) == told, rule


def test_many_rows_that_fail_are_counted_after_three(made: Results):
    run = scored(made, "citation validity", **{f"row{at}": 0.0 for at in range(5)})
    (said,) = broken(run, floors())
    assert said.endswith("row0 (?), row1 (?), row2 (?) and 2 more")


@pytest.mark.parametrize(
    ("metric", "before", "after", "breaks"),
    [
        ("correct", 1.0, 0.0, True),
        ("correct", 0.0, 1.0, False),
        ("correct", 1.0, 1.0, False),
        ("wrongly refused", 0.0, 1.0, True),
        ("wrongly refused", 1.0, 0.0, False),
    ],
)
def test_a_metric_that_falls_behind_the_baseline_breaks_a_gate(
    made: Results, metric: str, before: float, after: float, breaks: bool
):
    ids = {f"row{at}" for at in range(12)}
    group = replace(made.groups[0], by="scope", name=SCOPE, ids=frozenset(ids))
    old = scored(made, metric, **dict.fromkeys(ids, before))
    old.__dict__["groups"] = (group,)  # cached: the rows of this run are these
    new = scored(made, metric, **{**dict.fromkeys(ids, after), "row0": before})
    said = [one for one in broken(new, floors(), tag(old, "first")) if "baseline" in one]
    assert len(said) == breaks
    assert all(one.startswith(f"{metric} fell behind the baseline first: ") for one in said)


def test_a_change_that_may_be_chance_breaks_nothing(made: Results):
    old = tag(made, "first")
    worse = scored(made, "correct", one=0.0, two=0.0, three=1.0)  # one of three fell
    assert broken(worse, floors(), old) == ()


def test_floors_are_raised_to_a_hair_below_and_never_lowered(made: Results):
    before = floors(correct=0.9, grounded=0.5, wrongly_refused=0.5, honest_claims_rejected=0.0)
    rows = [f"row{at}" for at in range(200)]
    scores = {
        "correct": dict.fromkeys(rows, 0.75),
        "grounded": dict.fromkeys(rows, 1.0),
        "wrongly refused": dict.fromkeys(rows, 0.25),
        "honest claims rejected": dict.fromkeys(rows, 0.25),
        "draft MRR": dict.fromkeys(rows[:4], 0.75),
        "citation validity": dict.fromkeys(rows, 1.0),
    }
    after = raised(before, replace(tag(made), scopes={SCOPE: scores})).floors[SCOPE]
    assert after["correct"] == before.floors[SCOPE]["correct"], "it would be lowered"
    assert (after["grounded"].floor, after["grounded"].measured) == (0.99, 1.0)
    assert (after["wrongly refused"].floor, after["wrongly refused"].measured) == (0.26, 0.25)
    assert after["honest claims rejected"].floor == 0.0, "it would be lowered: less is better"
    assert after["draft MRR"].floor == 0.5, "a new one is set; of few rows, a hair is one of them"
    assert "citation validity" not in after, "what must hold has no floor"


def test_raising_twice_changes_nothing(made: Results):
    once = raised(floors(), tag(made))
    assert raised(once, tag(made)) == once


def test_a_worse_run_raises_nothing(made: Results):
    once = raised(floors(), tag(made))
    worse = scored(made, "correct", one=0.0, two=0.0, three=0.0)
    assert raised(once, tag(worse)) == once


def test_gates_are_read_as_they_are_written(tmp_path: Path, made: Results):
    gates = replace(raised(floors(), tag(made)), baseline="first")
    write_gates(gates, tmp_path / "gate.toml")
    assert read_gates(tmp_path / "gate.toml") == gates


@pytest.mark.parametrize("text", ["", "must = 3", "[must]\n[floors.a]\nb = {low = 1}", "[must"])
def test_damaged_gates_are_refused_by_name(tmp_path: Path, text: str):
    (tmp_path / "gate.toml").write_text(text)
    with pytest.raises(BadGates, match=r"^gate.toml holds no gates"):
        read_gates(tmp_path / "gate.toml")


def test_the_gates_of_the_repository_tolerate_nothing_that_they_must_not():
    must = read_gates().must
    assert must == {"citation validity": 1, "severed": 0}


def test_scores_are_read_as_they_are_kept(tmp_path: Path, made: Results):
    run = tag(made, "first")
    keep(run, tmp_path / "scores.json")
    assert read_tagged(tmp_path / "scores.json") == replace(run, scopes={SCOPE: run.scopes[SCOPE]})
    assert all(one.difference == 0 for one in compare(made.scores, run).values())


def test_a_baseline_is_not_written_over(tmp_path: Path, made: Results):
    assert write_baseline("v1.0-start", tag(made), tmp_path).name == "v1.0-start.json"
    with pytest.raises(NoBaseline, match="is there and is not written over"):
        write_baseline("v1.0-start", tag(made), tmp_path)
    with pytest.raises(NoBaseline, match="is no name for a baseline"):
        write_baseline("../gate", tag(made), tmp_path)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"split": "dev"}, "the last run asked the dev questions only"),
        ({"program": "another"}, "changed since the last run"),
        (None, "scores.json holds no scores of a run"),
    ],
)
def test_what_is_tagged_is_a_full_run_of_the_program_as_it_is(
    tmp_path: Path, made: Results, changes: dict | None, told: str
):
    if changes is not None:
        keep(replace(tag(made), **changes), tmp_path / "scores.json")
    with pytest.raises(NoBaseline, match=told):
        last_run(tmp_path)


def test_the_last_run_is_read_while_the_program_is_the_same(tmp_path: Path, made: Results):
    keep(tag(made), tmp_path / "scores.json")
    assert last_run(tmp_path).program == program()


def test_a_run_does_not_fall_behind_itself_by_the_digits_that_are_not_kept(tmp_path: Path, made: Results):
    thirds = {"conciseness": {id_: 1 / 3 for id_ in made.scores["conciseness"]}}
    keep(tag(replace(made, scores=thirds), "first"), tmp_path / "scores.json")
    compared = compare(thirds, read_tagged(tmp_path / "scores.json"))
    assert compared["conciseness"].high == 0
