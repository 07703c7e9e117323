"""Refusals: which are deserved, and which are not."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from evals.metrics import abstention

MISSING, CLARIFY, MAYBE = Status.NOT_STATED, Status.NEEDS_CLARIFICATION, Status.CANDIDATES
# deserved, met → wrongly refused, refusal recall, refusal precision, right status
KNOWN = [
    ("an answer to the answerable", Status.ANSWERED, Status.ANSWERED, (0, None, None, 1)),
    ("a question back", Status.ANSWERED, CLARIFY, (0, None, None, 0)),
    ("a question back that is due", CLARIFY, CLARIFY, (0, None, None, 1)),
    ("a refusal of the answerable", Status.ANSWERED, MISSING, (1, None, 0, 0)),
    ("a refusal where several are meant", CLARIFY, MISSING, (1, None, 0, 0)),
    ("an answer to the unanswerable", MISSING, Status.ANSWERED, (None, 0, None, 0)),
    ("a refusal of the unanswerable", MISSING, MISSING, (None, 1, 1, 1)),
    ("a refusal for another reason", MISSING, Status.NOT_IN_CORPUS, (None, 1, 1, 0)),
    ("candidates for the answerable", Status.ANSWERED, MAYBE, (0, None, None, None)),
    ("candidates where several are meant", CLARIFY, MAYBE, (0, None, None, None)),
    ("candidates for the unanswerable", MISSING, MAYBE, (None, None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "deserved", "met", "scores"), KNOWN, ids=[row[0] for row in KNOWN])
def test_a_refusal_gets_the_score_that_is_known(asked, said, rule, deserved, met, scores):
    gold = ("resolves__para_1",) if deserved in abstention.SHOWN else ()
    case, answer = asked(*gold, status=deserved), said(status=met)
    found = (
        abstention.wrongly_refused(case, answer),
        abstention.refusal_recall(case, answer),
        abstention.refusal_precision(case, answer),
        abstention.right_status(case, answer),
    )
    assert found == scores, rule


def test_every_status_is_shown_or_refused_as_its_meaning_says():
    assert set(abstention.SHOWN) == {Status.ANSWERED, MAYBE, CLARIFY}
    refused = set(Status) - set(abstention.SHOWN)
    assert refused == {
        Status.NOT_IN_CORPUS, Status.NOT_STATED, Status.REFERENCED_NOT_HELD, Status.SUPERSEDED_ONLY,
        Status.OUT_OF_SCOPE,
    }  # fmt: skip
