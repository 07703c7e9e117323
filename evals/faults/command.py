"""The command `python -m evals faults`: the matrix, or a server under load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.settings import read_settings
from evals.faults import load as loading
from evals.faults.run import FAULTS, Order
from evals.faults.run import run as run_matrix

_LOAD, _WORK = Path("evals", "load"), Path("evals", "faults")  # in the home


def run(
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
    home = home or read_settings().home
    if load or soak:
        asked = loading.Load(readers, seconds, soak, pause, seed)
        return loading.run(asked, home, output or home / _LOAD)
    return run_matrix(Order(rows, seed, work or home / _WORK, only), output or FAULTS)
