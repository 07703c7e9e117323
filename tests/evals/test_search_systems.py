"""The search beneath the assistant, as systems: what each cites, and over which editions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.instruments import Edition
from evals import search_systems
from evals.search_systems import (
    FIRST,
    METRICS,
    SIMPLE,
    THREE,
    fit_margin,
    search,
    search_scores,
    simple_policy,
)
from evals.worlds import Texts
from index.passages import passages
from index.search import Hit

ONE = "resolves__para_1"


@pytest.fixture
def lights(asked, harbours: Edition):
    """A question on the lanterns, whose answer is found first."""
    return asked(ONE, id="lights", held=(harbours.key,), turns=("every harbour shall keep a lantern",))


@pytest.fixture
def hits(harbours: Edition) -> list[Hit]:
    leaves = list(passages(harbours))[:4]
    return [Hit(one, score, None, 1.0) for one, score in zip(leaves, (0.9, 0.85, 0.7, 0.2), strict=True)]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("where is the lantern", 1),
        ("which lanterns are red", 2),
        ("list the lanterns", 2),
        ("lanterns and wardens", 2),
        ("the band", 1),
    ],
)
def test_the_simple_policy_takes_more_where_several_things_are_asked_for(
    asked, hits, question: str, count: int
):
    assert list(simple_policy(asked(turns=(question,)), hits, 0.1)) == hits[:count]


def test_the_simple_policy_finds_nothing_in_nothing(asked):
    assert list(simple_policy(asked(turns=("list all",)), [])) == []


def test_each_system_cites_the_hits_it_is_made_of(lights, harbour_texts: Texts, word_assistants, harbours):
    assistants = type(word_assistants)(harbour_texts)
    found = search_scores([lights], harbour_texts, assistants)
    assert found.keys() == {FIRST, THREE, SIMPLE}
    assert found[FIRST]["answer precision"] == {"lights": 1}
    assert found[THREE]["answer precision"] == {"lights": pytest.approx(1 / 3)}
    assert all(scores["citation recall"] == {"lights": 1} for scores in found.values())
    assert set(found[FIRST]) == set(METRICS)


def test_a_conversation_is_searched_with_its_last_two_turns(asked, harbours, harbour_texts, word_assistants):
    assistants = type(word_assistants)(harbour_texts)
    turns = ("and willows?", "what do wardens do", "what about lanterns daily")
    case = asked(held=(harbours.key,), turns=turns, follow_up="ellipsis")
    alone = asked(held=(harbours.key,), turns=("what do wardens do what about lanterns daily",))
    assert [one.passage.id for one in search(case, assistants)] == [
        one.passage.id for one in search(alone, assistants)
    ]


def test_the_margin_is_fitted_and_written(
    lights, harbour_texts, word_assistants, monkeypatch, tmp_path, capsys
):
    blind = replace(lights, place="blind/harbours.jsonl:1")
    assistants = type(word_assistants)(harbour_texts)
    monkeypatch.setattr(search_systems, "MARGIN", tmp_path / "margin.toml")
    monkeypatch.setattr(search_systems, "gather", lambda home: harbour_texts)
    monkeypatch.setattr(search_systems, "Assistants", lambda *_: assistants)
    golden = type("Golden", (), {"cases": (blind,), "left_out": ()})
    monkeypatch.setattr(search_systems, "read_golden", lambda texts, split: golden)
    search_systems.fitted_margin.cache_clear()
    assert fit_margin() == 0
    assert search_systems.fitted_margin() == 0.0, "the least of the best"
    assert "over 1 questions" in capsys.readouterr().out
    search_systems.fitted_margin.cache_clear()
