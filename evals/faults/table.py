"""The figures of the fault matrix as a table: trials, violations with their bound, time, memory."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals.faults.trial import Row, Trial, bound

_PLACE = re.compile(r"(?<![\w.])(?:/[^/,;:'\")]*?)*/([^/\s,;:'\")]+)")  # a path; the last part of it is shown
_SHOWN = 8  # violations of a row that are listed
_ABOUT = """\
# The fault matrix

What must happen when a disk fails, a process is killed or several run at once, and what did. `make
faults` writes this file; `python -m evals faults --row NAME` runs one row, `--only TEXT` those of its trials
whose name has the text. The bound is that of the true share with 95 % confidence: three over the number of
trials where none went wrong, else an interval. kill −9 ends a process, not the machine: what a power cut
would lose is not measured.
"""


@dataclass(frozen=True)
class Ran:
    """A row and its trials, made at a commit; `failed` says why it was not run, or not to its end.

    `share` is the part of a full run that was made: a trial of the plan may have several results.
    """

    row: type[Row]
    trials: Sequence[Trial]
    commit: str
    failed: str = ""
    share: float = 1.0


def write_table(path: Path, ran: Sequence[Ran], seed: int) -> None:
    """Write the table and what went wrong."""
    day = datetime.now(UTC).date()
    head = f"{day}, seed {seed}, {os.cpu_count()} cores.\n"
    lines = [
        _ABOUT,
        head,
        "| fault | must happen | trials | violations | bound | longest, s | peak, MB | commit | further |",
    ]
    lines.append("|---|---|---|---|---|---|---|---|---|")
    lines += [_line(result) for result in ran]
    lines += [*_violations(ran)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(ran: Ran) -> str:
    """Write the line of a row."""
    row, trials = ran.row, ran.trials
    what = f"`{row.name}`: {row.fault}"
    if not trials:
        cells = [what, row.must, f"not run: {ran.failed or 'no trial'}", *("–" * 4), ran.commit, "–"]
        return f"| {' | '.join(cells)} |".replace("\n", " ")
    wrong = sum(bool(trial.problem) for trial in trials)
    part = "" if ran.share >= 1 else f" ({ran.share:.0%} of the run)".replace("%", " %")
    cells = [what, row.must, f"{len(trials):,}{part}", str(wrong), bound(wrong, len(trials))]
    seconds, megabytes = (max(getattr(trial, name) for trial in trials) for name in ("seconds", "megabytes"))
    cells += [f"{seconds:.1f}" if seconds else "–", f"{megabytes:,.0f}" if megabytes else "–"]
    cells.append(ran.commit)
    notes = [row.said(trials), ran.failed]
    return "| " + " | ".join([*cells, "; ".join(filter(None, notes)) or "–"]).replace("\n", " ") + " |"


def _violations(ran: Sequence[Ran]) -> Iterator[str]:
    """List what went wrong, the same words once."""
    for result in ran:
        wrong = [trial for trial in result.trials if trial.problem]
        if not wrong:
            continue
        yield f"\n## Violations of `{result.row.name}`\n"
        kinds = Counter(_kind(trial.problem) for trial in wrong)
        for kind, count in kinds.most_common(_SHOWN):
            example = next(trial for trial in wrong if _kind(trial.problem) == kind)
            yield f"- {count} ×: {_plain(example.problem)} (`{_plain(example.which)}`)"
        if len(kinds) > _SHOWN:
            yield f"- and {len(kinds) - _SHOWN} other kinds"


def _kind(problem: str) -> str:
    """Return what violations of one kind share: their first words, without numbers."""
    return "".join("#" if letter.isdigit() else letter for letter in problem)[:90]


def _plain(text: str) -> str:
    """Return a text that breaks no table and names no place on this machine."""
    shown = text.encode("ascii", "backslashreplace").decode().replace("|", "¦").replace("`", "'")
    return _PLACE.sub(lambda found: f"…/{found[1]}", shown)[:300]
