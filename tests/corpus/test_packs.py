"""Question packs are read line by line, belong to exact words, and those that ship are sound."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.instruments import Edition, Kind
from corpus.packs import (
    KINDS,
    NEAR_MISSES,
    PACKS,
    READERS,
    BadPack,
    PackQuestion,
    clause_hash,
    pack_path,
    pack_text,
    read_pack,
    runs,
)

KEEP, PAINT = "resolves__para_1", "resolves__para_2"
LIGHT = PackQuestion("must a port have a light", (KEEP,), "lookup", "staff")
COST = PackQuestion("what does a lantern cost", (KEEP, PAINT), "number", "delegate", "number")


@pytest.fixture
def path(harbours: Edition, tmp_path: Path) -> Path:
    written = tmp_path / "harbours.jsonl"
    written.write_text(pack_text(harbours, [LIGHT, COST]), "utf-8")
    return written


def test_what_is_written_is_read_again(path: Path, harbours: Edition):
    pack = read_pack(path)
    assert (pack.edition, pack.questions, pack.problems) == (harbours.key, (LIGHT, COST), ())
    assert pack.hashes == {eid: clause_hash(harbours.provision(eid).text) for eid in (KEEP, PAINT)}
    assert [one.is_answered for one in pack.questions] == [True, False]


def test_a_question_counts_while_all_its_clauses_have_the_same_words(path: Path, harbours: Edition):
    pack = read_pack(path)
    assert pack.of(harbours) == (LIGHT, COST)
    others = [replace(one, text=f"{one.text}!") if one.eid == PAINT else one for one in harbours.provisions]
    assert pack.of(replace(harbours, provisions=tuple(others))) == (LIGHT,)


def test_a_pack_of_another_edition_counts_for_none(path: Path, harbours: Edition):
    later = replace(harbours, key=replace(harbours.key, year=2034))
    assert read_pack(path).of(later) == ()


BROKEN = {
    "no JSON": ("{", "Expecting property name"),
    "no list": ('{"q": "what"}', "not a question"),
    "a value is missing": ('["what", [0], "lookup"]', "not a question"),
    "a value too many": ('["what", [0], "lookup", "staff", "date", "luck"]', "not a question"),
    "clauses that are no list": ('["what", 0, "lookup", "staff"]', "not a question"),
    "an empty question": ('[" ", [0], "lookup", "staff"]', "must not be empty"),
    "no clause": ('["what", [], "lookup", "staff"]', "must not be empty"),
    "a clause that is gone": ('["what", [9], "lookup", "staff"]', "the first line has no clause 9"),
    "a clause that is no number": ('["what", ["a"], "lookup", "staff"]', "the first line has no clause a"),
    "a clause that is true": ('["what", [true], "lookup", "staff"]', "the first line has no clause True"),
    "a clause before the first": ('["what", [-1], "lookup", "staff"]', "the first line has no clause -1"),
    "an unknown kind": ('["what", [0], "riddle", "staff"]', "unknown kind, reader or why: riddle, staff"),
    "an unknown reader": ('["what", [0], "lookup", "pilot"]', "unknown kind, reader or why"),
    "an unknown near miss": ('["what", [0], "lookup", "staff", "luck"]', "unknown kind, reader or why"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_left_out_and_named_and_the_others_are_read(path: Path, line: str, said: str):
    good = '["who lights it", [0], "duty", "staff"]'
    path.write_text(path.read_text() + f"{line}\n{good}\n")
    pack = read_pack(path)
    assert [one.text for one in pack.questions] == [LIGHT.text, COST.text, "who lights it"]
    (problem,) = pack.problems
    assert problem.startswith("harbours.jsonl:4: ")
    assert said in problem


@pytest.mark.parametrize("text", ["", "lanterns\n", "{}\n", '{"edition": "nothing", "clauses": {}}\n'])
def test_a_pack_without_a_first_line_is_named(tmp_path: Path, text: str):
    path = tmp_path / "dark.jsonl"
    path.write_text(text)
    with pytest.raises(BadPack, match=r"dark\.jsonl: its first line names no edition and clauses"):
        read_pack(path)


# -- those that ship -------------------------------------------------------------------------------

SHIPPED = sorted(PACKS.glob("*.jsonl"))


def test_the_pack_of_resolution_71_is_sound(resolution: Edition):
    pack = read_pack(pack_path(resolution.key))
    assert pack.of(resolution) == pack.questions, "every clause has its words"
    assert len(pack.questions) >= 5000
    assert {one.why for one in pack.questions if not one.is_answered} == set(NEAR_MISSES)
    assert {one.kind for one in pack.questions} == set(KINDS)
    assert min(Counter(one.reader for one in pack.questions)[reader] for reader in READERS) > 1000
    leaves = {one.eid for one in resolution.provisions if one.kind != Kind.HEADING}
    named = Counter(eid for one in pack.questions if one.is_answered for eid in one.clauses)
    assert min(named[eid] for eid in leaves) >= 1, "every clause is asked for"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_pack_that_ships_is_sound(path: Path):
    pack = read_pack(path)
    assert pack.problems == ()
    assert pack_path(pack.edition) == path
    assert set(pack.hashes) == {eid for one in pack.questions for eid in one.clauses}
    assert len({one.text.lower() for one in pack.questions}) == len(pack.questions), "none is asked twice"
    near_misses = [one for one in pack.questions if not one.is_answered]
    assert 0.2 < len(near_misses) / len(pack.questions) < 0.35
    assert not [one.text for one in pack.questions if one.text != one.text.strip()]


def test_the_packs_are_small():
    assert sum(path.stat().st_size for path in SHIPPED) < 5_000_000


def test_no_question_on_resolution_71_repeats_six_words_of_a_clause(resolution: Edition):
    clauses = {run for one in resolution.provisions for run in runs(one.text)}
    questions = read_pack(pack_path(resolution.key)).questions
    assert [one.text for one in questions if clauses & runs(one.text)] == []
