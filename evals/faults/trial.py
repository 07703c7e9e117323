"""What a row of the fault matrix is, and what one trial of it found."""

from __future__ import annotations

import random
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

_EXACT = 0.95  # the confidence for which three over the number of trials is the bound where none went wrong


@dataclass(frozen=True)
class Trial:
    """One fault that was made, and what came of it.

    `problem` says in a line what must not happen and did, '' where all went as it must; `seconds` is wall
    time, `megabytes` peak memory, 0 where they were not measured; `figures` are numbers that a row adds up.
    """

    row: str
    which: str
    problem: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)


class Row(ABC):
    """One row: faults of a kind, each with a name, and what must happen.

    `tools` are programs without which it cannot run, `prefix` the command under which its process runs,
    `shim` whether that process counts its touches of the disk (shim.c); `workers` processes share the trials.
    """

    name: ClassVar[str]
    fault: ClassVar[str]
    must: ClassVar[str]
    tools: ClassVar[Sequence[str]] = ()
    prefix: ClassVar[Sequence[str]] = ()
    shim: ClassVar[bool] = False
    workers: ClassVar[int] = 2

    def __init__(self, folder: Path, seed: int) -> None:
        """Take a folder of its own, emptied first, and the seed from which its faults follow."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.seed = folder, seed

    @classmethod
    @abstractmethod
    def plan(cls) -> Sequence[str]:
        """Name every trial of a full run, in an order of which any beginning is a fair sample."""

    @abstractmethod
    def prepare(self) -> None:
        """Make what all trials start from."""

    @abstractmethod
    def trials(self, which: str) -> Iterable[Trial]:
        """Make one fault, or a batch of them, and say what came of it."""

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return further figures of the row for the table, '' where it has none."""
        del trials
        return ""

    def dice(self, which: str) -> random.Random:
        """Return the chance of one trial: the same in every run with a seed."""
        return random.Random(f"{self.seed} {self.name} {which}")  # noqa: S311  it is to be the same each time

    def trial(
        self,
        which: str,
        problem: str = "",
        seconds: float = 0.0,
        megabytes: float = 0.0,
        **figures: float,
    ) -> Trial:
        """Return what a trial of this row found."""
        return Trial(self.name, which, " ".join(problem.split())[:600], seconds, megabytes, figures)


def mixed(names: Iterable[str]) -> list[str]:
    """Return names in an order that has nothing to do with what they are, the same each time."""
    found = list(names)
    random.Random(71).shuffle(found)  # noqa: S311  it is to be the same each time
    return found


def bound(violations: int, trials: int) -> str:
    """Return the bound of the share of violations with 95 % confidence: three over the trials at zero.

    >>> bound(0, 1000)
    '≤ 0.30 %'
    """
    if not trials:
        return "–"
    if not violations:
        return f"≤ {min(1.0, 3 / trials):.2%}".replace("%", " %")
    from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

    low, high = proportion_confint(violations, trials, 1 - _EXACT, method="wilson")
    return f"{violations / trials:.1%} [{low:.1%}, {high:.1%}]".replace("%", " %")


def total(trials: Iterable[Trial], name: str) -> float:
    """Add up a figure over trials."""
    return sum(trial.figures.get(name, 0.0) for trial in trials)
