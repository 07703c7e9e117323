"""The questions that are taught and weighed: every file reads, none asks twice, every clause exists."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals.body_questions import BODIES
from evals.training import TAUGHT, read_texts
from evals.worlds import INVENTED

FILES = sorted(path for path in TAUGHT.parent.rglob("*.jsonl") if path.parent != BODIES)
NAMES = [f"{path.parent.name}/{path.stem}" for path in FILES]


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def named(row: dict[str, object]) -> list[str]:
    return [*row["ids"], *row.get("near", [])]  # type: ignore[misc, has-type]


@cache
def invented(folder: Path) -> tuple[Edition, ...]:
    return tuple(read_texts(folder))


def test_there_are_pairs():
    assert {"taught/resolution-71", "weighed/plans"} <= set(NAMES)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_row_is_a_question_with_the_clauses_that_answer_it_or_come_near(path: Path):
    for number, row in enumerate(rows(path), 1):
        place = f"{path.name}:{number}"
        assert set(row) - {"held"} == ({"q", "ids"} if row["ids"] else {"q", "ids", "near"}), place
        assert isinstance(row["q"], str), place
        assert row["q"].strip() == row["q"] != "", place
        ids = named(row)
        assert ids or "held" in row, place
        assert len(ids) == len(set(ids)), place
        assert [str(ProvisionId.parse(one)) for one in ids] == ids, place


def test_no_question_is_asked_twice_of_one_text():
    asked = Counter(
        (" ".join(str(row["q"]).lower().split()), text)
        for path in FILES
        for row in rows(path)
        for text in {id_.partition("#")[0] for id_ in named(row)} or {row.get("held")}
    )
    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_clause_of_the_shipped_and_of_the_invented_texts_exists(path: Path, resolution: Edition):
    held = (resolution, *invented(path.parent))
    known = {str(each.id_of(one)) for each in held for one in each.provisions}
    keys = {str(one.key) for one in held}
    asked = {id_ for row in rows(path) for id_ in named(row)}
    assert {id_ for id_ in asked if id_.partition("#")[0] in keys} - known == set()


def test_what_is_taught_what_is_weighed_and_what_measures_are_other_texts():
    weighed = TAUGHT.parent / "weighed"
    wordings = [path.read_text(encoding="utf-8") for folder in INVENTED for path in folder.glob("*.txt")]
    assert len(set(wordings)) == len(wordings)
    taught, kept = ({one.key for one in invented(folder)} for folder in (TAUGHT, weighed))
    assert taught
    assert kept
    assert not taught & kept
