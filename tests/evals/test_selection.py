"""Judged hits and the fitting of the local reader on them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from corpus.keys import ProvisionId
from corpus.packs import PackQuestion
from evals import selection
from evals.golden import read_golden
from evals.selection import JUDGEMENTS, Row, _others, fitted
from index.bank import BankQuestion, Neighbour

ROWS = [json.loads(line) for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]


def test_every_judgement_is_about_its_hits(every_row):
    def check(row: dict[str, list[object]]) -> None:
        assert len(set(row["hits"])) == len(row["hits"]) == 16
        places = [*row["answers"], *row["in_part"]]
        assert len(set(places)) == len(places)
        assert set(places) <= set(range(16))
        assert all(str(ProvisionId.parse(str(one))) == one for one in row["hits"])

    every_row([(row["q"], row) for row in ROWS], check)


def test_a_thousand_questions_are_judged_and_a_third_have_no_answer():
    assert len(ROWS) >= 1000
    assert 0.3 < sum(not row["answers"] for row in ROWS) / len(ROWS) < 0.45


def test_no_question_of_a_test_half_is_judged(golden_texts):
    test = {one.id for one in read_golden(golden_texts, "test").cases}
    assert not {row["case"] for row in ROWS if "case" in row} & test


def test_a_bank_question_does_not_find_itself(harbours):
    asked = BankQuestion(harbours.key, PackQuestion("who lights it", ("resolves__para_1",), "duty", "staff"))
    near = (Neighbour(asked, 0.98), Neighbour(asked, 0.96))
    assert _others(near) == near[1:]


class Known:
    """Features that say, with some noise, whether a hit answers and whether a question is answered."""

    def __init__(self, answers: tuple[bool, ...], dice: np.random.Generator) -> None:
        self.clauses = [(float(one) + dice.normal(0, 0.2), dice.normal()) for one in answers]
        self.answered = float(any(answers))

    def of_question(self, likely: list[float]) -> tuple[float, ...]:
        return self.answered, max(likely)


@pytest.mark.slow
def test_a_reader_is_fitted_that_tells_what_answers():
    dice = np.random.default_rng(5)
    rows = []
    for number in range(400):
        answers = tuple(bool(at == number % 4 and number % 3) for at in range(4))
        rows.append(Row("here", (), Known(answers, dice), answers))  # type: ignore[arg-type]
    reader = fitted(rows)
    assert reader.clause.likelihood((1.0, 0.0)) > 0.9
    assert reader.clause.likelihood((0.0, 0.0)) < 0.1
    assert reader.question.likelihood((1.0, 0.9)) > 0.9 > 0.1 > reader.question.likelihood((0.0, 0.1))
    assert json.loads(json.dumps(selection._json(reader.clause)))["trees"]
