"""Child processes: one that runs a module of this project, and the fresh one that checks an index.

Damaged files of Chroma's may crash the process that opens them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SECONDS = 300


def module_command(module: str) -> list[str]:
    """Return the command that runs a module; -P: a folder named index where it is run must not come first."""
    return [sys.executable, "-P", "-m", module]


def module_environment() -> dict[str, str]:
    """Return the environment in which the child finds this project's packages."""
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def problem_in_child(root: Path) -> str:
    """Check an index in a fresh process; return what is wrong, or ''."""
    try:
        done = subprocess.run(  # noqa: S603  our own module  # nosec B603
            [*module_command("index.check"), str(root)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=module_environment(),
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {_SECONDS} s"
    return last_line(done.stderr) if done.returncode else ""


def last_line(output: str) -> str:
    """Return the last line that a process wrote."""
    return (output.strip().splitlines() or ["it ended without a word"])[-1]
