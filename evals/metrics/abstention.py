"""Whether a question is refused, and whether it deserves to be."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer
from evals.cases import Case
from evals.metrics.citation import SHOWN
from evals.outcomes import Outcome


def wrongly_refused(case: Case, answer: Answer) -> float | None:
    """Whether an answerable question is refused."""
    return float(answer.status not in SHOWN) if case.is_answerable else None


def refusal_recall(case: Case, answer: Answer) -> float | None:
    """Whether an unanswerable question is refused."""
    return None if case.is_answerable else float(answer.status not in SHOWN)


def refusal_precision(case: Case, answer: Answer) -> float | None:
    """Whether a refusal meets an unanswerable question."""
    return None if answer.status in SHOWN else float(not case.is_answerable)


def right_status(case: Case, answer: Answer) -> float | None:
    """Whether a question is met with the status that it deserves."""
    return float(case.status == answer.status)


def auroc(outcomes: Sequence[Outcome]) -> float | None:
    """Return how well `Answer.nearness` tells answerable questions from others: .5 is a coin.

    The share of pairs, one answerable and one not, in which the answerable one is nearer; ties count
    half (Mann and Whitney). None without both kinds.
    """
    known = [
        (one.case.is_answerable, one.answer.nearness)
        for one in outcomes
        if one.answer is not None and one.answer.nearness is not None
    ]
    yes = [near for answerable, near in known if answerable]
    no = [near for answerable, near in known if not answerable]
    if not yes or not no:
        return None
    won = sum((a > b) + 0.5 * (a == b) for a in yes for b in no)
    return won / (len(yes) * len(no))


def rejected_at(outcomes: Sequence[Outcome], coverage: float = 0.95) -> float | None:
    """Return the share of unanswerables below the nearness that lets `coverage` of the answerables pass."""
    known = [
        (one.case.is_answerable, one.answer.nearness)
        for one in outcomes
        if one.answer is not None and one.answer.nearness is not None
    ]
    yes = sorted((near for answerable, near in known if answerable), reverse=True)
    no = [near for answerable, near in known if not answerable]
    if not yes or not no:
        return None
    threshold = yes[max(0, round(coverage * len(yes)) - 1)]
    return sum(near < threshold for near in no) / len(no)
