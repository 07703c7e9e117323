"""The cases that came from what persons said of answers: how each is met now."""

from __future__ import annotations

from assistant.answer import Answer
from evals.report.tables import Section, Table
from evals.report.words import STATUSES
from evals.results import Results
from evals.reviewed import Reviewed


def reviewed(results: Results) -> Section:
    """Return the section that shows what each reviewed case deserves and how it was met."""
    found = results.reviewed
    rows = [
        (" → ".join(one.case.turns), STATUSES[one.case.status], _met(one.answer),
         "yes" if found.scores["correct"].get(one.case.id) == 1 else "no")
        for one in found.outcomes
    ]  # fmt: skip
    said = (
        f"{right(found)} of {len(found.outcomes)} cases that persons' verdicts became are met as they "
        "deserve. They are of this library, set no floor, and stand in no other figure."
    )
    left = f" {found.left_out} more suppose texts that are not in the library." if found.left_out else ""
    table = Table(("question", "deserved", "was met", "as it deserves"), tuple(rows))
    return Section("Cases from verdicts", said + left, (table,))


def right(found: Reviewed) -> int:
    """Count the cases that are met as they deserve."""
    return sum(one == 1 for one in found.scores.get("correct", {}).values())


def _met(answer: Answer | None) -> str:
    """Say how a case was met."""
    return STATUSES[answer.status] if answer else "error"
