"""What the question bank is worth by its size: banks of each size, what a point says, what is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import Settings
from corpus.instruments import Edition
from corpus.packs import PACKS, PackQuestion, read_pack
from evals import bank
from evals.bank import Asked
from evals.cases import BLIND, QUESTIONS
from evals.worlds import Assistants, Texts
from index.bank import BankQuestion, QuestionBank

ONE, TWO = "resolves__para_1", "resolves__para_2"


def of_size(size: int, *editions: Edition) -> QuestionBank:
    """A bank of so many questions on each edition, every fourth a near miss."""
    questions = [
        BankQuestion(
            edition.key,
            PackQuestion(f"question {number}", (ONE,), "lookup", "staff", "" if number % 4 else "date"),
        )
        for edition in editions
        for number in range(size)
    ]
    return QuestionBank(questions, np.eye(len(questions), dtype=np.float32))


def test_banks_of_one_text_grow_to_the_whole(resolution: Edition, monkeypatch):
    monkeypatch.setattr(bank, "SIZES", (0, 4, 8, 100))
    whole = of_size(12, resolution)
    sizes = [(name, one and len(one.questions)) for name, one in bank._by_size(whole)]
    assert sizes == [("0", None), ("4", 4), ("8", 8), ("12", 12)]
    (_, four), (_, eight) = list(bank._by_size(whole))[1:3]
    assert set(four.questions) < set(eight.questions), "each holds the one before"


def test_banks_of_other_texts_grow_beside_that_of_the_subject(
    resolution: Edition, harbours: Edition, monkeypatch
):
    monkeypatch.setattr(bank, "SIZES_OF_OTHERS", (0, 3))
    grown = dict(bank._by_size_of_others(of_size(12, resolution, harbours)))
    assert grown["none"] is None
    counts = {
        name: [
            sum(one.edition == edition.key for one in found.questions) for edition in (resolution, harbours)
        ]
        for name, found in grown.items()
        if found
    }
    assert counts == {"0 a text": [12, 0], "3 a text": [12, 3], "all 24": [12, 12]}


@pytest.fixture
def came(asked):
    """Make what came of questions, from margins of answerable ones and of near misses."""

    def made(answerable: Sequence[float | None], near_misses: Sequence[float | None]) -> list[Asked]:
        return [
            *(Asked(asked(ONE), float(at == 0), 0.5, one, 0.9) for at, one in enumerate(answerable)),
            *(Asked(asked(), None, None, one, 0.9) for one in near_misses),
        ]

    return made


def test_a_point_tells_how_well_near_misses_are_told_apart(came):
    point = bank._point("all", came([0.3, 0.2, 0.1, 0.0], [0.05, -0.1]))
    assert (point.first.mean, point.first_three.mean, point.auroc.mean) == (0.25, 0.5, 7 / 8)
    assert point.auroc.low <= 7 / 8 <= point.auroc.high
    assert point.left == (0.75, 0.75)


def test_margins_that_say_nothing_are_worth_a_half(came):
    assert bank._point("all", came([0.1, 0.1], [0.1, 0.1])).auroc.mean == 0.5


def test_without_a_bank_there_is_the_search_alone(came):
    point = bank._point("none", came([None, None], [None]))
    assert (point.first.mean, point.auroc, point.left) == (0.5, None, ())


def test_no_question_of_a_pack_is_a_golden_one():
    asked = {
        turn.lower()
        for folder in (QUESTIONS, BLIND)
        for path in folder.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
        for turn in json.loads(line)["turns"]
    }
    packed = [one.text for path in PACKS.glob("*.jsonl") for one in read_pack(path).questions]
    assert len(packed) > 10_000
    assert [one for one in packed if one.lower() in asked] == []


@pytest.mark.slow
def test_the_curve_is_printed_and_drawn(golden_texts: Texts, home: Path, monkeypatch, capsys, tmp_path: Path):
    assistants = Assistants(golden_texts, Settings(home=home))
    monkeypatch.setattr(bank, "gather", lambda home: golden_texts)
    monkeypatch.setattr(bank, "Assistants", lambda *_: assistants)
    monkeypatch.setattr(bank, "SIZES", (0, 400))
    picture = tmp_path / "curve.png"
    assert bank.run(picture=picture) == 0
    printed = capsys.readouterr().out
    assert "Resolution 71 alone" in printed
    assert "farther than 0.8: all" in printed
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert bank.run(as_json=True) == 0
    points = json.loads(capsys.readouterr().out)["Resolution 71 alone"]
    assert [one["bank"] for one in points[:2]] == ["0", "400"]
    assert points[0]["auroc"] is None
    assert points[1]["auroc"][0] > 0.5
