"""Metrics: pure functions of cases and answers. One that does not apply has no score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answers import Answer, Status
from assistant.library import Library
from evals.cases import Case

Scored = Callable[[Case, Answer], float | None]
SHOWN = (Status.ANSWERED, Status.NEEDS_CLARIFICATION)


@dataclass(frozen=True, slots=True)
class Row:
    """A metric's mean over the cases to which it applies."""

    name: str
    value: float | None
    cases: int


def recall_at(k: int) -> Scored:
    """Return recall@k: of the gold, the share among the first k retrieved; at most k can be found."""

    def score(case: Case, answer: Answer) -> float | None:
        if not case.gold:
            return None
        first = {str(one) for one in answer.retrieved[:k]}
        found = sum(any(str(one.provision) in first for one in group) for group in case.gold)
        return min(found, k) / min(k, len(case.gold))

    return score


def citation_recall(case: Case, answer: Answer) -> float | None:
    """Of the gold, the share that is cited; nothing is cited in a refusal."""
    if not case.gold:
        return None
    cited = _cited(answer)
    return sum(any(str(one.provision) in cited for one in group) for group in case.gold) / len(case.gold)


def citation_precision(case: Case, answer: Answer) -> float | None:
    """Of what is cited, the share that is gold; an answer to the unanswerable has none right."""
    cited = _cited(answer)
    return len(cited & case.cited) / len(cited) if cited else None


def exact(case: Case, answer: Answer) -> float | None:
    """Whether an answerable question is met with all of its gold and nothing else."""
    if not case.gold:
        return None
    return float(citation_recall(case, answer) == 1 and citation_precision(case, answer) == 1)


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


def citation_validity(library: Library) -> Scored:
    """Return whether every citation resolves and quotes its provision's own words."""

    def score(case: Case, answer: Answer) -> float | None:
        del case
        citations = [one for claim in answer.claims for one in claim.citations]
        if not citations:
            return None
        held = [(one, library.provision(one.provision)) for one in citations]
        return float(
            all(
                found is not None and one.quote and found[1].text[one.start : one.end] == one.quote
                for one, found in held
            )
        )

    return score


def mean(name: str, metric: Scored, cases: Sequence[Case], answers: Sequence[Answer]) -> Row:
    """Return a metric's mean over the cases to which it applies."""
    scores = [
        score
        for case, answer in zip(cases, answers, strict=True)
        if (score := metric(case, answer)) is not None
    ]
    return Row(name, sum(scores) / len(scores) if scores else None, len(scores))


def table(library: Library) -> dict[str, Scored]:
    """Return every metric by its name, in the order of the report."""
    return {
        "recall@5": recall_at(5),
        "recall@10": recall_at(10),
        "citation recall": citation_recall,
        "citation precision": citation_precision,
        "answered exactly": exact,
        "citation validity": citation_validity(library),
        "wrongly refused": wrongly_refused,
        "refusal precision": refusal_precision,
        "refusal recall": refusal_recall,
        "right status": right_status,
    }


def _cited(answer: Answer) -> set[str]:
    """Return the provisions that an answer cites."""
    return {str(one.provision) for claim in answer.claims for one in claim.citations}
