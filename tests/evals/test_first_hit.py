"""The first hit as an answer, and the gate against it: worse fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Status
from corpus.instruments import Edition
from evals.first_hit import comparisons, first_hit_scores, worse
from evals.results import Results
from evals.worlds import Texts

ROWS = 40
ONE = "resolves__para_1"


@pytest.fixture
def results(made: Results):
    """A run over blind questions of two kinds, in which the first hit is always right."""

    def make(right: int, split: str = "dev", kind: str = "duty") -> Results:
        case = replace(made.golden.cases[0], split=split, length="short")
        cases = tuple(
            replace(case, id=f"r{row}", kind=kind if row else "list", place=f"blind/harbours.jsonl:{row}")
            for row in range(ROWS)
        )
        ours = {one.id: float(row < right) for row, one in enumerate(cases)}
        first = {one.id: 1.0 for one in cases}
        return replace(
            made,
            golden=replace(made.golden, cases=cases, drafts=(), claims=()),
            scores={"citation recall": ours, "answer precision": ours},
            first_hit={"citation recall": first, "answer precision": first},
        )

    return make


def test_compared_are_all_rows_each_set_and_each_kind_with_enough_rows(results):
    rows = {one.rows for one in comparisons(results(ROWS))}
    assert rows == {"all", "blind harbours", "kind duty"}, "a single list is not enough"


def test_rows_that_the_texts_do_not_answer_do_not_make_a_kind_large_enough(results):
    run = results(ROWS)
    missed = [replace(one, status=Status.NOT_STATED, gold=()) for one in run.golden.cases[:20]]
    golden = replace(run.golden, cases=(*missed, *run.golden.cases[20:]))
    assert {one.rows for one in comparisons(replace(run, golden=golden))} == {"all", "blind harbours"}


@pytest.mark.parametrize(("right", "is_worse"), [(ROWS, False), (ROWS - 1, False), (ROWS - 8, True)])
def test_worse_is_what_chance_does_not_explain(results, right: int, is_worse: bool):
    assert all(one.is_worse == is_worse for one in comparisons(results(right)) if one.rows == "all")
    assert bool(list(worse(results(right)))) == is_worse


def test_the_message_gives_rows_metric_difference_and_count(results):
    said = next(worse(results(ROWS - 8)))
    assert said.startswith("worse than the first hit of its own search: all: citation recall -0.200 [")
    assert said.endswith("over 40 rows")


def test_the_test_half_and_the_older_sets_are_not_compared(results, made: Results):
    assert comparisons(results(0, split="test")) == ()
    assert comparisons(made) == ()


@pytest.fixture
def lights(asked, harbours: Edition):
    """A question on the lanterns, whose answer is found first."""
    return asked(ONE, id="lights", held=(harbours.key,), turns=("every harbour shall keep a lantern",))


def test_the_first_hit_is_cited(lights, harbour_texts: Texts, word_assistants):
    found = first_hit_scores([lights], harbour_texts, type(word_assistants)(harbour_texts))
    assert found["answer precision"] == found["citation recall"] == {"lights": 1}


def test_a_conversation_is_searched_with_its_last_two_turns(asked, harbours, harbour_texts, word_assistants):
    assistants = type(word_assistants)(harbour_texts)
    turns = ("and willows?", "what do wardens do", "what about lanterns daily")
    case = asked(ONE, held=(harbours.key,), turns=turns, follow_up="ellipsis")
    alone = asked(ONE, held=(harbours.key,), turns=("what do wardens do what about lanterns daily",))
    assert first_hit_scores([case], harbour_texts, assistants) == first_hit_scores(
        [alone], harbour_texts, assistants
    )
