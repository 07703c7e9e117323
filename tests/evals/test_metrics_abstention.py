"""Refusals, and how well nearness tells when to refuse, against scikit-learn."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sklearn.metrics import roc_auc_score

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


# nearness of answerables, of unanswerables → AUROC, rejected at 95 % coverage
NEAR = [
    ("told apart", [0.8, 0.9], [0.1, 0.2], 1.0, 1.0),
    ("told the wrong way round", [0.1, 0.2], [0.8, 0.9], 0.0, 0.0),
    ("all alike", [0.5, 0.5], [0.5], 0.5, 0.0),
    ("one pair of four the wrong way round", [0.3, 0.9], [0.1, 0.5], 0.75, 0.5),
    ("one of twenty may be lost", [0.1] + [0.8] * 19, [0.5, 0.9], 0.475, 0.5),
    ("of nineteen none", [0.1] + [0.8] * 18, [0.5, 0.9], 9 / 19, 0.0),
    ("of thirty one", [0.1] + [0.2] + [0.8] * 28, [0.15, 0.5], 57 / 60, 0.5),
    ("only answerables", [0.5], [], None, None),
    ("only unanswerables", [], [0.5], None, None),
    ("nothing", [], [], None, None),
]


@pytest.mark.parametrize(("rule", "yes", "no", "auroc", "rejected"), NEAR, ids=[row[0] for row in NEAR])
def test_nearness_tells_when_to_refuse(outcome, rule, yes, no, auroc, rejected):
    outcomes = [outcome(one) for one in yes] + [outcome(one, status=MISSING) for one in no]
    assert abstention.auroc(outcomes) == pytest.approx(auroc), rule
    assert abstention.rejected_at(outcomes) == pytest.approx(rejected), rule


def test_what_has_no_nearness_or_no_answer_is_left_out(outcome):
    known = [outcome(0.9), outcome(0.1, status=MISSING)]
    errs = replace(known[1], answer=None, error="q/a.jsonl:1: ValueError: x")
    outcomes = [*known, outcome(None), outcome(None, status=MISSING), errs]
    assert abstention.auroc(outcomes) == 1.0
    assert abstention.rejected_at(outcomes) == 1.0


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("digits", [1, 9], ids=["many ties", "no ties"])
def test_auroc_is_that_of_scikit_learn(outcome, seed: int, digits: int):
    dice = random.Random(seed)
    for _ in range(20):
        yes = [round(dice.gauss(0.6, 0.2), digits) for _ in range(dice.randint(1, 30))]
        no = [round(dice.gauss(0.5, 0.2), digits) for _ in range(dice.randint(1, 30))]
        outcomes = [outcome(one) for one in yes] + [outcome(one, status=MISSING) for one in no]
        theirs = roc_auc_score([1] * len(yes) + [0] * len(no), yes + no)
        assert abstention.auroc(outcomes) == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize("coverage", [0.5, 0.9, 0.95, 1.0])
def test_the_coverage_that_is_promised_is_kept(outcome, coverage: float):
    """Against a search over every threshold that could be chosen."""
    dice = random.Random(7)
    for size in (1, 2, 7, 19, 20, 21, 30, 60, 100):
        yes = [dice.gauss(0.6, 0.2) for _ in range(size)]
        no = [dice.gauss(0.5, 0.2) for _ in range(40)]
        keeping = [one for one in yes if sum(near >= one for near in yes) >= coverage * size - 1e-9]
        outcomes = [outcome(one) for one in yes] + [outcome(one, status=MISSING) for one in no]
        expected = sum(near < max(keeping) for near in no) / len(no)
        assert abstention.rejected_at(outcomes, coverage) == pytest.approx(expected)
