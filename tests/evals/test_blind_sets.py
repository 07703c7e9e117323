"""The blind sets are as many and as varied as they must be, whether or not their texts are at hand."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from evals.cases import BLIND, FOLLOW_UPS, KINDS, LENGTHS, NEAR_MISSES, QUESTIONS

# set: single questions, conversations, near misses
LEAST = {"library": (300, 60, 100), "res-71": (200, 50, 80), "invented": (200, 40, 80)}
ONE_EDITION = {"res-71"}  # in a set of a single edition nothing changes


@cache
def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (BLIND / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", LEAST)
def test_there_are_enough_of_each_sort(name: str):
    near_misses = [one for one in rows(name) if not one["gold"]]
    conversations = [one for one in rows(name) if one["gold"] and len(one["turns"]) > 1]
    single = len(rows(name)) - len(near_misses) - len(conversations)
    least = LEAST[name]
    assert (single >= least[0], len(conversations) >= least[1], len(near_misses) >= least[2]) == (True,) * 3


@pytest.mark.parametrize("name", LEAST)
def test_every_kind_of_question_and_follow_up_is_there(name: str):
    kinds = set(KINDS) - ({"change"} if name in ONE_EDITION else set())
    assert {one["kind"] for one in rows(name) if one["gold"]} == kinds
    follow_ups = {one.get("follow_up") for one in rows(name)} - {None}
    assert follow_ups == set(FOLLOW_UPS) - {"edition", "pick", "addressee"}


@pytest.mark.parametrize("name", LEAST)
def test_near_misses_are_made_in_many_ways(name: str):
    ways = Counter(one["miss"] for one in rows(name) if not one["gold"])
    assert set(ways) == set(NEAR_MISSES)
    assert min(ways.values()) >= 5


@pytest.mark.parametrize("name", LEAST)
def test_a_third_each_is_short_normal_and_long(name: str):
    lengths = Counter(one["length"] for one in rows(name))
    assert all(0.28 < lengths[one] / len(rows(name)) < 0.38 for one in LENGTHS)


@pytest.mark.parametrize("name", LEAST)
@pytest.mark.parametrize("what", ["kind", "miss", "reader", "length"])
def test_both_halves_are_alike(name: str, what: str):
    halves = Counter(one["split"] for one in rows(name))
    assert abs(halves["dev"] - halves["test"]) <= 1
    for value in {one.get(what, "") for one in rows(name)}:
        some = Counter(one["split"] for one in rows(name) if one.get(what, "") == value)
        assert abs(some["dev"] - some["test"]) <= max(4, 0.25 * some.total()), value


def test_no_question_is_an_older_one():
    older = {
        tuple(turn.lower() for turn in json.loads(line)["turns"])
        for path in QUESTIONS.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    asked = {tuple(turn.lower() for turn in one["turns"]): one["id"] for name in LEAST for one in rows(name)}
    assert [asked[one] for one in asked.keys() & older] == []
