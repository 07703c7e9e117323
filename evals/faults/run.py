"""Runs rows of the fault matrix, remembers every trial, and writes the table of figures.

A run that was ended goes on where it was: trials of the same commit and seed are not made again. Rows that
were not asked for stay in the table as they were last measured, with their commit.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from corpus.errors import ResolutionsError
from evals.faults import shim
from evals.faults.forked import PATIENCE
from evals.faults.rows import ROWS
from evals.faults.table import Ran, write_table
from evals.faults.trial import Row, Trial

SEED = 71
FAULTS = Path(__file__).parents[1] / "FAULTS.md"
_ROOT = Path(__file__).parents[2]
_SAID = 20.0  # seconds between two reports of progress
_TODAY = "2060-01-01"  # the texts of the rows are dated from 2030 on


@dataclass(frozen=True)
class Order:
    """What is to be run: which rows, which share of their trials, from which seed, where the work lies.

    With `only` those trials are made whose name has the text; `patience` multiplies time limits.
    """

    rows: Sequence[str]
    share: float
    seed: int
    folder: Path
    only: str = ""
    patience: float = 1.0


def run(order: Order, table: Path = FAULTS) -> int:
    """Run the rows and write the table; 1 where something happened that must not. Raises ResolutionsError."""
    unknown = [name for name in order.rows if name not in ROWS]
    if unknown:
        raise ResolutionsError(f"no row '{unknown[0]}'; there are: {', '.join(ROWS)}")
    order.folder.mkdir(parents=True, exist_ok=True)
    log = _Log(order.folder / "trials.jsonl", _commit(), order.seed)
    made = {name: _row(ROWS[name], order, log) for name in order.rows or list(ROWS)}
    earlier = {name: log.earlier(row) for name, row in ROWS.items() if name not in made}
    known = {**earlier, **made}
    ran = [found for name in ROWS if (found := known[name]) is not None]
    write_table(table, ran, order.seed)
    violations = sum(bool(trial.problem) for row in ran for trial in row.trials)
    sys.stdout.write(f"{table}: written; {violations} violations\n")
    return int(violations > 0)


def _row(row: type[Row], order: Order, log: _Log) -> Ran:
    """Run one row, as many of its trials as asked for."""
    missing = [tool for tool in row.tools if shutil.which(tool) is None]
    refused = "" if missing else _refused(row)
    if missing or refused:
        reason = f"needs {', '.join(missing)}" if missing else refused
        sys.stdout.write(f"{row.name}: not run; {reason}\n")
        return Ran(row, (), log.commit, reason)
    plan = list(row.plan())
    wanted = (
        [batch for batch in plan if order.only in batch]
        if order.only
        else plan[: max(1, round(len(plan) * order.share))]
    )
    done = log.done(row)
    waiting = [batch for batch in wanted if batch not in done]
    sys.stdout.write(f"{row.name}: {len(wanted)} of {len(plan)}, {len(wanted) - len(waiting)} done before\n")
    failed = _shared(row, waiting, order, log)
    made = {batch: trials for batch, trials in log.done(row).items() if order.only in batch}
    return _ran(row, made, log.commit, failed)


def _ran(row: type[Row], made: Mapping[str, Sequence[Trial]], commit: str, failed: str = "") -> Ran:
    """Return a row with the trials that were made, in the order of its plan."""
    plan = row.plan()
    found = [batch for batch in plan if batch in made]
    trials = tuple(trial for batch in found for trial in made[batch])
    return Ran(row, trials, commit, failed, len(found) / len(plan))


def _refused(row: type[Row]) -> str:
    """Say why the command under which a row runs is refused here, or ''."""
    if not row.prefix:
        return ""
    done = subprocess.run([*row.prefix, "true"], capture_output=True, text=True, check=False)  # noqa: S603
    return f"{' '.join(row.prefix)}: {done.stderr.strip()}" if done.returncode else ""


def _shared(row: type[Row], waiting: Sequence[str], order: Order, log: _Log) -> str:
    """Let processes share the trials; return why one of them failed, or ''."""
    if not waiting:
        return ""
    workers = min(row.workers, os.cpu_count() or 1, len(waiting))
    progress = _Progress(row.name, len(waiting))
    environment = _environment(row, order)
    with ThreadPoolExecutor(workers) as pool:
        parts = [waiting[at::workers] for at in range(workers)]
        folders = [order.folder / f"{row.name} {at}" for at in range(workers)]
        failed = list(
            pool.map(
                lambda part, folder: _worker(_command(row, folder, order), environment, part, log, progress),
                parts,
                folders,
            )
        )
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return next(filter(None, failed), "")


def _environment(row: type[Row], order: Order) -> dict[str, str]:
    """Return the variables of a row's processes; what they preload is built once, before the first starts."""
    paths = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": paths, PATIENCE: str(order.patience)}
    environment["RESOLUTIONS_TODAY"] = _TODAY
    if row.shim:
        environment["LD_PRELOAD"] = str(shim.build(order.folder))
    return environment


def _command(row: type[Row], folder: Path, order: Order) -> list[str]:
    """Return the command of a process of a row."""
    worker = [sys.executable, "-m", "evals.faults.worker"]
    return [*row.prefix, *worker, row.name, str(folder), str(order.seed)]


def _worker(
    command: Sequence[str],
    environment: Mapping[str, str],
    part: Sequence[str],
    log: _Log,
    progress: _Progress,
) -> str:
    """Run a process of a row to its end; return why it failed, or ''."""
    with tempfile.TemporaryFile("w+", errors="replace") as errors:
        process = subprocess.Popen(  # noqa: S603  our own module
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        with process:
            assert process.stdin is not None
            process.stdin.write("".join(f"{name}\n" for name in part))
            process.stdin.close()
            batch: list[Trial] = []
            for line in process.stdout or ():
                found = json.loads(line)
                if "done" in found:
                    log.keep(progress.name, found["done"], batch)
                    progress.take(batch)
                    batch = []
                else:
                    batch.append(Trial(**found))
        if process.returncode:
            errors.seek(0)
            return f"a process of the row failed: {' '.join(errors.read()[-500:].split())}"
    return ""


class _Progress:
    """Says every few seconds how far a row is."""

    def __init__(self, name: str, count: int) -> None:
        self.name, self.count, self.done, self.wrong = name, count, 0, 0
        self.started = self.said = monotonic()
        self._lock = Lock()

    def take(self, batch: Sequence[Trial]) -> None:
        """Count what is done, and print what went wrong at once."""
        with self._lock:
            self.done += 1
            for trial in batch:
                if trial.problem:
                    self.wrong += 1
                    sys.stdout.write(f"{self.name}: VIOLATION {trial.which}: {trial.problem[:200]}\n")
            if monotonic() - self.said > _SAID or self.done == self.count:
                self.said = monotonic()
                left = (self.said - self.started) / self.done * (self.count - self.done)
                sys.stdout.write(
                    f"{self.name}: {self.done} of {self.count}, {self.wrong} wrong, {left:.0f} s left\n"
                )
            sys.stdout.flush()


class _Log:
    """Every trial of a seed that was made, in a file of JSON lines, with the commit that was tried."""

    def __init__(self, path: Path, commit: str, seed: int) -> None:
        """Read what was done before."""
        self.path, self.commit, self.seed = path, commit, seed
        self._made: dict[tuple[str, str], dict[str, tuple[Trial, ...]]] = {}
        self._lock = Lock()
        for entry in _read(path):
            if entry["seed"] == seed:
                trials = tuple(Trial(**trial) for trial in entry["trials"])
                self._take(entry["commit"], entry["row"], entry["batch"], trials)

    def _take(self, commit: str, row: str, batch: str, trials: Sequence[Trial]) -> None:
        """Note the trials of a batch; the commit of a row that was tried last comes last."""
        self._made.setdefault((row, commit), {})[batch] = tuple(trials)

    def done(self, row: type[Row]) -> Mapping[str, Sequence[Trial]]:
        """Return the trials of a row at this commit, by their batches."""
        return self._made.get((row.name, self.commit), {})

    def earlier(self, row: type[Row]) -> Ran | None:
        """Return a row as it was measured last, None where it never was."""
        commits = [commit for name, commit in self._made if name == row.name]
        return _ran(row, self._made[row.name, commits[-1]], commits[-1]) if commits else None

    def keep(self, name: str, batch: str, trials: Sequence[Trial]) -> None:
        """Remember the trials of a batch."""
        made = {"row": name, "batch": batch, "trials": [asdict(trial) for trial in trials]}
        line = json.dumps({"commit": self.commit, "seed": self.seed, **made})
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            self._take(self.commit, name, batch, trials)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    """Read lines of JSON; one that was cut off ends them."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return


def _commit() -> str:
    """Return the commit that is checked out, with a mark where files have changed; 'unknown' without git."""
    try:
        git = [shutil.which("git") or "git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
        done = subprocess.run(git, cwd=_ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return "unknown"
    return done.stdout.strip() or "unknown"
