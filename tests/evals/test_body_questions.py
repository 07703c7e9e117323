"""Questions over texts that are not shipped: read where the texts are at hand, left out where not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from evals.bodies.answers import digest
from evals.body_questions import BODIES, BodyQuestion, BodyQuestions

TEXT = """Resolution 4 of the Lighthouse Council (2031)

Lamps

The Lighthouse Council,

Noting that lamps burn oil,

1. Requests the Keeper to trim the lamps;

2. Decides that piers are painted white.
"""


def test_a_question_has_the_clauses_of_its_text(tmp_path: Path):
    texts, questions = tmp_path / "texts" / "lighthouse", tmp_path / "questions"
    texts.mkdir(parents=True)
    questions.mkdir()
    (texts / "res-4.txt").write_text(TEXT, encoding="utf-8")
    wicks = digest("Requests the Keeper to trim the lamps")
    rows = [
        {
            "file": "lighthouse/res-4.txt",
            "q": "Who looks after the wicks?",
            "ids": [wicks],
        },
        {
            "file": "lighthouse/res-4.txt",
            "q": "When are the wicks trimmed?",
            "near": [wicks],
        },
        {"file": "lighthouse/res-4.txt", "q": "Of a clause that is gone?", "ids": [digest("Gone.")]},
        {
            "file": "lighthouse/res-5.txt",
            "q": "Of a text that is not there?",
            "ids": [wicks],
        },
    ]
    (questions / "lighthouse.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found, near = BodyQuestions(tmp_path / "texts", questions)
    assert found.question == "Who looks after the wicks?"
    assert [one.text for one in found.answers] == ["Requests the Keeper to trim the lamps;"]
    assert (near.answers, [one.eid for one in near.near]) == ((), ["para_1"])


def test_every_question_names_a_text_with_a_source_and_its_clauses():
    sources = {
        line.split("\t")[1] for line in (BODIES / "SOURCES.tsv").read_text(encoding="utf-8").splitlines()
    }
    rows = [
        json.loads(line) for path in BODIES.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    ]
    assert {row["file"] for row in rows} <= sources
    assert all(bool(row.get("ids")) != bool(row.get("near")) for row in rows)
    asked = Counter((row["file"], row["q"]) for row in rows)
    assert max(asked.values()) == 1, "a question stands once over its text"


def test_a_body_is_the_readers_or_the_matchers_as_a_whole():
    files = {
        json.loads(line)["file"]
        for path in BODIES.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    }
    questions = [BodyQuestion(file, "?", ()) for file in files]
    shares = {(one.body, one.is_for_reader) for one in questions}
    assert len(shares) == len({one.body for one in questions})
    assert {True, False} == {own for _, own in shares}
