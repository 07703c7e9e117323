"""A fresh process that checks a generation: a damaged one may crash who opens it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from index.child import module_command, module_environment

_SECONDS = 300


class Checker:
    """A process that is ready to check one generation; it loads Chroma while others work."""

    def __enter__(self) -> Self:
        """Start the process."""
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
        """End the process, whether or not it was needed."""
        self._end()

    def problem(self, folder: Path) -> str:
        """Open a generation in the process; return what is wrong with it, or ''."""
        try:
            _, said = self._process.communicate(f"{folder}\n", timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            self._end()  # before the folder is removed, in which it may write
            return f"no end after {_SECONDS} s"
        if not self._process.returncode:
            return ""
        return (said.strip().splitlines() or ["it ended without a word"])[-1]

    def _end(self) -> None:
        """End the process and wait until it has ended."""
        self._process.kill()
        self._process.communicate()


def problem_in_child(folder: Path) -> str:
    """Open a generation in a fresh process; return what is wrong with it, or ''."""
    with Checker() as checker:
        return checker.problem(folder)
