"""The question bank: what comes near a question, what it does to the search, and how it is built and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import packs
from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from corpus.packs import PackQuestion, pack_path, pack_text
from index import EmbeddingCache, Searcher, build, open_generation, segments
from index.bank import BankQuestion, QuestionBank, distinct, pack_marks, packed_questions
from index.generation import read_manifest, read_segments

KEEP, PAINT = "resolves__para_1", "resolves__para_2"
LIGHT = PackQuestion("must a port have a light", (KEEP,), "lookup", "staff")
COLOUR = PackQuestion("which shade is wanted", (PAINT,), "lookup", "staff")
COST = PackQuestion("what does a lantern cost", (KEEP, PAINT), "number", "delegate", "number")
QUESTIONS = (LIGHT, COLOUR, COST)


@pytest.fixture
def pack_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write the pack of an edition into a folder that takes the place of the shipped ones."""
    folder = tmp_path / "packs"
    folder.mkdir()
    monkeypatch.setattr(packs, "PACKS", folder)

    def written(edition: Edition, questions: Sequence[PackQuestion] = QUESTIONS) -> Path:
        pack_path(edition.key).write_text(pack_text(edition, questions), "utf-8")
        return pack_path(edition.key)

    return written


@pytest.fixture
def make(tmp_path: Path, word_model):
    """Build an index of some editions."""
    cache = EmbeddingCache(tmp_path / "cache.sqlite")

    def made(*editions: Edition, anew: bool = False) -> Path:
        return build(editions, tmp_path / "index", word_model, cache, anew=anew).folder

    return made


def asked(searcher: Searcher) -> list[str]:
    return [one.question.text for one in searcher.bank.questions] if searcher.bank else []


# -- nearness ---------------------------------------------------------------------------------------


def bank_of(edition: Edition, *rows: tuple[PackQuestion, Sequence[float]]) -> QuestionBank:
    vectors = np.array([vector for _, vector in rows], dtype=np.float32)
    return QuestionBank([BankQuestion(edition.key, one) for one, _ in rows], vectors)


def test_neighbours_are_the_nearest_of_each_side(harbours: Edition):
    bank = bank_of(harbours, (COLOUR, [0.6, 0.8]), (COST, [0.0, 1.0]), (LIGHT, [1.0, 0.0]))
    found = bank.neighbours(np.array([1.0, 0.0], dtype=np.float32))
    assert [(one.asked.question, round(one.nearness, 2)) for one in found.answered] == [
        (LIGHT, 1.0), (COLOUR, 0.6),
    ]  # fmt: skip
    assert [one.asked.question for one in found.near_misses] == [COST]
    assert found.answered_nearness == pytest.approx(0.8)
    assert found.near_miss_nearness == 0.0
    assert {one.eid: round(near, 2) for one, near in found.recalled.items()} == {KEEP: 1.0, PAINT: 0.6}


def test_neighbours_take_the_order_of_another_score_on_each_side(harbours: Edition):
    bank = bank_of(harbours, (COLOUR, [0.6, 0.8]), (COST, [0.0, 1.0]), (LIGHT, [1.0, 0.0]))
    found = bank.neighbours(np.array([1.0, 0.0], dtype=np.float32))
    assert found.texts == [LIGHT.text, COLOUR.text, COST.text]
    again = found.scored([0.2, 0.9, 0.4], [0.3, 0.7, 0.1])
    assert [(one.asked.question, one.nearness, one.match) for one in again.answered] == [
        (COLOUR, 0.9, 0.7), (LIGHT, 0.2, 0.3),
    ]  # fmt: skip
    assert [(one.asked.question, one.nearness, one.match) for one in again.near_misses] == [(COST, 0.4, 0.1)]


def test_only_the_five_nearest_count_for_the_nearness_of_a_side(harbours: Edition):
    rows = [(replace(LIGHT, text=f"light {at}"), [1.0 - at / 10, 0.0]) for at in range(9)]
    found = bank_of(harbours, *rows, (COST, [0.0, 0.0])).neighbours(np.array([1.0, 0.0], dtype=np.float32))
    assert found.answered_nearness == pytest.approx(0.8)


def test_questions_about_other_editions_are_no_neighbours(harbours: Edition, resolution: Edition):
    bank = bank_of(harbours, (LIGHT, [1.0, 0.0]), (COST, [0.0, 1.0]))
    vector = np.array([1.0, 0.0], dtype=np.float32)
    assert bank.neighbours(vector, {resolution.key}).is_empty
    assert not bank.neighbours(vector, {resolution.key, harbours.key}).is_empty


def test_a_bank_of_one_side_alone_compares_nothing(harbours: Edition):
    found = bank_of(harbours, (LIGHT, [1.0, 0.0])).neighbours(np.array([1.0, 0.0], dtype=np.float32))
    assert found.is_empty
    assert found.near_miss_nearness == 0.0


# -- what is read -----------------------------------------------------------------------------------


def test_what_is_wrong_with_a_pack_is_named_and_the_rest_counts(pack_of, harbours: Edition):
    path = pack_of(harbours)
    path.write_text(path.read_text() + '{\n["gone", [9], "lookup", "staff"]\n')
    questions, problems = packed_questions([harbours])
    assert [one.question for one in questions] == list(QUESTIONS)
    assert len(problems) == 2
    assert "the first line has no clause 9" in problems[1]


def test_a_pack_without_a_first_line_is_named_and_left_out(pack_of, harbours: Edition):
    pack_of(harbours).write_text("lanterns\n")
    questions, problems = packed_questions([harbours])
    assert questions == []
    assert "its first line names no edition" in problems[0]


def test_a_pack_of_another_edition_is_named_and_left_out(pack_of, harbours: Edition, resolution: Edition):
    pack_of(harbours).rename(pack_path(resolution.key))
    questions, problems = packed_questions([resolution])
    assert questions == []
    assert "its questions are about itu-pp/res-900/2030, not about itu-pp/res-71/2022" in problems[0]


def test_a_question_about_changed_words_is_left_out(pack_of, harbours: Edition):
    pack_of(harbours)
    changed = [
        replace(one, text=f"{one.text} Now.") if one.eid == PAINT else one for one in harbours.provisions
    ]
    questions, problems = packed_questions([replace(harbours, provisions=tuple(changed))])
    assert ([one.question for one in questions], problems) == ([LIGHT], [])


def test_the_packs_of_a_home_count_beside_those_that_ship(pack_of, harbours: Edition, tmp_path: Path):
    own = tmp_path / "own"
    own.mkdir()
    before = pack_marks([harbours.key], own)
    pack_of(harbours, [LIGHT])
    shipped = pack_marks([harbours.key], own)
    pack_path(harbours.key, own).write_text(pack_text(harbours, [COLOUR, LIGHT]), "utf-8")
    questions, problems = packed_questions([harbours], own)
    assert ([one.question for one in questions], problems) == ([LIGHT, COLOUR], [])
    assert [one.question for one in packed_questions([harbours])[0]] == [LIGHT]
    marks = [before, shipped, pack_marks([harbours.key], own)]
    assert marks[0] == {}
    assert marks[1] != marks[2], "an index without the home's pack is not current"


def test_a_near_copy_of_an_earlier_question_is_left_out():
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.9999, 0.0141], [0.8, 0.6]], dtype=np.float32)
    assert distinct(vectors) == [0, 1, 3]
    assert distinct(vectors[:0]) == []


# -- in an index ------------------------------------------------------------------------------------


def test_an_index_has_the_questions_of_its_packs(pack_of, make, harbours, resolution, word_model):
    pack_of(harbours)
    folder = make(harbours, resolution)
    assert asked(open_generation(folder, word_model)) == [one.text for one in QUESTIONS]
    for segment in read_segments(folder, read_manifest(folder)):
        texts = [one.question.text for one in segment.texts.questions]
        assert len(segment.question_vectors) == len(texts)
        assert not texts or np.allclose(segment.question_vectors, word_model.embed(texts), atol=1e-6)
    assert read_manifest(folder).packs == pack_marks([harbours.key, resolution.key])


def test_without_packs_there_is_no_bank_and_all_is_answered(pack_of, make, harbours, word_model):
    del pack_of
    searcher = open_generation(make(harbours), word_model)
    assert searcher.bank is None
    assert searcher.neighbours("must a port have a light").is_empty
    assert searcher.search("lantern put out before dawn", top=1)[0].passage.eid == KEEP


def test_the_clause_of_a_near_question_comes_first(pack_of, make, harbours: Edition, word_model):
    question = "which shade is wanted"  # shares no word with the clause
    without = open_generation(make(harbours), word_model).search(question, top=1)[0].passage.eid
    pack_of(harbours)
    searcher = open_generation(make(harbours), word_model)
    assert without != PAINT
    assert searcher.search(question, top=1)[0].passage.eid == PAINT
    searcher.weights = replace(searcher.weights, recalled=0.0)
    assert searcher.search(question, top=1)[0].passage.eid == without


def test_the_clause_of_a_near_question_is_compared_word_by_word_though_others_come_first(
    pack_of, make, harbours: Edition, word_model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pack_of(harbours)
    searcher = open_generation(make(harbours), word_model, EmbeddingCache(tmp_path / "cache.sqlite"))
    monkeypatch.setattr("index.search._RERANKED", 1)
    hits = searcher.search("which shade is wanted")
    compared = {hit.passage.eid for hit in hits if hit.second is not None}
    assert len(compared) < len(hits)
    assert {hit.passage.eid for hit in hits if hit.recalled} <= compared


def test_near_questions_are_compared_word_by_word(pack_of, make, harbours, word_model, tmp_path: Path):
    pack_of(harbours)
    searcher = open_generation(make(harbours), word_model, EmbeddingCache(tmp_path / "cache.sqlite"))
    question = "which lantern must a port have"
    found, by_word = searcher.neighbours(question), searcher.neighbours_by_word(question)
    assert {one.asked for one in by_word.answered} == {one.asked for one in found.answered}
    tokens = word_model.encode([question]).tokens[0]
    for one in (*by_word.answered, *by_word.near_misses):
        (other,) = word_model.encode([one.asked.question.text]).tokens
        there, back = (tokens @ other.T).max(axis=1).mean(), (tokens @ other.T).max(axis=0).mean()
        assert one.nearness == pytest.approx(2 * there * back / (there + back), abs=0.02)
    without_tokens = open_generation(tmp_path / "index" / "gen-000001", word_model)
    assert without_tokens.neighbours_by_word(question) == without_tokens.neighbours(question)


def test_a_clause_that_is_not_searched_is_not_recalled(pack_of, make, harbours, resolution, word_model):
    pack_of(harbours)
    searcher = open_generation(make(harbours, resolution), word_model)
    hits = searcher.search("which shade is wanted", editions={resolution.key})
    assert {hit.passage.edition for hit in hits} == {resolution.key}


def test_among_marked_clauses_only_questions_about_them_are_neighbours(pack_of, make, harbours, word_model):
    pack_of(harbours)
    searcher = open_generation(make(harbours), word_model)
    narrowed = searcher.among(searcher.mark(lambda one: one.eid == KEEP))
    assert asked(narrowed) == [LIGHT.text, COST.text]
    assert len(asked(searcher)) == 3


def test_what_is_asked_of_the_bank_follows_the_texts(pack_of, make, harbours, resolution, word_model):
    pack_of(harbours)
    pack_of(resolution, [PackQuestion("who decides", ("resolves__para_nn_1",), "duty", "staff")])
    both = open_generation(make(harbours, resolution), word_model)
    assert len(asked(both)) == 4
    assert asked(open_generation(make(harbours), word_model)) == [one.text for one in QUESTIONS]
    again = open_generation(make(harbours, resolution), word_model)
    assert sorted(asked(again)) == sorted(asked(both))
    vector = word_model.embed(["which shade is wanted"])[0]
    assert again.bank.neighbours(vector).answered[0].asked.question == COLOUR


def test_a_pack_that_changed_is_taken_in_by_the_next_generation(pack_of, make, harbours, word_model):
    pack_of(harbours)
    make(harbours)
    pack_of(harbours, [LIGHT, COST, replace(COLOUR, text="how are they to look")])
    folder = make(harbours)
    assert asked(open_generation(folder, word_model)) == [LIGHT.text, COST.text, "how are they to look"]


def test_what_was_wrong_with_a_pack_is_said_when_the_index_is_opened(pack_of, make, harbours, word_model):
    path = pack_of(harbours)
    path.write_text(path.read_text() + "{\n")
    searcher = open_generation(make(harbours), word_model)
    assert any(one.startswith(f"{path.name}:5: ") for one in searcher.notices)
    assert len(asked(searcher)) == 3


def test_a_bank_that_lacks_a_vector_is_not_taken_in(pack_of, make, harbours, monkeypatch):
    pack_of(harbours)
    write = segments.write_questions
    monkeypatch.setattr(segments, "write_questions", lambda path, rows: write(path, list(rows)[1:]))
    with pytest.raises(IndexUnavailable, match="was not read back as it was written"):
        make(harbours)
