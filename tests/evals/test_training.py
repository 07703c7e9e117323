"""Teaching the adapter: which questions, beside which near misses, and what comes out."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file

from corpus.instruments import Edition
from corpus.keys import EditionKey
from evals import training
from evals.cases import Case
from evals.golden import Golden
from evals.training import NothingToLearn, Pair, near_misses, read_pairs
from evals.worlds import Texts, World
from index import Passage, passages
from index.adapter import apply_adapter
from index.model import EmbeddingModel
from index.torch_encoder import TorchEncoder

TEXT = "itu-pp/res-900/2030"
QUESTIONS = {
    "until when does a lamp have to burn?": "resolves__para_1",
    "how often does somebody take stock of the lamps?": "instructs-harbour-council__para_1",
    "who looks after the lamps?": "annex_1__para_1",
    "what colour belongs to the south?": "resolves__para_2__point_ii",
}


@pytest.fixture(scope="module")
def clauses(harbours: Edition) -> dict[str, Passage]:
    return {str(one.provision): one for one in passages(harbours)}


@pytest.fixture(scope="module")
def pairs(clauses: dict[str, Passage]) -> list[Pair]:
    made = [Pair(question, (f"{TEXT}#{eid}",)) for question, eid in QUESTIONS.items()]
    assert {one for pair in made for one in pair.answers} <= set(clauses)
    return made


def write(path: Path, *rows: tuple[str, list[str]]) -> None:
    path.write_text("".join(json.dumps({"q": q, "ids": ids}) + "\n" for q, ids in rows), encoding="utf-8")


def test_pairs_are_read_with_the_clauses_that_are_held(tmp_path: Path, clauses: dict[str, Passage]):
    held, other = f"{TEXT}#resolves__para_1", f"{TEXT}#resolves__para_2"
    absent = "itu-pp/res-901/2031#resolves__para_1"
    write(tmp_path / "b.jsonl", ("third", [other]))
    write(
        tmp_path / "a.jsonl",
        ("first", [held, absent]),
        ("left out", [absent]),
        ("second – é", [held, other]),
    )
    (tmp_path / "notes.txt").write_text("no pair")
    assert list(read_pairs(tmp_path, clauses)) == [
        Pair("first", (held,)),
        Pair("second – é", (held, other)),
        Pair("third", (other,)),
    ]


class Misses:
    """The near misses of one question over the harbours, with a model that knows words alone."""

    def __init__(self, clauses: dict[str, Passage], model: object) -> None:
        self.clauses, self.model = clauses, model

    def of(self, question: str, *eids: str) -> list[str]:
        pair = Pair(question, tuple(f"{TEXT}#{eid}" for eid in eids))
        (found,) = near_misses([pair], self.clauses, self.model)  # type: ignore[arg-type]
        return [one.partition("#")[2] for one in found]


@pytest.fixture
def misses(clauses: dict[str, Passage], word_model) -> Misses:
    return Misses(clauses, word_model)


@pytest.mark.parametrize(
    ("rule", "answer", "left_out", "kept"),
    [
        (
            "the answer, and what stands below it",
            "resolves__para_2",
            {"resolves__para_2", "resolves__para_2__point_i", "resolves__para_2__point_ii"},
            "resolves__para_1",
        ),
        (
            "what stands above it, not what stands beside it",
            "resolves__para_2__point_i",
            {"resolves__para_2", "resolves__para_2__point_i"},
            "resolves__para_2__point_ii",
        ),
    ],
)
def test_near_misses_leave_out(misses: Misses, rule: str, answer: str, left_out: set[str], kept: str):
    found = misses.of("that the lanterns shall be painted: green to the north; red to the south,", answer)
    assert not left_out & set(found), rule
    assert kept in found, rule


def test_a_clause_of_the_same_words_is_no_near_miss(clauses: dict[str, Passage], word_model):
    answer = f"{TEXT}#resolves__para_1"
    twin = f"{TEXT}#instructs-harbour-council__para_1"
    same = {**clauses, twin: replace(clauses[twin], text=clauses[answer].text)}
    asked = [Pair(clauses[answer].text, (answer,))]
    assert twin in near_misses([Pair(clauses[twin].text, (answer,))], clauses, word_model)[0]
    assert twin not in near_misses(asked, same, word_model)[0]


def test_the_nearest_misses_come_first_and_no_more_than_are_drawn_from(harbour_plan: Edition, word_model):
    many = {str(one.provision): one for one in passages(harbour_plan)}
    paragraphs = [one for one in many if many[one].text.endswith("of the harbour.")]
    answer, near = paragraphs[0], paragraphs[7]
    (found,) = near_misses([Pair(many[near].text, (answer,))], many, word_model)
    assert found[0] == near
    assert len(found) == training._NEAR


def test_near_misses_are_of_the_pairs_own_text(clauses: dict[str, Passage], word_model):
    key = EditionKey.parse("itu-pp/res-901/2031")
    other = {f"{key}#{one.eid}": replace(one, edition=key) for one in clauses.values()}
    asked = [
        Pair("the lanterns", (f"{TEXT}#resolves__para_1",)),
        Pair("the lanterns", (f"{key}#resolves__para_1",)),
    ]
    first, second = near_misses(asked, {**clauses, **other}, word_model)
    assert {one.partition("#")[0] for one in first} == {TEXT}
    assert {one.partition("#")[0] for one in second} == {str(key)}
    assert len(first) == len(second) > 0


def test_near_misses_of_a_question_over_the_library_are_of_other_texts_too(
    clauses: dict[str, Passage], word_model
):
    key = EditionKey.parse("itu-pp/res-901/2031")
    other = {f"{key}#{one.eid}": replace(one, edition=key) for one in clauses.values()}
    asked = [Pair("the lanterns", (f"{TEXT}#resolves__para_1",))]
    (found,) = near_misses(asked, {**clauses, **other}, word_model, [{*clauses, *other}])
    assert {one.partition("#")[0] for one in found} == {TEXT, str(key)}
    (alone,) = near_misses(asked, {**clauses, **other}, word_model, [{*other}])
    assert {one.partition("#")[0] for one in alone} == {TEXT}


def test_each_time_through_the_pairs_come_in_another_order_in_whole_batches():
    batches = list(training._batches(training._BATCH * 2 + 5, 2, random.Random(71)))
    assert [len(one) for one in batches] == [training._BATCH] * 4
    first, second = ([*chain(*half)] for half in (batches[:2], batches[2:]))
    assert len(set(first)) == len(first)
    assert len(set(second)) == len(second)
    assert first != second


@pytest.fixture
def small_batches(monkeypatch) -> None:
    monkeypatch.setattr(training, "_BATCH", 2)
    monkeypatch.setattr(training, "_RATE", 5e-3)
    monkeypatch.setattr(training, "_WARM_UP", 1)


@pytest.mark.slow
def test_what_is_taught_brings_questions_nearer_to_their_clauses(
    small_batches: None, pairs: list[Pair], clauses: dict[str, Passage], tmp_path: Path
):
    output = tmp_path / "taught.safetensors"
    training._teach(pairs, clauses, output, epochs=1)
    changes = load_file(str(output))
    assert max(float(one.abs().max()) for name, one in changes.items() if name.endswith(".b")) > 0

    encoder = TorchEncoder(EmbeddingModel().folder, adapted=False)
    before = nearness(encoder, pairs, clauses)
    transformer = encoder.transformer
    layer = transformer.get_submodule(next(iter(changes)).rpartition(".")[0])
    weights = layer.weight.clone()
    apply_adapter(transformer, output)
    assert not np.allclose(layer.weight.detach().numpy(), weights.detach().numpy())
    assert nearness(encoder, pairs, clauses) > before


def nearness(encoder: TorchEncoder, pairs: list[Pair], clauses: dict[str, Passage]) -> float:
    """By how much questions are nearer to their own clause than to those of the others."""
    asked = encoder.encode([one.question for one in pairs]).vectors
    cosines = asked @ encoder.encode([clauses[one.answers[0]].wording for one in pairs]).vectors.T
    return float(np.diag(cosines).mean() - cosines.mean())


@pytest.mark.slow
def test_what_is_taught_twice_is_the_same(
    small_batches: None, pairs: list[Pair], clauses: dict[str, Passage], tmp_path: Path
):
    first, second = tmp_path / "first", tmp_path / "second"
    for output in (first, second):
        training._teach(pairs[:2], clauses, output, epochs=1)
    assert first.read_bytes() == second.read_bytes()


@pytest.fixture
def development(monkeypatch) -> Callable[..., None]:
    """Give the development questions."""

    def given(*cases: Case) -> None:
        monkeypatch.setattr(
            training, "read_golden", lambda texts, split: Golden(cases if split == "dev" else (), (), (), ())
        )

    return given


@pytest.fixture
def worlds(harbours: Edition, resolution: Edition) -> Texts:
    """Two texts: of one world is nothing taught, the other is real."""
    named = [World("invented", (resolution.key,)), World("harbours", (harbours.key,))]
    return Texts({one.key: one for one in (resolution, harbours)}, {one.name: one for one in named})


def test_development_questions_are_added_but_for_those_that_show_what_is_gained(
    asked, development, worlds: Texts, harbours: Edition, resolution: Edition, clauses: dict[str, Passage]
):
    own = (harbours.key,)
    many = [f"annex_1__para_{at}" for at in (1, 2)] + [
        f"instructs-harbour-council__para_{at}" for at in (1, 2)
    ]
    development(
        asked("resolves__para_1", held=own, turns=("a question",)),
        asked(("resolves__para_1", "resolves__para_2"), held=own, turns=("alternatives",)),
        asked("resolves__para_1", held=own, turns=("what?", "a conversation")),
        asked("resolves__para_1", held=(resolution.key,), turns=("of the invented world",)),
        asked(
            *many,
            "resolves__para_1",
            "resolves__para_2",
            "preamble__considering__rec_a",
            held=own,
            turns=("too many",),
        ),
        asked(held=own, turns=("unanswerable",)),
    )
    first, second = f"{TEXT}#resolves__para_1", f"{TEXT}#resolves__para_2"
    assert list(training._golden(worlds, clauses)) == [
        Pair("a question", (first,)),
        Pair("alternatives", (first, second)),
    ]


def test_a_development_question_of_a_heading_is_left_out(
    asked, development, worlds: Texts, harbours: Edition, clauses: dict[str, Passage]
):
    development(asked("resolves", held=(harbours.key,), turns=("what is resolved?",)))
    assert f"{TEXT}#resolves" not in clauses
    assert list(training._golden(worlds, clauses)) == []


def test_without_a_clause_there_is_nothing_to_learn(development, worlds: Texts, monkeypatch, tmp_path: Path):
    development()
    monkeypatch.setattr(training, "gather", lambda home: worlds)
    monkeypatch.setattr(training, "TAUGHT", tmp_path)
    monkeypatch.setattr(training, "packed_questions", lambda editions: ([], []))
    write(tmp_path / "a.jsonl", ("of a text not held", ["itu-pp/res-901/2031#resolves__para_1"]))
    with pytest.raises(NothingToLearn, match="add the related texts"):
        training.run(tmp_path / "taught", epochs=1)
    assert not (tmp_path / "taught").exists()
