"""Golden questions are checked against the texts before they judge anything; a bad one is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.library import Library
from corpus import catalogue
from corpus.instruments import Edition
from evals.cases import QUESTIONS, BadCase, read_cases

KEY = "itu-pp/res-71/2022"
COUNCIL_3 = f"{KEY}#instructs-itu-council__para_3"
GOOD = {
    "id": "a",
    "split": "dev",
    "reader": "delegate",
    "kind": "lookup",
    "turns": ["Who looks at how the plan went?"],
    "held": [KEY],
    "status": "answered",
    "gold": [{"provision": COUNCIL_3, "evidence": "assessment of the results"}],
}
REFUSED = {**GOOD, "id": "b", "status": "not_stated", "gold": []}


@pytest.fixture(scope="module")
def library(resolution: Edition) -> Library:
    return Library((resolution,), catalogue())


@pytest.fixture
def write(tmp_path: Path):
    def written(*rows: object) -> Path:
        path = tmp_path / "questions.jsonl"
        path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
        return path

    return written


def gold(**changes: object) -> dict:
    return {**GOOD, "id": "c", "gold": [{**GOOD["gold"][0], **changes}]}


BAD = [
    ("malformed JSON", '{"id": "c", ', "not a case"),
    ("no object", "[]", "not a case"),
    ("a field that is missing", {name: GOOD[name] for name in GOOD if name != "turns"}, "'turns'"),
    ("an unknown status", {**GOOD, "id": "c", "status": "maybe"}, "maybe"),
    ("a damaged gold id", gold(provision="somewhere"), "somewhere"),
    (
        "an unknown gold id",
        gold(provision=f"{KEY}#resolves__para_99"),
        f"unknown gold id {KEY}#resolves__para_99",
    ),
    (
        "gold of a text that is not held",
        gold(provision="itu-pp/res-25/2022#resolves__para_1"),
        "unknown gold id",
    ),
    (
        "evidence that is not in the clause",
        gold(evidence="lanterns"),
        "the evidence “lanterns” does not stand in",
    ),
    ("no evidence", gold(evidence=""), "does not stand in"),
    ("the id of another", {**GOOD, "turns": ["What of harbours?"]}, "the id a comes twice"),
    ("an answer without gold", {**GOOD, "id": "c", "gold": []}, "an answered case needs gold"),
    ("gold without an answer", {**GOOD, "id": "c", "status": "not_stated"}, "another has none"),
    ("an unknown split", {**GOOD, "id": "c", "split": "train"}, "split must be dev or test"),
    ("no question", {**GOOD, "id": "c", "turns": []}, "turns must hold questions"),
    ("an empty question", {**GOOD, "id": "c", "turns": ["what", ""]}, "turns must hold questions"),
    (
        "six words of its clause",
        {**GOOD, "id": "c", "turns": ["Who must present, an ASSESSMENT of the results?"]},
        "the question repeats 6 words",
    ),
]


@pytest.mark.parametrize(("rule", "row", "said"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_case_is_named_by_file_and_line(library: Library, write, rule: str, row: object, said: str):
    with pytest.raises(BadCase) as caught:
        read_cases(write(GOOD, REFUSED, row), library)
    assert str(caught.value).startswith("questions.jsonl:3: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_five_words_of_its_clause_are_no_leak(library: Library, write):
    row = {**GOOD, "turns": ["Who will present an assessment of the plan?"]}
    assert len(read_cases(write(row), library)) == 1


def test_a_good_case_is_read(library: Library, write):
    case, refused = read_cases(write(GOOD, REFUSED), library)
    assert (case.id, case.split, case.turns) == ("a", "dev", ("Who looks at how the plan went?",))
    assert case.is_answerable
    assert case.cited == {COUNCIL_3}
    assert case.place == "questions.jsonl:1"
    assert not refused.is_answerable
    assert refused.cited == frozenset()


def test_an_alternative_joins_the_gold_before_it(library: Library, write):
    row = gold()
    row["gold"].append(
        {"provision": f"{KEY}#instructs-itu-council__para_2", "evidence": "oversee", "alternative": True}
    )
    (case,) = read_cases(write(row), library)
    assert [len(group) for group in case.gold] == [2]
    assert len(case.cited) == 2


def test_the_golden_questions_are_sound(library: Library):
    cases = [case for path in QUESTIONS.glob("*.jsonl") for case in read_cases(path, library)]
    assert len(cases) >= 60
    assert sum(not case.is_answerable for case in cases) >= 12
    assert {case.reader for case in cases} == {"delegate", "staff", "drafter"}
    assert {case.split for case in cases} == {"dev", "test"}
    assert len({case.turns for case in cases}) == len(cases), "no question is asked twice"
