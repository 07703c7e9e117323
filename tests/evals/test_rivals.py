"""What a user would pick instead is asked the same questions, and credited with no less than it finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.settings import Settings
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals import rivals
from evals.cases import Case
from evals.rivals import METRICS, OURS, Rivals, run_rivals
from evals.stock import StockRetriever
from evals.worlds import Assistants, Texts

SYSTEMS = [
    "stock citation engine",
    "stock citation engine, gold first",
    "BM25 alone",
    "dense alone",
    "BM25 and dense, reciprocal ranks",
]
Asked = Callable[..., Case]


def eids(found) -> list[str]:
    return [one.eid for one in found]


@pytest.fixture
def over_harbours(harbours: Edition, word_model) -> Rivals:
    return Rivals([harbours], word_model.embed)


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_finds_a_clause_by_its_own_words(over_harbours: Rivals, asked: Asked, system: str):
    question = asked("resolves__para_1", turns=("every harbour shall keep a lantern",))
    found = over_harbours.find(question)
    assert list(found) == SYSTEMS
    assert "resolves__para_1" in eids(found[system])
    if system.startswith(("BM25", "dense")):
        assert eids(found[system])[0] == "resolves__para_1"


def test_a_conversation_is_asked_as_the_assistant_understands_it(over_harbours: Rivals, asked: Asked):
    alone = asked(turns=("Who lends willows? And reeds?",))
    talk = asked(turns=("Who lends willows?", "And reeds?"))
    assert over_harbours.find(talk) == over_harbours.find(alone)


def test_words_that_no_text_has_are_found_by_nobody_who_counts_words(over_harbours: Rivals, asked: Asked):
    assert over_harbours.find(asked(turns=("zebras?",)))["BM25 alone"] == []


def test_a_chunk_is_credited_with_every_clause_that_stands_in_it_in_their_order(over_harbours: Rivals):
    chunk = "…before dawn;\n\n2 to report on dark *piers* where\nappropriate,\n\nto lend willows and reeds."
    found = list(over_harbours._stands_in("itu-pp/res-900/2030", chunk))
    assert eids(found) == ["instructs-harbour-council__para_2", "invites-member-states__para_nn_1"]


def test_half_of_a_long_clause_is_enough(word_model, harbours: Edition, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rivals, "_LONG", 20)
    chunk = "…and that none shall be put out before dawn;"
    found = list(Rivals([harbours], word_model.embed)._stands_in("itu-pp/res-900/2030", chunk))
    assert eids(found) == ["resolves__para_1"]


def test_one_who_knows_the_answer_reads_gold_first_and_the_rest_of_a_chunk_takes_one_place(asked: Asked):
    case = asked("c", ("e", "f"))
    ids = {name: ProvisionId.parse(f"itu-pp/res-900/2030#{name}") for name in "abcdef"}
    chunks = [[ids[name] for name in names] for names in ("ab", "bcde", "")]
    assert eids(rivals._flat([rivals._gold_first(one, case) for one in chunks])) == ["a", "c", "e"]
    assert eids(rivals._flat(chunks)) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("rule", "orders", "fused"),
    [
        ("first in both is first", ([3, 1, 2], [3, 2, 1]), [3, 1, 2]),
        ("twice second beats once first", ([1, 2], [3, 2]), [2, 1, 3]),
        ("one order alone stays as it is", ([2, 1], []), [2, 1]),
    ],
)
def test_reciprocal_ranks_are_joined(rule: str, orders: tuple[list[int], ...], fused: list[int]):
    assert rivals._fused(*orders) == fused, rule


def test_the_stock_engine_gives_chunks_with_the_text_they_are_of(word_model):
    texts = [("a", "First", "lanterns and piers"), ("b", "Second", "cattle and sheep")]
    found = StockRetriever(texts, word_model.embed, 1).retrieve("cattle and sheep")
    assert found == [("b", "cattle and sheep")]


@pytest.fixture(scope="module")
def found(harbour_texts: Texts, home: Path, asked: Asked):
    held = harbour_texts.held("both")
    cases = [
        asked("resolves__para_1", id="a", turns=("Who must keep a lantern?",), held=held),
        asked("annex_1__para_1", id="b", turns=("Who trims lanterns daily?",), held=held),
        asked(id="unanswerable", turns=("Who counts the cattle?",), held=held),
    ]
    told: list[tuple[int, int]] = []
    assistants = Assistants(harbour_texts, Settings(home=home))
    scores = run_rivals(cases, harbour_texts, assistants, lambda *done: told.append(done))
    return SimpleNamespace(scores=scores, told=told)


def test_every_system_is_scored_by_every_metric_on_each_case_that_has_gold(found):
    assert list(found.scores) == [OURS, *SYSTEMS]
    for scores in found.scores.values():
        assert list(scores) == list(METRICS)
        assert all(set(rows) == {"a", "b"} for rows in scores.values())
    assert found.told == [(1, 2), (2, 2)]


def test_answers_that_are_known_are_not_asked_for_again(harbour_texts: Texts, asked: Asked, said, home: Path):
    cases = [
        asked(
            "resolves__para_1",
            id=name,
            turns=("Who must keep a lantern?",),
            held=harbour_texts.held("harbours"),
        )
        for name in ("known", "erred")
    ]
    assistants = SimpleNamespace(settings=Settings(home=home))  # cannot be asked
    answered = {"known": said("resolves__para_1")}
    scores = run_rivals(cases, harbour_texts, assistants, answered=answered)
    assert scores[OURS]["MRR"] == {"known": 1.0}
    assert all(set(one["MRR"]) == {"known"} for one in scores.values())


def test_knowing_the_answer_never_harms_the_stock_engine(found):
    plain, best = (found.scores[name] for name in SYSTEMS[:2])
    for name in ("recall@5", "recall@10", "nDCG@10", "MAP@10", "MRR"):
        assert all(best[name][id_] >= score for id_, score in plain[name].items()), name


def test_the_table_has_figures_and_differences(found):
    figures = {
        system: rivals._figures(scores, found.scores[OURS], {"a": "x", "b": "x"})
        for system, scores in found.scores.items()
    }
    printed = rivals._table(figures, 2)
    assert printed.startswith("2 questions that have gold; 95 % intervals")
    assert all(
        printed.count(f"\n{system}  ") == (1 if system == OURS else 2) for system in (*SYSTEMS[1:], OURS)
    )
    assert "ours less this" not in figures[OURS]["MRR"]
    assert figures["BM25 alone"]["MRR"]["ours less this"]["difference"] == pytest.approx(
        figures[OURS]["MRR"]["value"] - figures["BM25 alone"]["MRR"]["value"]
    )
