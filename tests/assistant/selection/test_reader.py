"""The local reader: trees, what is known of hits, and what is chosen."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.pipeline import Assistant
from assistant.selection.features import READ, features
from assistant.selection.reader import MODEL, LocalReader, Reading, local_reader
from assistant.selection.trees import Trees
from assistant.strategies.desk import Desk
from assistant.understanding.question import read_question
from evals.selection import _trees
from index.search import Hit

STUMP = Trees(0.0, (((0, 0.5, 1, 2), (-2.0,), (2.0,)),))


def test_a_row_goes_left_where_its_feature_is_at_most_the_threshold():
    assert [round(STUMP.likelihood([x]), 3) for x in (0.4, 0.5, 0.6)] == [0.119, 0.119, 0.881]


def test_trees_say_what_scikit_learn_says_of_rows_that_it_was_not_fitted_on():
    dice = np.random.default_rng(3)
    rows = dice.normal(size=(400, 5))
    answers = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0.3
    model = HistGradientBoostingClassifier(max_iter=20, max_depth=3, random_state=1).fit(
        rows[:300], answers[:300]
    )
    trees = _trees(model)
    ours = [trees.likelihood(row) for row in rows[300:]]
    assert ours == pytest.approx(model.predict_proba(rows[300:])[:, 1], abs=1e-5)


def test_trees_are_read_back_from_a_file():
    assert Trees.of(json.loads(json.dumps({"bias": STUMP.bias, "trees": STUMP.trees}))) == STUMP


@pytest.mark.parametrize("row", [{}, {"bias": 0}, {"bias": 0, "trees": 1}, {"bias": "x", "trees": []}])
def test_what_is_no_tree_is_refused(row: dict[str, object]):
    with pytest.raises((KeyError, TypeError, ValueError)):
        Trees.of(row)


def hits(*likely: float) -> tuple[tuple[Hit, float], ...]:
    return tuple((Hit(str(at), 0.0, None, 0.0), one) for at, one in enumerate(likely))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "likely", "count"),
    [
        ("the best alone", (0.9, 0.4), 1),
        ("one that is half as likely too", (0.9, 0.45), 2),
        ("the best, however unlikely", (0.1, 0.09), 1),
        ("at most eight", (0.9,) * 12, 8),
    ],
)
def test_those_are_chosen_that_are_likely_beside_the_best(rule: str, likely: tuple[float, ...], count: int):
    assert len(Reading(hits(*likely), 0.9).chosen) == count, rule


# -- over Resolution 71 -----------------------------------------------------------------------------


@pytest.fixture
def desk(assistant: Assistant) -> Desk:
    return Desk(assistant.library, assistant.searcher)


def read(desk: Desk, text: str, reader: LocalReader | None = None) -> Reading:
    question = read_question(text)
    return (reader or local_reader()).read(desk, question, desk.search(question.text, 50))


def test_the_clause_that_answers_is_chosen(desk: Desk):
    reading = read(desk, "Who has to report to the Council every year?")
    assert reading.is_answered
    eid = "instructs-secretary-general-directors-bureaux__para_4"
    assert eid in {hit.passage.eid for hit in reading.chosen}
    assert len(reading.hits) == READ
    likely = [one for _, one in reading.hits]
    assert likely == sorted(likely, reverse=True)
    assert all(0 <= one <= 1 for one in likely)


def test_a_near_miss_is_less_likely_answered(desk: Desk):
    near_miss = read(desk, "Which officials sign the annual report to the Council?")
    assert near_miss.answered < read(desk, "Who has to report to the Council every year?").answered


def test_a_clause_of_near_bank_questions_has_their_nearness(desk: Desk):
    question = read_question("Who has to report to the Council every year?")
    found = desk.search(question.text, READ)
    rows = features(desk, question, found).clauses
    assert {len(row) for row in rows} == {33}
    near = desk.neighbours(question.text).recalled
    recalled = [near.get(hit.passage.provision, 0.0) for hit in found]
    assert [row[18] for row in rows] == pytest.approx(recalled)
    assert max(recalled) > 0.6


def test_features_of_one_hit_can_be_read(desk: Desk):
    question = read_question("Who has to report to the Council every year?")
    (one,) = desk.search(question.text, 1)
    assert len(local_reader().read(desk, question, [one]).hits) == 1
    words_only = replace(one, dense=None, second=None)
    assert len(features(desk, question, [words_only]).clauses) == 1


def test_the_reader_that_ships_asks_for_no_feature_that_there_is_not(desk: Desk):
    row = json.loads(MODEL.read_text())
    question = read_question("Who has to report to the Council every year?")
    found = features(desk, question, desk.search(question.text, 3))
    for part, count in (
        ("clause", len(found.clauses[0])),
        ("question", len(found.of_question([0.1, 0.2, 0.3]))),
    ):
        asked = {node[0] for tree in row[part]["trees"] for node in tree if len(node) > 1}
        assert asked <= set(range(count))
        assert len(asked) > count / 2, f"{part}: most features are used"
