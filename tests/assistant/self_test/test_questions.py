"""The questions of the self-test: they can be decided, and nothing has seen them before."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.filtered import FilteredAssistant
from assistant.scope.filters import Filters
from assistant.selection.model import ModelReader, prompt_for
from assistant.self_test.questions import EDITION, GoldQuestion, Mark, marked, read_questions, tallied
from corpus.keys import ProvisionId

EVALS = Path(__file__).parents[3] / "evals"
NEAR_COPY = 0.97
RUN = 6
QUESTIONS = read_questions()


def words(text):
    return "".join(one if one.isalnum() else " " for one in text.casefold()).split()


def runs(text):
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def golden_turns():
    for path in sorted((EVALS / "questions").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for turn in row.get("turns", [row]):
                yield turn if isinstance(turn, str) else turn["q"]


def strings(value):
    """Walk every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def test_there_are_forty_of_which_twelve_have_no_answer():
    assert Counter(bool(one.clauses) for one in QUESTIONS) == {True: 28, False: 12}
    assert len({tuple(words(one.text)) for one in QUESTIONS}) == 40
    assert sum(len(one.clauses) > 1 for one in QUESTIONS) >= 9


def test_every_clause_is_one_of_the_shipped_text(resolution):
    eids = {one.eid for one in resolution.provisions}
    assert resolution.key == EDITION
    assert {eid for one in QUESTIONS for eid in one.clauses} <= eids


def test_a_model_is_asked_each_of_them_and_can_decide_it_rightly(assistant, models, every_row):
    filtered, filters = FilteredAssistant(assistant), Filters(edition=str(EDITION))
    library = filtered.library(filters)
    reader = ModelReader(models.Knows(library.editions[0]), "knows")

    def check(question):
        before = filtered.ask([question.text], filters)
        prompt = prompt_for(before, [question.text], library)
        assert prompt is not None, "the built-in reader did not decide this question"
        assert question.clauses <= {one.provision.eid for one in prompt.excerpts}
        assert marked(reader.read(before, [question.text], library).answer, question) == Mark.RIGHT

    every_row([(one.text, one) for one in QUESTIONS], check)


def test_no_golden_question_shares_six_words_in_a_row_with_one_of_them():
    golden = {run for turn in golden_turns() for run in runs(turn)}
    assert len(golden) > 10_000
    assert [one.text for one in QUESTIONS if runs(one.text) & golden] == []


def test_none_of_them_is_in_the_question_bank_or_among_the_data_of_evals(repository):
    ours = {" ".join(words(one.text)) for one in QUESTIONS}
    files = [*(repository / "corpus" / "questions").glob("*.jsonl"), *EVALS.rglob("*.jsonl")]
    assert len(files) > 40
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            same = ours & {" ".join(words(text)) for text in strings(json.loads(line))}
            assert not same, f"{path.name} has {same}"


def test_none_of_them_is_a_near_copy_of_a_question_in_the_bank(assistant):
    for one in QUESTIONS:
        near = assistant.searcher.neighbours(one.text)
        nearest = max(found.nearness for found in (*near.answered[:1], *near.near_misses[:1]))
        assert nearest < NEAR_COPY, one.text


def overlap(one: str, other: str) -> float:
    """Return the share of the words of two texts that both have."""
    ours, theirs = set(words(one)), set(words(other))
    return len(ours & theirs) / len(ours | theirs)


@pytest.mark.parametrize(
    "least", [pytest.param(0.3, id="with like words"), pytest.param(0.0, id="all", marks=pytest.mark.rest)]
)
def test_none_of_them_is_a_near_copy_of_a_golden_question(assistant, least: float):
    model, ours = assistant.searcher.model, [one.text for one in QUESTIONS]
    turns = dict.fromkeys(golden_turns())
    golden = [turn for turn in turns if any(overlap(turn, one) >= least for one in ours)]
    assert golden
    assert float(np.max(model.embed(ours) @ model.embed(golden).T)) < NEAR_COPY


A, B, C, D = "annex_1__para_2", "annex_1__para_3", "annex_1__para_4", "annex_1__para_5"
MARKS = [
    ("the right clause", Status.ANSWERED, [A], [A], Mark.RIGHT),
    ("with another", Status.ANSWERED, [A, B], [A], Mark.RIGHT),
    ("with two others", Status.ANSWERED, [A, B, C], [A], Mark.WRONG),
    ("half of them", Status.ANSWERED, [A], [A, B], Mark.WRONG),
    ("both, with two others", Status.ANSWERED, [A, B, C, D], [A, B], Mark.RIGHT),
    ("another clause", Status.ANSWERED, [B], [A], Mark.FALSE),
    ("a near miss that is answered", Status.ANSWERED, [A], [], Mark.FALSE),
    ("candidates", Status.CANDIDATES, [A], [A], Mark.WRONG),
    ("candidates for a near miss", Status.CANDIDATES, [A], [], Mark.WRONG),
    ("a near miss that is refused", Status.NOT_STATED, [], [], Mark.RIGHT),
    ("nothing near", Status.NOT_IN_CORPUS, [], [], Mark.RIGHT),
    ("an answer that is refused", Status.NOT_STATED, [], [A], Mark.WRONG),
    ("a near miss taken for no question", Status.OUT_OF_SCOPE, [], [], Mark.WRONG),
]


@pytest.mark.parametrize(("how", "status", "cited", "gold", "mark"), MARKS, ids=[row[0] for row in MARKS])
def test_an_answer_is_marked(how, status, cited, gold, mark):
    citations = [Citation(ProvisionId(EDITION, eid), eid, 0, 1, "x") for eid in cited]
    answer = Answer(status, claims=tuple(Claim("x", Support.VERBATIM, (one,)) for one in citations))
    assert marked(answer, GoldQuestion("Who?", frozenset(gold))) == mark


def test_false_answers_are_taken_from_right_decisions():
    tally = tallied([Mark.RIGHT, Mark.RIGHT, Mark.FALSE, Mark.WRONG, Mark.FAILED])
    assert (tally.asked, tally.right, tally.false, tally.failed, tally.score) == (5, 2, 1, 1, 1)
