"""Measuring from outside: whole processes, their time and their memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

_RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, the goal, and the same of the stock engine and of a plain search, if any."""

    what: str
    unit: str
    ours: float
    goal: float | None = None
    stock: float | None = None
    plain: float | None = None


def whole(arguments: Sequence[str], home: Path) -> float:
    """Return the median wall time of a whole process, after one run that is not counted."""
    times: list[float] = []
    for _ in range(_RUNS + 1):
        started = perf_counter()
        run(arguments, home)
        times.append(perf_counter() - started)
    return median(times[1:])


def run(arguments: Sequence[str], home: Path) -> str:
    """Run a process of ours to its end and return what it printed."""
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, *arguments], env=environment_of(home), capture_output=True, text=True, check=True
    )
    return done.stdout


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of a process of ours; bytecode is kept, as it is for a user."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return environment | {"RESOLUTIONS_HOME": str(home)}


def weighed(arguments: Sequence[str], home: Path) -> tuple[float, str]:
    """Run a process of ours to its end; return the peak GB of its largest process, and what it printed."""
    script = (
        "import json, resource, subprocess, sys; "
        "done = subprocess.run(sys.argv[1:], check=True, capture_output=True, text=True); "
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; "
        "print(json.dumps([peak / 1e6, done.stdout]))"
    )
    gigabytes, printed = json.loads(run(["-c", script, sys.executable, *arguments], home))
    return gigabytes, printed


def checked_out() -> str:
    """Return the commit that is checked out, with a + where files were changed since; '' outside git."""
    git = ["git", "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"]
    try:
        done = subprocess.run(git, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)  # noqa: S603  our own arguments
    except OSError:
        return ""
    return done.stdout.strip()


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(0.95 * len(times))]


def times(
    ask: Callable[[str], object], questions: Sequence[str], first: str = "What is this?"
) -> list[float]:
    """Time every question once, after a first one that is not counted."""
    ask(first)
    seconds: list[float] = []
    for question in questions:
        started = perf_counter()
        ask(question)
        seconds.append(perf_counter() - started)
    return seconds
