"""Weights that are fitted: planted evidence is found again, and rows are gathered as the assistant judges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import astuple, fields

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from assistant.selection.evidence import Evidence, judge
from corpus.instruments import Edition
from evals.fitting import Rows, _said, fitted, gathered
from evals.worlds import Texts

KINDS = [one.name for one in fields(Evidence)]


def planted(
    *weights: float, bias: float = 0.0, rows: int = 2000, seed: int = 71
) -> tuple[np.ndarray, np.ndarray]:
    """Draw evidence, and answers as likely as these weights make them."""
    dice = np.random.default_rng(seed)
    evidence = dice.uniform(-1, 1, (rows, len(weights)))
    likely = 1 / (1 + np.exp(-evidence @ np.array(weights) - bias))
    return evidence, dice.random(rows) < likely


def test_what_was_planted_is_found_again():
    evidence, answers = planted(3.0, -2.0, 0.0, 0.5, bias=-1.0)
    assert fitted(evidence, answers) == pytest.approx([3.0, -2.0, 0.0, 0.5, -1.0], abs=0.35)


@pytest.mark.parametrize("bias", [-2.0, 1.5])
def test_what_says_nothing_leaves_the_share_of_answers_in_the_bias(bias: float):
    _, answers = planted(0.0, bias=bias)
    share = answers.mean()
    found = fitted(np.zeros((len(answers), 1)), answers)
    assert found == pytest.approx([0.0, np.log(share / (1 - share))], abs=1e-3), (
        "the bias is held back by nothing"
    )


def test_it_is_the_regression_that_scikit_learn_fits():
    evidence, answers = planted(1.0, -1.5, 0.5, bias=0.3, rows=80)
    theirs = LogisticRegression(C=1.0, tol=1e-8, max_iter=1000).fit(evidence, answers)
    assert fitted(evidence, answers) == pytest.approx([*theirs.coef_[0], *theirs.intercept_], abs=1e-3)


def test_evidence_that_tells_everything_gets_no_endless_weight():
    evidence = np.linspace(-1, 1, 40)[:, None]
    weight, _ = fitted(evidence, evidence[:, 0] > 0)
    assert 2 < weight < 50


class Judging:
    """Cases over two texts, and the rows that are gathered of them."""

    def __init__(self, texts: Texts, opened: object) -> None:
        self.texts, self.opened = texts, opened
        self.told: list[tuple[int, int]] = []

    def rows(self, *cases: object, worlds: tuple[str, ...] = ()) -> Rows:
        named = worlds or tuple("harbours" for _ in cases)
        return gathered(cases, self.opened, named, lambda *at: self.told.append(at))  # type: ignore[arg-type]


@pytest.fixture
def judging(harbour_texts: Texts, word_assistants) -> Judging:
    return Judging(harbour_texts, type(word_assistants)(harbour_texts))


def test_every_judged_clause_is_a_row_and_only_gold_answers(
    judging: Judging, asked: Callable, harbours: Edition
):
    question, held = "how often are the lanterns counted?", (harbours.key,)
    case = asked("instructs-harbour-council__para_1", held=held, turns=(question,))
    rows = judging.rows(case)
    judged = judge(*judging.opened.holding(held).searched(question))  # type: ignore[attr-defined]
    assert rows.evidence.shape == (len(judged), len(KINDS))
    assert rows.evidence.tolist() == [list(astuple(one.evidence)) for one in judged]
    gold = [one.hit.passage.eid == "instructs-harbour-council__para_1" for one in judged]
    assert rows.answers.tolist() == gold
    assert sum(gold) == 1
    assert (set(rows.question), set(rows.world)) == ({0}, {"harbours"})
    assert judging.told == [(1, 1)]


def test_nothing_answers_what_the_texts_leave_open(judging: Judging, asked: Callable, harbours: Edition):
    rows = judging.rows(asked(held=(harbours.key,), turns=("who pays for the lanterns?",)))
    assert len(rows.answers) > 1
    assert not rows.answers.any()


def test_each_row_has_its_question_and_world(
    judging: Judging, asked: Callable, harbours: Edition, resolution: Edition
):
    first = asked("resolves__para_1", held=(harbours.key,), turns=("when may a lantern be put out?",))
    broken = asked("resolves__para_1", held=(harbours.key,), turns=("?",))
    third = asked(held=(resolution.key,), turns=("what is the budget of the Union?",))
    rows = judging.rows(first, broken, third, worlds=("a", "b", "c"))
    assert dict(zip(rows.question.tolist(), rows.world.tolist(), strict=True)) == {0: "a", 2: "c"}
    assert rows.question.tolist() == sorted(rows.question.tolist())


def said(*rows: tuple[np.ndarray, np.ndarray]) -> dict[str, tuple[int, float]]:
    """Say how worlds fare, each by what was fitted on the others: clauses, and by how much it is off."""
    evidence, answers = (np.concatenate(one) for one in zip(*rows, strict=True))
    world = np.array([name for name, (_, one) in zip("abcd", rows, strict=False) for _ in one])
    told = _said(Rows(evidence, answers, np.arange(len(answers)), world))
    found = re.findall(r"(\w) (\d+) clauses, off by (\d\.\d+)", told)
    return {name: (int(count), float(off)) for name, count, off in found}


def test_worlds_that_are_alike_are_foretold_by_each_other():
    found = said(planted(4.0), planted(4.0, seed=72, rows=1000))
    assert {name: count for name, (count, _) in found.items()} == {"a": 2000, "b": 1000}
    assert max(off for _, off in found.values()) < 0.05


def test_a_world_that_is_the_opposite_of_the_others_is_foretold_wrongly():
    found = said(planted(4.0), planted(-4.0, seed=72))
    assert min(off for _, off in found.values()) > 0.4
