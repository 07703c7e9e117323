"""Switching a step off changes what it does and nothing else, and is undone afterwards."""

from __future__ import annotations

import pytest

from assistant import pipeline as answering
from assistant.answer import Status
from assistant.conversation.conversation import Conversation
from assistant.selection import arranging
from assistant.selection.local import LocalReader, local_reader
from assistant.strategies import passage
from evals.lab import ablation
from evals.lab.ablation import METRICS, STEPS, Ablation, UnknownStep, table
from evals.results import BLIND, SEEN
from evals.stats import Paired

QUESTIONS = ("Who keeps the lanterns?", "resolves 1", "What should Member States do?")


@pytest.fixture
def opened(word_assistants, golden_texts):
    assistants = type(word_assistants)(golden_texts)
    return [assistants.holding(golden_texts.held("res-71"))]


def test_every_way_but_the_last_has_a_switch():
    ways = [one.__name__.removeprefix("by_") for one in answering.STRATEGIES]
    assert list(STEPS)[: len(ways) - 1] == ways[:-1]
    assert ways[-1] not in STEPS, "the last always answers"


@pytest.mark.parametrize("step", STEPS)
def test_questions_are_answered_with_any_step_switched_off_and_as_before_afterwards(opened, step: str):
    (one,) = opened
    before = one.ask(QUESTIONS[:1]).claims
    with STEPS[step](opened):
        assert all(one.ask([question]).text for question in QUESTIONS)
        one.ask(QUESTIONS)
    one._conversation._remembered.clear()
    assert one.ask(QUESTIONS[:1]).claims == before


@pytest.mark.parametrize(
    ("step", "question"),
    [
        ("label", ["Annex 1, Target 1.3"]),
        ("definition", ["What does LLDC stand for?"]),
        ("follow-ups", ["What does instructs the ITU Council 3 say?", "and the next one?"]),
    ],
)
def test_a_step_that_is_switched_off_is_not_taken(opened, step: str, question: list[str]):
    (one,) = opened
    with_it = one.ask(question)
    one._conversation._remembered.clear()
    with STEPS[step](opened):
        without = one.ask(question)
    assert (without.status, without.claims) != (with_it.status, with_it.claims)


@pytest.mark.parametrize(
    ("step", "question", "met", "met_without"),
    [
        ("reader", "Who keeps the lanterns?", Status.CANDIDATES, Status.ANSWERED),
        ("candidates", "Who keeps the lanterns?", Status.CANDIDATES, Status.ANSWERED),
        ("refusing", "Zebra, quokka, xylophone?", Status.NOT_IN_CORPUS, Status.CANDIDATES),
    ],
)
def test_a_decision_of_the_reader_that_is_switched_off_is_not_made(
    opened, step: str, question: str, met: Status, met_without: Status
):
    (one,) = opened
    assert one.ask([question]).status == met
    one._conversation._remembered.clear()
    with STEPS[step](opened):
        assert one.ask([question]).status == met_without


def test_without_the_reader_the_first_hit_alone_is_the_answer(opened):
    (one,) = opened
    first = one.retrieved(QUESTIONS[0]).hits[0]
    one._conversation._remembered.clear()
    with STEPS["reader"](opened):
        (claim,) = one.ask(QUESTIONS[:1]).claims
    assert [it.provision for it in claim.citations] == [first.passage.provision]


def test_without_several_clauses_one_is_chosen(opened):
    hits = opened[0].retrieved(QUESTIONS[0]).hits[:2]
    assert passage.local_reader().reading(hits, [0.9, 0.8], 1.0, [True, True], 1).chosen == tuple(hits)
    with STEPS["several clauses"](opened):
        assert passage.local_reader().reading(hits, [0.9, 0.8], 1.0, [True, True], 1).chosen == (hits[0],)


def test_without_packs_no_text_has_one(opened, monkeypatch):
    bank = object()
    monkeypatch.setattr(opened[0].searcher, "bank", bank)
    with STEPS["question bank"](opened):
        assert opened[0].searcher.bank is None
    assert opened[0].searcher.bank is bank


def test_what_is_patched_is_put_back(opened):
    def patched() -> tuple[object, ...]:
        searcher = opened[0].searcher
        return (
            answering.STRATEGIES, opened[0].subject, searcher.weights, searcher.bank, searcher.spelling,
            passage.local_reader, passage.local_reader().thresholds, arranging.completed, LocalReader.read,
            Conversation.answer,
        )  # fmt: skip

    before = patched()
    assert passage.local_reader is local_reader
    for switch in STEPS.values():
        with switch(opened):
            pass
    assert patched() == before


HELPS, HARMS, CHANCE = Paired(0.1, 0.05, 0.15, 9), Paired(-0.1, -0.15, -0.05, 9), Paired(0.0, -0.1, 0.1, 9)


@pytest.mark.parametrize(
    ("effects", "verdict"),
    [
        ({"decisive recall": HELPS}, "helps"),
        ({"decisive recall": HARMS}, "harms"),
        ({"decisive recall": CHANCE}, "no effect beyond chance"),
        ({"false answers": HARMS}, "helps"),
        ({"false answers": HELPS, "decisive recall": HELPS}, "helps and harms"),
    ],
)
def test_an_effect_is_for_the_better_or_for_the_worse(effects: dict[str, Paired], verdict: str):
    assert Ablation("list", {BLIND: 3}, {BLIND: effects}).verdict == verdict


def test_only_the_blind_sets_decide_what_a_step_is_worth():
    effects = {SEEN: {METRICS[0]: HELPS}}
    assert Ablation("list", {BLIND: 3, SEEN: 9}, effects).verdict == "no effect beyond chance"
    nothing = Ablation("list", {BLIND: 0, SEEN: 9}, effects)
    assert nothing.verdict == "changes nothing there"
    (row,) = table([nothing]).rows
    assert row[:3] == ("list", "0", "9")
    assert row[-5:] == ("+0.100 [+0.050, +0.150]", "–", "–", "–", "changes nothing there")


def test_a_step_that_is_not_there_is_named_beside_those_that_are():
    with pytest.raises(UnknownStep) as error:
        ablation.run("lanterns")
    assert str(error.value) == f"'lanterns' is no strategy or step; there are: {', '.join(STEPS)}"
