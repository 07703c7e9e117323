"""Judged hits and the fitting of the local reader on them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import Status
from assistant.selection.local import CONDITIONS, FittedTrees, LocalReader, Thresholds
from assistant.selection.trees import Trees
from corpus.instruments import Edition
from corpus.keys import EditionKey, ProvisionId
from corpus.packs import PackQuestion
from evals import selection
from evals.golden import read_golden
from evals.reader_questions import judged
from evals.selection import Row, _others, _teaches, _WithoutItself, _world, fitted, measured, read_weighed
from index import passages
from index.bank import BankQuestion, Neighbour
from index.search import Hit

ROWS = judged()


def test_every_judgement_is_about_its_hits(every_row):
    def check(row: dict[str, list[object]]) -> None:
        assert len(set(row["hits"])) == len(row["hits"]) == 16
        places = [*row["answers"], *row["in_part"]]
        assert len(set(places)) == len(places)
        assert set(places) <= set(range(16))
        assert all(str(ProvisionId.parse(str(one))) == one for one in row["hits"])

    every_row([(row["q"], row) for row in ROWS], check)


def test_a_thousand_questions_are_judged_and_a_third_have_no_answer():
    assert len(ROWS) >= 1000
    assert 0.3 < sum(not row["answers"] for row in ROWS) / len(ROWS) < 0.45


def test_no_question_of_a_test_half_is_judged(golden_texts):
    test = {one.id for one in read_golden(golden_texts, "test").cases}
    assert not {row["case"] for row in ROWS if "case" in row} & test


def test_a_bank_question_does_not_find_itself(harbours):
    asked = BankQuestion(harbours.key, PackQuestion("who lights it", ("resolves__para_1",), "duty", "staff"))
    near = (Neighbour(asked, 0.98), Neighbour(asked, 0.96))
    assert _others(near) == near[1:]


def test_a_bank_without_the_question_that_is_asked_finds_the_others(harbours, word_model):
    texts = ("who lights the lanterns", "who paints the lanterns", "who pays")
    rows = [PackQuestion(text, ("resolves__para_1",), "duty", "staff") for text in texts[:2]]
    rows.append(PackQuestion(texts[2], ("resolves__para_1",), "duty", "staff", "person"))
    bank = _WithoutItself([BankQuestion(harbours.key, one) for one in rows], word_model.embed(texts))
    for own, vector in zip(texts, word_model.embed(texts), strict=True):
        near = bank.neighbours(vector)
        found = [one.asked.question.text for one in (*near.answered, *near.near_misses)]
        assert sorted(found) == sorted(set(texts) - {own})


def numbers(first: float = 0.0, second: float = 0.0) -> dict[str, float]:
    """Make numbers, of which the last is the matcher's."""
    return {"first": first, "second": second, "matched_question": 0.0}


class Known:
    """Evidence that says, with some noise, whether a hit answers and whether a question is answered."""

    def __init__(self, answers: tuple[bool, ...], dice: np.random.Generator) -> None:
        self.clauses = [numbers(float(one) + dice.normal(0, 0.2), dice.normal()) for one in answers]
        self.answered = float(any(answers))
        self.is_matched = True

    def of_question(self, likely: list[float]) -> dict[str, float]:
        return numbers(self.answered, max(likely))


@pytest.mark.slow
def test_a_reader_is_fitted_that_tells_what_answers(monkeypatch):
    dice = np.random.default_rng(5)
    rows = []
    for number in range(800):
        answers = tuple(bool(at == number % 4 and number % 3) for at in range(4))
        known = Known(answers, dice)
        packs = "no pack" if number % 2 else "all packs"
        rows.append(Row(f"question {number}", "here", packs, (), known, answers))  # type: ignore[arg-type]
    reader = fitted(rows, 2)
    for one in (reader.packed, reader.unpacked, reader.unmatched):
        assert one.clause.likelihood([*numbers(1.0).values()]) > 0.9
        assert one.clause.likelihood([*numbers().values()]) < 0.1
        assert one.question.likelihood([*numbers(1.0, 0.9).values()]) > 0.9
        assert one.question.likelihood([*numbers(0.0, 0.1).values()]) < 0.1
    assert reader.thresholds == selection.THRESHOLDS
    row = json.loads(json.dumps(selection.written(reader)))
    assert row.keys() == {"thresholds", *CONDITIONS}
    assert len({json.dumps(row[name]["clause"]["trees"]) for name in CONDITIONS}) == 3


class Told:
    """Evidence that is how likely each hit answers, and how likely the question is answered, in log odds."""

    def __init__(self, clauses: tuple[float, ...], answered: float) -> None:
        self.clauses = [{"likely": one} for one in clauses]
        self.answered, self.packed, self.texts = answered, (True,) * len(clauses), 1
        self.is_matched = True

    def of_question(self, likely: list[float]) -> dict[str, float]:
        return {"answered": self.answered}


def told(
    edition: Edition,
    likely: tuple[float, ...],
    answered: float,
    gold: tuple[tuple[int, ...], ...],
    world: str = "invented texts",
) -> Row:
    """Make a row of an edition's first clauses: 1 is likely, -1 is not; `gold` names them by place."""
    leaves = list(passages(edition))
    ids = [str(one.provision) for one in leaves]
    hits = tuple(Hit(one, 0.0, 0.0, 0.0) for one in leaves[: len(likely)])
    alternatives = tuple(frozenset(ids[at] for at in group) for group in gold)
    answers = tuple(any(at in group for group in gold) for at in range(len(likely)))
    evidence = Told(likely, answered)
    return Row("asked", world, "no pack", hits, evidence, answers, alternatives)  # type: ignore[arg-type]


SURE = Trees(0.0, (((0, 0.0, 1, 2), (-3.0,), (3.0,)),))  # .95 above zero and .05 below


def test_figures_say_how_a_reader_fares(harbours):
    rows = [
        told(harbours, (1, -1, -1), 1, ((0,),)),  # answered, and right
        told(harbours, (1, 1, -1), 1, ((0, 2), (1,))),  # two clauses, the first of two alternatives
        told(harbours, (1, -1, -1), 1, ((2,),)),  # answered by a wrong clause
        told(harbours, (-1, -1, -1), -1, ((1,),)),  # refused, though the clause was found
        told(harbours, (1, -1, -1), 1, ()),  # no clause answers, and one is shown
        told(harbours, (1, -1, -1), -1, ()),  # no clause answers, and none is shown
    ]
    reader = LocalReader(
        *[FittedTrees(SURE, SURE)] * 3,
        thresholds=Thresholds(
            answered=0.5, of_several=0.5, without_pack=0.5, refused=0.2, least=0.25, beside=0.5
        ),
    )
    said, curve = measured(rows, reader).splitlines()
    assert said == (
        "6 questions, first clause right 0.500, decisive recall 0.500, answer precision 0.500, "
        "shown recall 0.750, false answers 0.500, wrongly refused 0.250"
    )
    assert curve.endswith(": 0.02 → 0.00 (2), 0.86 → 0.50 (4)")


@pytest.mark.parametrize(
    ("own", "world", "teaches"),
    [
        ("invented texts", "invented texts", True),
        ("36 texts", "invented texts", False),
        ("36 texts", "36 texts", True),
        ("the bank", "36 texts", True),
        ("the bank", "invented texts", False),
        ("Resolution 71", "36 texts", False),
    ],
)
def test_figures_of_a_world_are_of_a_reader_that_was_not_fitted_on_its_texts(harbours, own, world, teaches):
    assert _teaches(told(harbours, (1,), 1, (), own), world) == teaches


@pytest.mark.parametrize("own", ["36 texts", "the bank", "invented texts"])
def test_a_question_about_resolution_71_teaches_of_it_whatever_its_world(resolution, own: str):
    assert _teaches(told(resolution, (1,), 1, (), own), "Resolution 71")


def test_a_question_counts_for_the_world_of_the_texts_that_it_is_asked_over(golden_texts, tmp_path):
    clause = "itu-pp/res-71/2022#resolves__para_nn_1"
    rows = [
        {"q": "over Resolution 71?", "ids": [clause], "held": "res-71"},
        {"q": "over one text, Resolution 71?", "ids": [clause]},
        {"q": "over the invented texts?", "ids": [], "held": "invented"},
    ]
    (tmp_path / "mixed.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = [_world(one, golden_texts) for one in read_weighed(tmp_path, golden_texts)]
    assert found == ["Resolution 71", "Resolution 71", "invented texts"]


def test_a_question_over_related_texts_counts_for_them(golden_texts):
    related = golden_texts.worlds["related"].editions
    (row, *_) = read_golden(golden_texts, "dev").cases
    assert _world(replace(row, held=related), golden_texts) == "36 texts"
    assert _world(replace(row, held=related[:3]), golden_texts) == "36 texts"


def test_weighed_questions_are_read_as_cases(harbours, harbour_texts, tmp_path):
    one, other = f"{harbours.key}#resolves__para_1", f"{harbours.key}#resolves__para_2"
    rows = [
        {"q": "who keeps a lantern?", "ids": [one, other]},
        {"q": "who pays for a lantern?", "ids": [], "near": [one]},
        {"q": "who keeps a lantern of them all?", "ids": [one], "held": "both"},
        {"q": "and elsewhere?", "ids": ["itu-pp/res-77/2018#resolves"]},
    ]
    (tmp_path / "harbours.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    first, second, third = read_weighed(tmp_path, harbour_texts)
    assert (first.id, first.turns, first.status) == ("harbours-1", ("who keeps a lantern?",), Status.ANSWERED)
    assert [[str(gold.provision) for gold in group] for group in first.gold] == [[one, other]]
    assert first.held == (harbours.key,)
    assert (second.id, second.status, second.gold) == ("harbours-2", Status.NOT_STATED, ())
    assert list(map(str, second.near)) == [one]
    assert set(third.held) == {harbours.key, EditionKey.parse("itu-pp/res-71/2022")}
