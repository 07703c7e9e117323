"""Whether a question is refused, and whether it deserves to be.

Candidates decide nothing: they are no refusal of an answerable question, and have no score where the
question is whether an unanswerable one was refused; whether it was answered is told by "false answers".
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answer import Answer, Status
from evals.cases import Case
from evals.outcomes import Outcome

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


def auroc(outcomes: Sequence[Outcome]) -> float | None:
    """Return how well `Answer.nearness` tells answerable questions from others: .5 is a coin.

    The share of pairs, one answerable and one not, in which the answerable one is nearer; ties count
    half (Mann and Whitney). None without both kinds.
    """
    yes, no = _near(outcomes, answerable=True), _near(outcomes, answerable=False)
    if not yes or not no:
        return None
    won = sum((a > b) + 0.5 * (a == b) for a in yes for b in no)
    return won / (len(yes) * len(no))


def rejected_at(outcomes: Sequence[Outcome], coverage: float = 0.95) -> float | None:
    """Return the share of unanswerables below the nearness that lets `coverage` of the answerables pass."""
    threshold, no = _threshold(outcomes, coverage), _near(outcomes, answerable=False)
    return sum(near < threshold for near in no) / len(no) if no and threshold is not None else None


def _near(outcomes: Sequence[Outcome], *, answerable: bool) -> list[float]:
    """Return the nearness of every question of one kind that has one."""
    answers = [outcome.answer for outcome in outcomes if outcome.case.is_answerable == answerable]
    return [answer.nearness for answer in answers if answer is not None and answer.nearness is not None]


def _threshold(outcomes: Sequence[Outcome], coverage: float) -> float | None:
    """Return the greatest nearness that at least this share of the answerables reach."""
    yes = sorted(_near(outcomes, answerable=True), reverse=True)
    if not yes:
        return None
    passing = math.ceil(round(coverage * len(yes), 9))  # .95 x 20 is 19, whatever its last bit
    return yes[max(passing, 1) - 1]
