"""What is stood behind counts as answered; what is shown as possible counts as shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Status
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals.metrics import honesty
from evals.worlds import Texts, World

ONE, TWO, OTHER, FIRST = (
    "resolves__para_1",
    "resolves__para_2",
    "invites-member-states__para_nn_1",
    "annex_1__para_1",
)
FIVE = ("preamble__considering__rec_a", OTHER, FIRST, "annex_1__para_2", ONE, TWO)
CLARIFY, MAYBE = Status.NEEDS_CLARIFICATION, Status.CANDIDATES

ROWS = {
    # name: gold, cited, status, (answer precision, decisive recall, shown recall, false answers)
    "all of it, and nothing else": ((ONE, TWO), (ONE, TWO), Status.ANSWERED, (1, 1, 1, None)),
    "half of it": ((ONE, TWO), (ONE,), Status.ANSWERED, (1, 0.5, 0.5, None)),
    "with as much that is wrong": ((ONE,), (ONE, OTHER), Status.ANSWERED, (0.5, 1, 1, None)),
    "an alternative": (((ONE, TWO),), (TWO,), Status.ANSWERED, (1, 1, 1, None)),
    "as a possible answer": ((ONE,), (OTHER, ONE), CLARIFY, (None, 0, 1, None)),
    "as the sixth possible answer": ((TWO,), FIVE, CLARIFY, (None, 0, 0, None)),
    "the sixth clause of an answer": ((TWO,), FIVE, Status.ANSWERED, (1 / 6, 1, 1, None)),
    "a near miss that is answered": ((), (ONE,), Status.ANSWERED, (0, None, None, 1)),
    "a near miss with possible answers": ((), (ONE,), CLARIFY, (None, None, None, 0)),
    "candidates, all of it among them": ((ONE, TWO), (OTHER, ONE, TWO), MAYBE, (None, 0, 1, None)),
    "candidates, half of it among them": ((ONE, TWO), (OTHER, ONE), MAYBE, (None, 0, 0.5, None)),
    "candidates, none of it": ((ONE,), (OTHER,), MAYBE, (None, 0, 0, None)),
    "the fifth candidate": ((ONE,), FIVE, MAYBE, (None, 0, 1, None)),
    "the sixth candidate": ((TWO,), FIVE, MAYBE, (None, 0, 0, None)),
    "a near miss with candidates": ((), (ONE,), MAYBE, (None, None, None, 0)),
    "a near miss that is refused": ((), (), Status.NOT_STATED, (None, None, None, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("gold", "cited", "status", "expected"), ROWS.values(), ids=ROWS)
def test_each_measure_reads_the_status(asked, said, gold, cited, status: Status, expected):
    case, answer = asked(*gold), said(*cited, status=status)
    measures = (
        honesty.answer_precision,
        honesty.decisive_recall,
        honesty.shown_recall,
        honesty.false_answers,
    )
    assert tuple(measure(case, answer) for measure in measures) == pytest.approx(expected)


def test_the_closest_clauses_of_a_refusal_are_shown(asked, said):
    near = ProvisionId.parse(f"itu-pp/res-900/2030#{ONE}")
    refused = said(closest=(near,))
    assert honesty.shown_recall(asked(ONE), refused) == 1
    assert honesty.decisive_recall(asked(ONE), refused) == 0


@pytest.fixture(scope="module")
def editions(harbours: Edition) -> Texts:
    """The harbour text in two editions."""
    later = replace(harbours, key=replace(harbours.key, year=2034), name="Resolution 900 (Rev. Porto, 2034)")
    both = (harbours, later)
    return Texts({one.key: one for one in both}, {"both": World("both", tuple(one.key for one in both))})


@pytest.mark.parametrize(
    ("rule", "edition", "label", "score"),
    [
        ("the right edition, named", 2030, "Resolution 900 (Rev. Lisbon, 2030), resolves 1", 1),
        ("the right edition, not named", 2030, "resolves 1", 0),
        ("another edition", 2034, "Resolution 900 (Rev. Porto, 2034), resolves 1", 0),
    ],
)
def test_the_edition_is_right_and_named(
    asked, said, editions, rule: str, edition: int, label: str, score: int
):
    answer = said(ONE)
    (claim,) = answer.claims
    (citation,) = claim.citations
    key = replace(citation.provision.edition, year=edition)
    citation = replace(citation, provision=replace(citation.provision, edition=key), label=label)
    answer = replace(answer, claims=(replace(claim, citations=(citation,)),))
    assert honesty.right_edition(editions)(asked(ONE), answer) == score, rule


def test_the_edition_of_candidates_is_not_judged(asked, said, editions):
    assert honesty.right_edition(editions)(asked(ONE), said(ONE)) == 1
    assert honesty.right_edition(editions)(asked(ONE), said(ONE, status=MAYBE)) is None


def test_a_clause_of_another_instrument_says_nothing_of_editions(asked, said, editions):
    answer = said(ONE)
    assert honesty.right_edition(editions)(asked(ONE, text="itu-pp/res-71/2022"), answer) is None
    assert honesty.right_edition(editions)(asked(ONE), said()) is None
