"""The scores of a run, row by row, for comparison with later runs.

Every full run writes its scores beside its report; `python -m evals baseline NAME` turns them into a
baseline that ships with the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import ResolutionsError
from evals.metrics import Scores
from evals.results import SCOPE, Results
from evals.stats import Paired, paired

BASELINES = Path(__file__).parent
KEPT = "scores.json"  # the file beside a report
_FULL = "python -m evals run --split all"
_DIGITS = 4  # that are kept of a score
_ROOT = BASELINES.parents[1]
_PROGRAM = ("corpus", "ingest", "index", "assistant", "evals")


class NoBaseline(ResolutionsError):
    """A run that is missing, damaged or unfit as a baseline."""

    code = "no-baseline"


@dataclass(frozen=True, slots=True)
class Tagged:
    """The scores of a run by scope (a world and a split): metric → row → score.

    `program` is the hash of the code and golden sets that it was made with.
    """

    name: str
    date: str
    split: str
    program: str
    scopes: Mapping[str, Scores]

    @property
    def scores(self) -> Scores:
        """Every score, whatever its scope."""
        found: dict[str, dict[str, float]] = {}
        for scope in self.scopes.values():
            for metric, rows in scope.items():
                found.setdefault(metric, {}).update(rows)
        return found


def tag(results: Results, name: str = "") -> Tagged:
    """Return the scores of a run, as they are recorded."""
    scopes = {
        group.name: {
            metric: {id_: round(score, _DIGITS) for id_, score in rows.items() if id_ in group.ids}
            for metric, rows in results.scores.items()
        }
        for group in results.groups
        if group.by == SCOPE
    }
    return Tagged(name, datetime.now(UTC).date().isoformat(), results.split, program(), scopes)


def compare(scores: Scores, tagged: Tagged) -> dict[str, Paired]:
    """Compare a run with a tagged one: each metric over the rows that both have, in the digits kept."""
    before = tagged.scores
    now = {
        metric: {id_: round(score, _DIGITS) for id_, score in rows.items()} for metric, rows in scores.items()
    }
    found = {metric: paired(rows, before.get(metric, {})) for metric, rows in now.items()}
    return {metric: difference for metric, difference in found.items() if difference is not None}


def keep(tagged: Tagged, path: Path) -> None:
    """Write a run's scores: a scope's rows once, then a list a metric, null where it does not apply."""
    scopes = {}
    for name, scores in tagged.scopes.items():
        ids = sorted({id_ for rows in scores.values() for id_ in rows})
        lists = {metric: [rows.get(id_) for id_ in ids] for metric, rows in scores.items()}
        scopes[name] = {"rows": ids, **lists}
    head = {"name": tagged.name, "date": tagged.date, "split": tagged.split, "program": tagged.program}
    path.write_text(f"{json.dumps({**head, 'scopes': scopes})}\n", encoding="utf-8")


def read_tagged(path: Path) -> Tagged:
    """Read a run's scores. Raises NoBaseline."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        scopes = {name: _scores(dict(scope)) for name, scope in found["scopes"].items()}
        return Tagged(found["name"], found["date"], found["split"], found["program"], scopes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoBaseline(
            f"{path.name} holds no scores of a run ({type(error).__name__}); run: {_FULL}"
        ) from error


def read_baseline(name: str) -> Tagged:
    """Read a tagged run by its name. Raises NoBaseline."""
    path = BASELINES / f"{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in BASELINES.glob("*.json"))) or "none yet"
        raise NoBaseline(f"there is no baseline '{name}'; there are: {known}")
    return read_tagged(path)


def last_run(folder: Path) -> Tagged:
    """Read the run that a report's folder keeps, if the program is still the same. Raises NoBaseline."""
    kept = read_tagged(folder / KEPT)
    if kept.split != "all":
        raise NoBaseline(f"the last run asked the {kept.split} questions only; run: {_FULL}")
    if kept.program != program():
        raise NoBaseline(f"the program or the golden sets changed since the last run; run: {_FULL}")
    return kept


def write_baseline(name: str, run: Tagged, folder: Path = BASELINES) -> Path:
    """Write a run as a baseline; never overwrite an existing one. Raises NoBaseline."""
    path = folder / f"{name}.json"
    if not name.replace("-", "").replace(".", "").isalnum():
        raise NoBaseline(f"'{name}' is no name for a baseline; take letters, digits, dots and dashes")
    if path.exists():
        raise NoBaseline(f"the baseline '{name}' is there and is not written over; choose another name")
    keep(replace(run, name=name), path)
    return path


def program() -> str:
    """Hash the code and the golden sets."""
    paths = [path for name in _PROGRAM for path in sorted((_ROOT / name).rglob("*"))]
    sources = [
        path for path in paths if path.suffix in (".py", ".txt", ".jsonl") or path.name == "golden.toml"
    ]
    sums = (
        f"{path.relative_to(_ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sources
    )
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def _scores(scope: dict[str, list[float | None]]) -> Scores:
    ids = scope.pop("rows")
    return {
        metric: {str(id_): score for id_, score in zip(ids, scores, strict=True) if score is not None}
        for metric, scores in scope.items()
    }
