"""Rankings that are joined."""

from __future__ import annotations

from assistant.ranking import interleaved, ranked


def test_rankings_are_joined_in_turn_and_each_thing_comes_once():
    assert interleaved(["abc", "db", ""]) == ("a", "d", "b", "c")


def test_things_come_in_the_order_of_a_ranking_and_those_it_lacks_last():
    assert ranked("xcya", "abc") == ["a", "c", "x", "y"]
