"""The questions that the reader learns from, and that the adapter does not."""

from __future__ import annotations

from evals.reader_questions import judged, reader_questions, sampled
from evals.training import TAUGHT, _clauses, _packed, read_texts


def test_every_sampled_question_is_in_its_pack():
    ids = [one.id for one in sampled()]
    assert len(ids) == len(set(ids)) == 3703


def test_the_adapter_learns_nothing_that_the_reader_learns_from(golden_texts):
    clauses = _clauses((*golden_texts.editions.values(), *read_texts(TAUGHT)))
    taught = {one.question for one in _packed(golden_texts, clauses)}
    assert len(taught) > 3000
    assert not taught & reader_questions()
    assert {one["q"] for one in judged()} <= reader_questions()
