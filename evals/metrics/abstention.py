"""Whether a question is refused, and whether it deserves to be.

Candidates decide nothing: they are no refusal of an answerable question, and have no score where the
question is whether an unanswerable one was refused; whether it was answered is told by "false answers".
"""

from __future__ import annotations

from assistant.answer import Answer, Status
from evals.cases import Case

SHOWN = (Status.ANSWERED, Status.CANDIDATES, Status.NEEDS_CLARIFICATION)
"""The statuses under which claims are shown as answers; every other is a refusal."""


def wrongly_refused(case: Case, answer: Answer) -> float | None:
    """Whether an answerable question is refused."""
    return float(answer.status not in SHOWN) if case.is_answerable else None


def refusal_recall(case: Case, answer: Answer) -> float | None:
    """Whether an unanswerable question is refused."""
    if case.is_answerable or answer.status == Status.CANDIDATES:
        return None
    return float(answer.status not in SHOWN)


def refusal_precision(case: Case, answer: Answer) -> float | None:
    """Whether a refusal meets an unanswerable question."""
    return None if answer.status in SHOWN else float(not case.is_answerable)


def right_status(case: Case, answer: Answer) -> float | None:
    """Whether a question is met with the status that it deserves."""
    return None if answer.status == Status.CANDIDATES else float(case.status == answer.status)
