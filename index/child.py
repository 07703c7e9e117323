"""Child processes: one that runs a module of this project, and the fresh one that checks a generation.

A damaged generation may crash the process that opens it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

_SECONDS = 300


def module_command(module: str) -> list[str]:
    """Return the command that runs a module; -P: a folder named index where it is run must not come first."""
    return [sys.executable, "-P", "-m", module]


def module_environment() -> dict[str, str]:
    """Return the environment in which the child finds this project's packages."""
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


class Checker:
    """A process that is ready to check one generation; it loads Chroma while others work."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603  our own module  # nosec B603
            module_command("index.check"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=module_environment(),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, whether or not it was needed, and wait until it has ended."""
        self._process.kill()
        self._process.communicate()

    def problem(self, folder: Path) -> str:
        """Open a generation in the process; return what is wrong with it, or ''."""
        try:
            _, stderr = self._process.communicate(f"{folder}\n", timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            self.__exit__(None, None, None)  # before the folder is removed, in which it may write
            return f"no end after {_SECONDS} s"
        if not self._process.returncode:
            return ""
        return (stderr.strip().splitlines() or ["it ended without a word"])[-1]


def problem_in_child(folder: Path) -> str:
    """Open a generation in a fresh process; return what is wrong with it, or ''."""
    with Checker() as checker:
        return checker.problem(folder)
