"""What the question bank is worth: clauses of near questions are raised, near misses are told apart."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from corpus.packs import PackQuestion, pack_path, read_pack
from evals import bank
from evals.cases import BLIND, QUESTIONS
from evals.worlds import Texts

ONE, TWO = "resolves__para_1", "resolves__para_2"
LIGHT = PackQuestion("must a port have a light", (ONE,), "lookup", "staff")
COLOUR = PackQuestion("what colour is it", (TWO,), "lookup", "staff")
COST = PackQuestion("what does it cost", (ONE,), "number", "staff", "number")


def test_the_clause_of_a_near_question_is_raised():
    scores = {TWO: 0.9, ONE: 0.8}
    assert bank._order(scores, [], np.zeros(0)) == [TWO, ONE]
    assert bank._order(scores, [LIGHT], np.array([0.9])) == [ONE, TWO]
    assert bank._order({}, [LIGHT], np.array([0.9])) == [ONE], "also where the search did not find it"


def test_near_misses_raise_nothing():
    assert bank._order({TWO: 0.9, ONE: 0.8}, [COST], np.array([0.9])) == [TWO, ONE]


@pytest.fixture
def cases(asked):
    return [asked(ONE, id="a"), asked(TWO, id="b"), asked(id="c"), asked(id="d")]


def test_a_point_has_shares_and_how_well_near_misses_are_told_apart(cases):
    near = np.array([[0.9, 0.1, 0.2], [0.1, 0.9, 0.2], [0.1, 0.2, 0.9], [0.2, 0.2, 0.3]])
    ranked = [{TWO: 0.9, ONE: 0.8}, {ONE: 0.9, TWO: 0.8}, {}, {}]
    point = bank._point([LIGHT, COLOUR, COST], near, cases, ranked)
    assert (point.size, point.first.mean, point.first_three.mean) == (3, 1.0, 1.0)
    assert point.auroc == 1.0
    assert point.left == (1.0, 1.0)


def test_without_questions_there_is_the_search_alone(cases):
    ranked = [{TWO: 0.9, ONE: 0.8}, {TWO: 0.9, ONE: 0.8}, {}, {}]
    point = bank._point([], np.zeros((4, 0)), cases, ranked)
    assert (point.first.mean, point.first_three.mean, point.auroc, point.left) == (0.5, 1.0, None, ())


def test_no_question_of_the_pack_is_a_golden_one(golden_texts: Texts):
    (key,) = golden_texts.held("res-71")
    asked = {
        turn.lower()
        for folder in (QUESTIONS, BLIND)
        for path in folder.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
        for turn in json.loads(line)["turns"]
    }
    assert [one.text for one in read_pack(pack_path(key)).questions if one.text.lower() in asked] == []


def test_the_curve_is_printed_for_each_size(
    golden_texts: Texts, word_assistants, monkeypatch, capsys, model_of_words
):
    monkeypatch.setattr(bank, "gather", lambda home: golden_texts)
    monkeypatch.setattr(bank, "Assistants", lambda *_: word_assistants)
    monkeypatch.setattr(bank, "EmbeddingModel", lambda folder: model_of_words())
    monkeypatch.setattr(bank, "SIZES", (0, 20))
    few = replace(read_pack(pack_path(golden_texts.held("res-71")[0])))
    monkeypatch.setattr(bank, "read_pack", lambda path: replace(few, questions=few.questions[:40]))
    assert bank.run(as_json=True) == 0
    points = json.loads(capsys.readouterr().out)["points"]
    assert [one["questions"] for one in points] == [0, 20, 40]
    assert points[0]["auroc"] is None
    assert bank.run() == 0
    assert "first three" in capsys.readouterr().out
