"""The questions that the adapter is taught on: every file reads, none asks twice, every clause exists."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals.training import PAIRS
from index import Level, passages

FILES = sorted(PAIRS.glob("*.jsonl"))


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_there_are_pairs():
    assert "resolution-71.jsonl" in [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_a_question_with_the_clauses_that_answer_it(path: Path):
    for number, row in enumerate(rows(path), 1):
        place = f"{path.name}:{number}"
        assert set(row) == {"q", "ids"}, place
        assert isinstance(row["q"], str), place
        assert row["q"].strip() == row["q"] != "", place
        ids = row["ids"]
        assert isinstance(ids, list), place
        assert ids, place
        assert len(ids) == len(set(ids)), place
        assert [str(ProvisionId.parse(one)) for one in ids] == ids, place


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_question_is_asked_twice(path: Path):
    asked = Counter(" ".join(str(row["q"]).lower().split()) for row in rows(path))
    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_clause_of_the_shipped_text_exists_and_is_searched(path: Path, resolution: Edition):
    searched = {str(one.provision) for one in passages(resolution) if one.level == Level.LEAF}
    named = {str(one) for row in rows(path) for one in row["ids"]}  # type: ignore[attr-defined]
    own = {one for one in named if one.startswith(f"{resolution.key}#")}
    assert own - searched == set()
    assert own or path.stem != "resolution-71"
