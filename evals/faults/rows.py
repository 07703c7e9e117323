"""The rows of the fault matrix, in the order in which they run: the quick ones first."""

from __future__ import annotations

from collections.abc import Mapping

from evals.faults.damage import Damage
from evals.faults.full_disk import FailingDisk, FullDisk
from evals.faults.killing import Killing
from evals.faults.together import Again, Together
from evals.faults.trial import Row

ROWS: Mapping[str, type[Row]] = {
    row.name: row for row in (Again, Together, FullDisk, FailingDisk, Damage, Killing)
}
