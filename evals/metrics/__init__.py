"""Metrics: pure functions of a case and an answer, one family a file. One that does not apply has no score.

`scores` gives every metric of every case: the one table that the report, the gates and the
comparisons are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from assistant.answer import Answer
from evals.cases import Case
from evals.metrics import abstention, citation, honesty, retrieval
from evals.outcomes import Outcome
from evals.worlds import Texts

Scored = Callable[[Case, Answer], float | None]
Scores = Mapping[str, Mapping[str, float]]  # a metric's name → the id of each case it applies to → its score


def table(texts: Texts) -> dict[str, Scored]:
    """Return every metric by its name, in the order of the report."""
    return {
        "recall@5": retrieval.recall_at(5),
        "recall@10": retrieval.recall_at(10),
        "nDCG@10": retrieval.ndcg_at_10,
        "MAP@10": retrieval.map_at_10,
        "MRR": retrieval.reciprocal_rank,
        "wrong document": retrieval.wrong_document,
        "citation recall": citation.recall,
        "citation precision": citation.precision,
        "answer precision": honesty.answer_precision,
        "decisive recall": honesty.decisive_recall,
        "shown recall": honesty.shown_recall,
        "false answers": honesty.false_answers,
        "right edition": honesty.right_edition(texts),
        "answered exactly": citation.exact,
        "citation validity": citation.validity(texts),
        "severed": citation.severed(texts),
        "conciseness": citation.conciseness,
        "correct": citation.correct,
        "grounded": citation.grounded(texts),
        "wrongly refused": abstention.wrongly_refused,
        "refusal precision": abstention.refusal_precision,
        "refusal recall": abstention.refusal_recall,
        "right status": abstention.right_status,
    }


def scores(outcomes: Sequence[Outcome], texts: Texts, names: Collection[str] = ()) -> Scores:
    """Score every outcome that has an answer by every metric that applies to it, or by those named."""
    answered = [(outcome.case, outcome.answer) for outcome in outcomes if outcome.answer is not None]
    found: dict[str, dict[str, float]] = {}
    for name, metric in table(texts).items():
        if names and name not in names:
            continue
        rows = ((case.id, metric(case, answer)) for case, answer in answered)
        found[name] = {id_: score for id_, score in rows if score is not None}
    return found
