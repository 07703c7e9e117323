"""Training the matcher: which texts are paired, and that a network learns from the pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.instruments import Edition
from evals.matcher_network import Pairs, trained
from evals.matching import Asked, clause_pairs, question_pairs, repeated
from index import passages
from index.matcher import LONGEST_CLAUSE, Network
from index.vector_table import SCALE

TEXT = "itu-pp/res-900/2030"
BURNS, STOCK = (f"{TEXT}#{eid}" for eid in ("resolves__para_1", "instructs-harbour-council__para_1"))


def asked(text: str, *clauses: str, answered: bool = True, edition: str = TEXT) -> Asked:
    return Asked(text, edition, frozenset(clauses), answered)


def directions(count: int, seed: int = 1) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(count, 8))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def read(pairs: Pairs) -> dict[tuple[int, int], float]:
    return {
        (one, other): float(match) for (one, other), match in zip(pairs.places, pairs.matches, strict=True)
    }


def paired(questions: Sequence[Asked]) -> dict[tuple[int, int], float]:
    return read(question_pairs(questions, directions(len(questions)), np.random.default_rng(1)))


def test_a_question_is_paired_with_its_clauses_and_with_others(harbours: Edition):
    clauses = list(passages(harbours))
    questions = [asked("how long do lamps burn?", BURNS), asked("who pays for oil?", STOCK, answered=False)]
    pairs = read(
        clause_pairs(questions, clauses, directions(2), directions(len(clauses)), np.random.default_rng(1))
    )
    place = {str(one.provision): at for at, one in enumerate(clauses)}
    assert {pair for pair, match in pairs.items() if match} == {(0, place[BURNS])}, (
        "no clause answers a near miss"
    )
    assert pairs[1, place[STOCK]] == 0, "what a near miss comes close to is shown as what does not answer"
    assert sum(one == 0 for one, _ in pairs) > 1


def test_a_clause_of_the_same_words_answers_too(harbours: Edition):
    clauses = list(passages(harbours))
    twin = [one for one in clauses if str(one.provision) == BURNS]
    every = [*twin, *twin]
    pairs = read(
        clause_pairs([asked("?", BURNS)], every, directions(1), directions(2), np.random.default_rng(1))
    )
    assert pairs == {(0, 0): 1.0, (0, 1): 1.0}


def test_some_pairs_are_shown_more_often():
    pairs = Pairs(np.array([(0, 1), (1, 2)]), np.array([1.0, 0.5], dtype=np.float32))
    found = repeated(pairs, np.array([False, True]), 3)
    assert found.places.tolist() == [[0, 1], [1, 2], [1, 2], [1, 2]]
    assert found.matches.tolist() == [1.0, 0.5, 0.5, 0.5]


def test_questions_match_as_far_as_the_same_clauses_answer_them():
    pairs = paired([asked("a", BURNS), asked("b", BURNS, STOCK), asked("c", STOCK)])
    assert pairs == {(0, 1): 0.5, (1, 0): 0.5, (1, 2): 0.5, (2, 1): 0.5, (0, 2): 0.0, (2, 0): 0.0}


def test_near_misses_match_where_they_come_close_to_the_same_clause_and_no_answered_question():
    pairs = paired(
        [
            asked("a", BURNS, answered=False),
            asked("b", BURNS, STOCK, answered=False),
            asked("c", STOCK, answered=False),
            asked("d", BURNS),
        ]
    )
    assert {pair for pair, match in pairs.items() if match} == {(0, 1), (1, 0), (1, 2), (2, 1)}
    assert {pairs[0, 1], pairs[1, 2]} == {1.0}
    assert pairs[0, 3] == pairs[3, 0] == 0.0


def test_no_question_is_paired_with_itself():
    assert not [pair for pair in paired([asked(str(at), BURNS) for at in range(6)]) if pair[0] == pair[1]]


@pytest.mark.slow  # torch takes seconds to load
@pytest.mark.parametrize("both_ways", [False, True])
def test_a_network_learns_which_texts_share_a_word(both_ways: bool):
    words, draw = directions(20), np.random.default_rng(3)
    kept = np.rint(words * SCALE).astype(np.int8)
    texts = [kept[draw.choice(20, size=3, replace=False)] for _ in range(40)]
    places = np.array([(at, other) for at in range(40) for other in range(40) if at != other])
    held = [{row.tobytes() for row in one} for one in texts]
    matches = np.array([float(bool(held[at] & held[other])) for at, other in places], dtype=np.float32)
    tensors = trained(Pairs(places, matches), (texts, texts), LONGEST_CLAUSE, 8, both_ways=both_ways)
    network = Network(tensors, both_ways=both_ways)
    new = [kept[draw.choice(20, size=3, replace=False)] for _ in range(30)]
    right = [
        (odds > 0) == bool({row.tobytes() for row in one} & {row.tobytes() for row in other})
        for one in new
        for other, odds in zip(
            new, network.log_odds(one.astype(np.float32) / SCALE, new, LONGEST_CLAUSE), strict=True
        )
        if one is not other
    ]
    assert np.mean(right) > 0.9
