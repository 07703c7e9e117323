"""Gates: what a run must hold, or it fails. One line a broken gate.

Some metrics must have an exact value. Floors, one per metric, world and split, only rise (or only fall,
where less is better). No metric may be worse than in the baseline run, beyond chance, and the assistant
may not be worse than the first hit of its search (evals/first_hit.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from corpus.errors import ResolutionsError
from evals.baselines import Tagged, compare
from evals.first_hit import worse
from evals.results import LOWER_IS_BETTER, SCOPE, Results

GATES = Path(__file__).parent / "gate.toml"
_HAIR = 0.01  # what machines differ by; at least one row
_NAMED = 3  # rows that a broken gate names

_HEAD = """\
# What fails a run: python -m evals run
# Besides these, a row that errs and a control that does not hold always fail it: among the controls are
# claims mutated by machine, of which none may be accepted.
# expected_to_fail   comparisons with the first hit that may fail; a run in which one passes deletes it
# baseline   the tagged run that no metric may fall behind; written by: python -m evals baseline NAME
# floors     by world and split; written by: python -m evals raise, which never lowers one
#            measured is the figure at the time, floor a hair below it (above it, where less is better)
"""


class BadGates(ResolutionsError):
    """A file of gates that cannot be read."""

    code = "bad-gates"


@dataclass(frozen=True, slots=True)
class Floor:
    """The worst that a metric may be, the figure it was set from, and when."""

    floor: float
    measured: float
    set: str


@dataclass(frozen=True, slots=True)
class Gates:
    """Metrics that must have a value; floors by scope and metric; the name of the baseline, or ''.

    `expected_to_fail` are the comparisons with the first hit that do not break a run yet.
    """

    must: Mapping[str, float]
    floors: Mapping[str, Mapping[str, Floor]]
    baseline: str = ""
    expected_to_fail: frozenset[str] = frozenset()


def read_gates(path: Path = GATES) -> Gates:
    """Read the gates. Raises BadGates."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        floors = {
            scope: {metric: Floor(**floor) for metric, floor in metrics.items()}
            for scope, metrics in found.get("floors", {}).items()
        }
        expected = frozenset(found.get("expected_to_fail", ()))
        return Gates(dict(found["must"]), floors, found.get("baseline", ""), expected)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadGates(f"{path.name} holds no gates ({error}); take it from the last version") from error


def write_gates(gates: Gates, path: Path = GATES) -> None:
    """Write the gates."""
    expected = "".join(f'\n    "{name}",' for name in sorted(gates.expected_to_fail))
    lines = [
        _HEAD,
        f"expected_to_fail = [{expected}{chr(10) if expected else ''}]",
        f'baseline = "{gates.baseline}"\n',
        "[must]",
    ]
    lines += [f'"{metric}" = {value:g}' for metric, value in gates.must.items()]
    for scope, floors in gates.floors.items():
        lines.append(f'\n[floors."{scope}"]')
        for metric, floor in floors.items():
            values = f'floor = {floor.floor:.3f}, measured = {floor.measured:.3f}, set = "{floor.set}"'
            lines.append(f'"{metric}" = {{ {values} }}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def broken(results: Results, gates: Gates, tagged: Tagged | None = None) -> tuple[str, ...]:
    """Return a line for each gate that a run breaks."""
    return (
        *(f"a row erred: {error}" for error in results.errors),
        *_controls(results),
        *_musts(results, gates),
        *_floors(results, gates),
        *worse(results, gates.expected_to_fail),
        *(_behind(results, tagged) if tagged else ()),
    )


def raised(gates: Gates, run: Tagged) -> Gates:
    """Return the gates with every floor that a run passes raised to a hair below it; none is lowered."""
    today = datetime.now(UTC).date().isoformat()
    floors = {scope: dict(metrics) for scope, metrics in gates.floors.items()}
    for scope, scores in run.scopes.items():
        known = floors.setdefault(scope, {})
        for metric, rows in scores.items():
            if not rows or metric in gates.must:
                continue
            new = _floor(metric, list(rows.values()), today)
            if metric not in known or _is_worse(metric, known[metric].floor, new.floor):
                known[metric] = new
    return replace(gates, floors=floors)


def _floor(metric: str, scores: Sequence[float], today: str) -> Floor:
    measured = fmean(scores)
    hair = max(_HAIR, 1 / len(scores)) * (1 if metric in LOWER_IS_BETTER else -1)
    return Floor(round(min(1.0, max(0.0, measured + hair)), 3), round(measured, 3), today)


def _is_worse(metric: str, one: float, other: float) -> bool:
    return one > other if metric in LOWER_IS_BETTER else one < other


def _controls(results: Results) -> Iterator[str]:
    for control in results.controls:
        if not control.holds:
            yield f"control: {control.name} must {control.must}, got {control.got}"


def _musts(results: Results, gates: Gates) -> Iterator[str]:
    """Name each metric that has not the value it must have, and the first rows that have not."""
    places = {row.id: row.place for row in results.rows}
    for metric, must in gates.must.items():
        rows = results.scores.get(metric, {})
        wrong = [id_ for id_, score in rows.items() if score != must]
        if not rows:
            yield f"{metric} must be {must:g} and was not measured"
        elif wrong:
            named = ", ".join(f"{id_} ({places.get(id_, '?')})" for id_ in wrong[:_NAMED])
            more = f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
            yield f"{metric} is {fmean(rows.values()):.4f}, must be {must:g}: {named}{more}"


def _floors(results: Results, gates: Gates) -> Iterator[str]:
    """Name each floor that is missed, of the scopes that were run."""
    ids = {group.name: group.ids for group in results.groups if group.by == SCOPE}
    for scope, floors in gates.floors.items():
        for metric, floor in floors.items() if scope in ids else ():
            scores = [score for id_, score in results.scores.get(metric, {}).items() if id_ in ids[scope]]
            side = "above" if metric in LOWER_IS_BETTER else "below"
            if not scores:
                yield f"{metric} over {scope} was not measured; its floor is {floor.floor:.3f}"
            elif _is_worse(metric, fmean(scores), floor.floor):
                was = f"{floor.floor:.3f} (was {floor.measured:.3f} on {floor.set})"
                yield f"{metric} over {scope} is {fmean(scores):.3f}, {side} {was}"


def _behind(results: Results, tagged: Tagged) -> Iterator[str]:
    """Name each metric whose whole interval of differences from the tagged run is on the worse side."""
    for metric, difference in compare(results.scores, tagged).items():
        if difference.low > 0 if metric in LOWER_IS_BETTER else difference.high < 0:
            yield (
                f"{metric} fell behind the baseline {tagged.name}: {difference.difference:+.4f} "
                f"[{difference.low:+.4f}, {difference.high:+.4f}] over {difference.count} rows"
            )
