"""Conversations are told apart by how their last turn hangs on those before."""

from __future__ import annotations

from evals.metrics.conversation import by_follow_up


def test_scores_are_parted_by_kind_of_follow_up(asked):
    kinds = {"a": "pronoun", "b": "ellipsis", "c": "pronoun", "d": "", "e": "topic"}
    cases = [asked(id=id_, follow_up=kind) for id_, kind in kinds.items()]
    scored = {"a": 1.0, "b": 0.0, "c": 0.5, "d": 1.0, "unknown": 1.0}
    assert by_follow_up(cases, scored) == {"ellipsis": {"b": 0.0}, "pronoun": {"a": 1.0, "c": 0.5}}


def test_single_questions_are_no_conversations(asked):
    assert by_follow_up([asked(id="a")], {"a": 1.0}) == {}
    assert by_follow_up([], {}) == {}
