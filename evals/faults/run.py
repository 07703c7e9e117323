"""`python -m evals faults`: the fault matrix, or a server under load.

The trials of each row are kept in a file, and the table of figures is written from these files.

A row that is run again replaces its file. Rows that were not asked for stay in the table as they were last
measured, with their commit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.settings import read_settings
from corpus.errors import ResolutionsError
from evals.faults import shim
from evals.faults.damage import Damage
from evals.faults.full_disk import FailingDisk, FullDisk
from evals.faults.killing import Killing
from evals.faults.shim import is_loaded
from evals.faults.table import Ran, read_ran, write_ran, write_table
from evals.faults.together import Again, Together
from evals.faults.trial import Row
from evals.measuring import checked_out

ROWS: Mapping[str, type[Row]] = {  # the quick ones first
    row.name: row for row in (Again, Together, FullDisk, FailingDisk, Damage, Killing)
}
FAULTS = Path(__file__).parents[1] / "FAULTS.md"
_ROOT = Path(__file__).parents[2]
_AT_ONCE = 2  # rows
_TODAY = "2060-01-01"  # the texts of the rows are dated from 2030 on


def command(
    *,
    rows: Sequence[str],
    only: str,
    seed: int,
    work: Path | None,
    output: Path | None,
    home: Path | None,
    load: bool,
    soak: int,
    readers: int,
    seconds: float,
    pause: float,
) -> int:
    """Run rows of the matrix; or put a server under load, with `soak` for so many questions."""
    from evals.faults import load as loading

    home = home or read_settings().home
    if load or soak:
        asked = loading.Load(readers, seconds, soak, pause, seed)
        return loading.run(asked, home, output or home / "evals" / "load")
    return run(rows, seed, work or home / "evals" / "faults", only, output or FAULTS)


def run(rows: Sequence[str], seed: int, folder: Path, only: str, table: Path) -> int:
    """Run rows, or all, and write the table; 1 where something happened that must not.

    Of each row those trials are made whose name has the text `only`. Raises ResolutionsError.
    """
    unknown = [name for name in rows if name not in ROWS]
    if unknown:
        raise ResolutionsError(f"no row '{unknown[0]}'; there are: {', '.join(ROWS)}")
    folder.mkdir(parents=True, exist_ok=True)
    library = shim.build(folder) if shutil.which("cc") else None  # once: processes load it while they run
    commit = checked_out() or "unknown"
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda name: _row(ROWS[name], folder, seed, only, commit, library), rows or ROWS))
    ran = [found for row in ROWS.values() if (found := read_ran(row, folder))]
    write_table(table, ran)
    violations = sum(bool(trial.problem) for row in ran for trial in row.trials)
    not_run = [row.row.name for row in ran if row.failed]
    more = f"; not run: {', '.join(not_run)}" if not_run else ""
    sys.stdout.write(f"{table}: written; {violations} violations{more}\n")
    return int(violations > 0 or bool(not_run))


def _row(row: type[Row], folder: Path, seed: int, only: str, commit: str, library: Path | None) -> None:
    """Run one row in a process of its own, which writes its file; if it cannot, write why."""
    missing = [tool for tool in row.tools if shutil.which(tool) is None]
    failed = f"needs {', '.join(missing)}" if missing else _refused(row)
    if not failed:
        environment = {**os.environ, "RESOLUTIONS_TODAY": _TODAY}
        environment["PYTHONPATH"] = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])
        if row.shim:
            environment["LD_PRELOAD"] = str(library)
        worker = [sys.executable, "-m", "evals.faults.run", row.name, str(folder), str(seed)]
        done = subprocess.run(  # noqa: S603  our own module
            [*row.prefix, *worker, commit, only], env=environment, capture_output=True, check=False
        )
        said = done.stderr.decode(errors="replace")[-500:]
        failed = f"the process of the row failed: {said}" if done.returncode else ""
    if failed:
        write_ran(Ran(row, (), commit, seed, " ".join(failed.split())), folder)
    sys.stdout.write(f"{row.name}: {failed or 'done'}\n")


def _refused(row: type[Row]) -> str:
    """Say why the command under which a row runs is refused here, or ''."""
    if not row.prefix:
        return ""
    done = subprocess.run([*row.prefix, "true"], capture_output=True, text=True, check=False)  # noqa: S603
    return f"{' '.join(row.prefix)}: {done.stderr.strip()}" if done.returncode else ""


def work(name: str, folder: str, seed: str, commit: str, only: str) -> None:
    """Make the trials of a row whose names have the text `only`, one after the other, and write its file."""
    row = ROWS[name](Path(folder, name), int(seed))
    if row.shim and not is_loaded():
        sys.exit("shim.so was not loaded with this process: LD_PRELOAD must name it")
    row.prepare()
    plan = row.plan()
    wanted = [which for which in plan if only in which]
    trials = tuple(trial for which in wanted for trial in row.trials(which))
    write_ran(Ran(ROWS[name], trials, commit, int(seed), share=len(wanted) / len(plan)), Path(folder))
    shutil.rmtree(row.folder, ignore_errors=True)


if __name__ == "__main__":
    work(*sys.argv[1:])
