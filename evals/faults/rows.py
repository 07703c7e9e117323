"""The rows of the fault matrix, in the order in which they run: the quick ones first."""

from __future__ import annotations

from collections.abc import Mapping

from evals.faults.asking import Instructions, Patterns, Questions
from evals.faults.backups import Backups
from evals.faults.damage import Damage
from evals.faults.full_disk import FailingDisk, FullDisk
from evals.faults.killing import Killing
from evals.faults.network import Network
from evals.faults.reading import Folders, Reading
from evals.faults.together import Again, Together
from evals.faults.trial import Row

ROWS: Mapping[str, type[Row]] = {
    row.name: row
    for row in (
        Again,
        Folders,
        Network,
        Instructions,
        Questions,
        Backups,
        Together,
        FullDisk,
        FailingDisk,
        Damage,
        Patterns,
        Reading,
        Killing,
    )
}
