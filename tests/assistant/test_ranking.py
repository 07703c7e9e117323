"""Rankings that are joined, and the trace of two readings of one question."""

from __future__ import annotations

from assistant.ranking import in_turn, ranked
from assistant.trace import Trace, TraceHit
from corpus.keys import ProvisionId


def test_rankings_are_joined_in_turn_and_each_thing_comes_once():
    assert in_turn(["abc", "db", ""]) == ("a", "d", "b", "c")
    assert in_turn([["pier", "Quay"], ["QUAY", "Pier"]], key=str.lower) == ("pier", "QUAY")


def test_things_come_in_the_order_of_a_ranking_and_those_it_lacks_last():
    assert ranked("xcya", "abc") == ["a", "c", "x", "y"]


def hit(eid: str, likelihood: float) -> TraceHit:
    return TraceHit(ProvisionId.parse(f"itu-pp/res-900/2030#{eid}"), eid, 0.5, likelihood)


def test_two_readings_leave_one_trace_with_the_hits_of_both():
    first = Trace("Who sweeps?", "passage", ("A",), (hit("a", 0.4), hit("b", 0.1)), 0.9, 0.36)
    second = Trace("Who sweeps it?", "passage", ("A",), (hit("b", 0.7), hit("c", 0.2)), 0.8, 0.56)
    both = first.beside(second)
    assert [(one.label, one.likelihood) for one in both.hits] == [("a", 0.4), ("b", 0.7), ("c", 0.2)]
    assert (both.question, both.answered, both.confidence) == ("Who sweeps it?", 0.9, 0.56)
    unread = Trace("Who sweeps?", "label", ("A",), ())
    assert unread.beside(unread).confidence is None
