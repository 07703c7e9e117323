"""One process of a row: `python -m evals.faults.worker ROW FOLDER SEED`.

Standard input names the trials, a line each; standard output gets a line of JSON for each that is done.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from evals.faults.rows import ROWS
from evals.faults.shim import is_loaded


def main(name: str, folder: str, seed: str) -> int:
    """Make the trials that are named, one after the other."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the program prints is no result
    row = ROWS[name](Path(folder), int(seed))
    if row.shim and not is_loaded():
        sys.exit("shim.so was not loaded with this process: LD_PRELOAD must name it")
    row.prepare()
    for line in sys.stdin:
        which = line.rstrip("\n")
        for trial in row.trials(which):
            out.write(json.dumps(asdict(trial)) + "\n")
        out.write(json.dumps({"done": which}) + "\n")
        out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
