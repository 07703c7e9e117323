"""The process of a row: `python -m evals.faults.worker ROW FOLDER SEED COMMIT ONLY`.

It makes those trials of the row whose name has the text ONLY, and writes them into the row's file.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from evals.faults.rows import ROWS
from evals.faults.shim import is_loaded
from evals.faults.table import Ran, write_ran


def main(name: str, folder: str, seed: str, commit: str, only: str) -> int:
    """Make the trials, one after the other."""
    row = ROWS[name](Path(folder, name), int(seed))
    if row.shim and not is_loaded():
        sys.exit("shim.so was not loaded with this process: LD_PRELOAD must name it")
    row.prepare()
    plan = row.plan()
    wanted = [which for which in plan if only in which]
    trials = tuple(trial for which in wanted for trial in row.trials(which))
    write_ran(Ran(ROWS[name], trials, commit, int(seed), share=len(wanted) / len(plan)), Path(folder))
    shutil.rmtree(row.folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
