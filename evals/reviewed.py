"""Cases made from users' verdicts, stored in the library's home and asked in every run.

    RESOLUTIONS_HOME/cases/reviewed.jsonl

They are reported separately and set no floor: they are few, and specific to one library.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.pipeline import Assistant
from evals.cases import Case, read_reviewed
from evals.metrics import Scores, scores
from evals.outcomes import Outcome, ask_all
from evals.verdicts import row
from evals.worlds import Held, Texts


@dataclass(frozen=True)
class Reviewed:
    """What became of the reviewed cases; `left_out` counts those whose texts are not in the library."""

    outcomes: tuple[Outcome, ...]
    scores: Scores
    left_out: int = 0


def place(home: Path) -> Path:
    """Return where the reviewed cases of a home lie."""
    return home / "cases" / "reviewed.jsonl"


def add(case: Case, path: Path, texts: Texts) -> None:
    """Add a case to a file, whole or not at all; one with its id is replaced. Raises BadCase, OSError."""
    kept = [row(other) for other in read(path, texts) if other.id != case.id]
    written = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in [*kept, row(case)])
    try:
        written.write_text(lines, encoding="utf-8")
        read_reviewed(written, texts)
        os.replace(written, path)
    finally:
        written.unlink(missing_ok=True)


def read(path: Path, texts: Texts) -> tuple[Case, ...]:
    """Read the cases of a file; none where there is no file. Raises BadCase."""
    return read_reviewed(path, texts) if path.is_file() else ()


def ask_reviewed(home: Path, texts: Texts, holding: Callable[[Held], Assistant], split: str) -> Reviewed:
    """Ask the reviewed cases of a home, each with its filters. Raises BadCase."""
    cases = [case for case in read(place(home), texts) if split in (case.split, "all")]
    askable = [case for case in cases if not texts.missing(case.held)]
    outcomes = ask_all(askable, holding)
    return Reviewed(outcomes, scores(outcomes, texts), len(cases) - len(askable))
