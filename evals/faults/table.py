"""The trials of each row in a file, and the figures of all rows as a table."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals.faults.trial import Row, Trial

_PLACE = re.compile(r"(?<![\w.])(?:/[^/,;:'\")]*?)*/([^/\s,;:'\")]+)")  # a path; the last part of it is shown
_MEASURED = ("seconds", "megabytes")
_SHOWN = 20  # violations of a row that are listed
_ABOUT = """\
# The fault matrix

What must happen when a disk fails, a process is killed or several run at once, and what did. `make
faults` writes this file; `python -m evals faults --row NAME` runs one row, `--only TEXT` those of its trials
whose name has the text. kill −9 ends a process, not the machine: what a power cut would lose is not measured.
"""


@dataclass(frozen=True)
class Ran:
    """A row and its trials, made at a commit from a seed; `failed` says why it was not run.

    `share` is the part of a full run that was made: a trial of the plan may have several results.
    """

    row: type[Row]
    trials: Sequence[Trial]
    commit: str
    seed: int
    failed: str = ""
    share: float = 1.0


def write_ran(ran: Ran, folder: Path) -> None:
    """Write the file of a row."""
    fields = {"commit": ran.commit, "seed": ran.seed, "failed": ran.failed, "share": ran.share}
    document = {**fields, "trials": [asdict(trial) for trial in ran.trials]}
    (folder / f"{ran.row.name}.json").write_text(json.dumps(document, indent=1), encoding="utf-8")


def read_ran(row: type[Row], folder: Path) -> Ran | None:
    """Read the file of a row; None where it was never run."""
    path = folder / f"{row.name}.json"
    if not path.exists():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    trials = tuple(Trial(**trial) for trial in document.pop("trials"))
    return Ran(row, trials, **document)


def write_table(path: Path, ran: Sequence[Ran]) -> None:
    """Write the table and what went wrong."""
    lines = [
        _ABOUT,
        f"{datetime.now(UTC).date()}, {os.cpu_count()} cores.\n",
        "| fault | must happen | trials | violations | longest, s | peak, MB | commit, seed | further |",
        "|---|---|---|---|---|---|---|---|",
        *map(_line, ran),
        *_violations(ran),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(ran: Ran) -> str:
    row, trials = ran.row, ran.trials
    part = "" if ran.share >= 1 else f" ({ran.share:.0%} of the run)".replace("%", " %")
    count = f"{len(trials):,}{part}" if trials else f"not run: {ran.failed or 'no trial'}"
    wrong = str(sum(bool(trial.problem) for trial in trials)) if trials else "–"
    longest, peak = (max((getattr(trial, name) for trial in trials), default=0) for name in _MEASURED)
    figures = (f"{longest:.1f}" if longest else "–", f"{peak:,.0f}" if peak else "–")
    further = row.said(trials) if trials else ""
    cells = (f"`{row.name}`: {row.fault}", row.must, count, wrong, *figures, f"{ran.commit}, {ran.seed}")
    return f"| {' | '.join([*cells, further or '–'])} |".replace("\n", " ")


def _violations(ran: Sequence[Ran]) -> Iterator[str]:
    for result in ran:
        wrong = [trial for trial in result.trials if trial.problem]
        if wrong:
            yield f"\n## Violations of `{result.row.name}`\n"
            yield from (f"- {_plain(trial.problem)} (`{_plain(trial.which)}`)" for trial in wrong[:_SHOWN])
        if len(wrong) > _SHOWN:
            yield f"- and {len(wrong) - _SHOWN} more"


def _plain(text: str) -> str:
    """Return a text that breaks no table and names no place on this machine."""
    shown = text.encode("ascii", "backslashreplace").decode().replace("|", "¦").replace("`", "'")
    return _PLACE.sub(lambda found: f"…/{found[1]}", shown)[:300]
