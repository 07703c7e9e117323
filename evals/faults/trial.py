"""What a row of the fault matrix is, and what one trial of it found."""

from __future__ import annotations

import random
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar


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
    `shim` whether that process counts its touches of the disk (shim.c).
    """

    name: ClassVar[str]
    fault: ClassVar[str]
    must: ClassVar[str]
    tools: ClassVar[Sequence[str]] = ()
    prefix: ClassVar[Sequence[str]] = ()
    shim: ClassVar[bool] = False

    def __init__(self, folder: Path, seed: int) -> None:
        """Take a folder of its own, emptied first, and the seed from which its faults follow."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.seed = folder, seed

    @classmethod
    @abstractmethod
    def plan(cls) -> Sequence[str]:
        """Name every trial of a full run."""

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


def total(trials: Iterable[Trial], name: str) -> float:
    """Add up a figure over trials."""
    return sum(trial.figures.get(name, 0.0) for trial in trials)
