"""The vectors of the shipped packs' questions come with the program; for anything else they do not count."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from corpus.instruments import Edition
from corpus.packs import PACKS, PackQuestion, pack_path, pack_text, read_pack
from index import EmbeddingCache, EmbeddingModel, build, question_export, question_vectors
from index.question_export import make_missing
from index.question_vectors import shipped_tokens, shipped_vectors
from index.vector_table import tokens_in_bytes

RES_71 = PACKS / "itu-pp_res-71_2022.jsonl"


@pytest.fixture
def pack(tmp_path: Path, harbours: Edition, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of the invented text, which ships with its text in folders of this test."""
    folder = tmp_path / "packs"
    folder.mkdir()
    path = pack_path(harbours.key, folder)
    asked = [
        PackQuestion(
            f"which lantern burns on pier {number}", (harbours.provisions[1].eid,), "lookup", "delegate"
        )
        for number in range(3)
    ]
    path.write_text(pack_text(harbours, asked), encoding="utf-8")
    monkeypatch.setattr("corpus.packs.PACKS", folder)
    for module in (question_vectors, question_export):
        monkeypatch.setattr(module, "PACKS", folder)
        monkeypatch.setattr(module, "FOLDER", tmp_path / "vectors")
    shipped = SimpleNamespace(shipped=lambda: [SimpleNamespace(edition=harbours.key)])
    monkeypatch.setattr(question_export, "catalogue", lambda: shipped)
    return path


def texts(pack: Path) -> list[str]:
    return [question.text for question in read_pack(pack).questions]


def test_every_shipped_pack_comes_with_the_vectors_of_the_shipped_model():
    model = EmbeddingModel()
    for path in sorted(PACKS.glob("*.jsonl")):
        made_from = f"{hashlib.sha256(path.read_bytes()).hexdigest()} {model.sha256}"
        with np.load(question_vectors.FOLDER / f"{path.stem}.npz") as found:
            assert str(found["made_from"]) == made_from, f"run: python -m index.question_export ({path.name})"
    with np.load(question_vectors.FOLDER / f"{RES_71.stem}.tokens.npz") as found:
        assert str(found["made_from"]) == question_vectors.made_from(RES_71, model)
    assert len(list(question_vectors.FOLDER.iterdir())) == len(list(PACKS.glob("*.jsonl"))) + 1


def test_a_shipped_vector_is_that_of_the_model_but_for_its_rounding():
    model, found = EmbeddingModel(), shipped_vectors(RES_71, EmbeddingModel())
    assert list(found) == list(dict.fromkeys(texts(RES_71)))
    some = list(found)[::500]
    cosines = (model.embed(some) * np.array([found[text] for text in some])).sum(axis=1)
    assert cosines.min() > 0.9999
    tokens = shipped_tokens(RES_71, model)
    for text, computed in zip(some, model.encode(some).tokens, strict=True):
        assert np.abs(tokens[text] - tokens_in_bytes(computed)).max() <= 1, "but for the processor's rounding"


def test_what_is_missing_is_made_once(pack: Path, word_model):
    assert shipped_vectors(pack, word_model) == {}
    assert make_missing(word_model) == [f"{pack.stem}.npz", f"{pack.stem}.tokens.npz"]
    assert make_missing(word_model) == []
    for file in list(question_vectors.FOLDER.iterdir()):
        file.unlink()
        assert make_missing(word_model) == [file.name]
    found = shipped_vectors(pack, word_model)
    assert list(found) == texts(pack)
    assert np.allclose(list(found.values()), word_model.embed(texts(pack)), atol=0.01)
    tokens = shipped_tokens(pack, word_model)
    assert list(tokens) == texts(pack)
    for text, computed in zip(texts(pack), word_model.encode(texts(pack)).tokens, strict=True):
        assert np.array_equal(tokens[text], tokens_in_bytes(computed))


def test_they_hold_for_this_pack_and_this_model_alone(pack: Path, word_model, model_of_words, tmp_path: Path):
    make_missing(word_model)
    assert shipped_vectors(pack, model_of_words("another model")) == {}
    copy = tmp_path / pack.name
    copy.write_bytes(pack.read_bytes())
    assert shipped_vectors(copy, word_model) == {}, "the pack of a home does not ship"
    pack.write_text(pack.read_text("utf-8").replace("pier 2", "pier 9"), "utf-8")
    assert shipped_vectors(pack, word_model) == {}


@pytest.mark.parametrize(
    "damage", [lambda data: data[:99], lambda data: b"", lambda data: data[:-400] + b"x" * 400]
)
def test_a_damaged_file_does_not_count(pack: Path, word_model, damage):
    make_missing(word_model)
    for file in question_vectors.FOLDER.iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert shipped_vectors(pack, word_model) == shipped_tokens(pack, word_model) == {}


def test_a_file_without_its_pack_is_removed(pack: Path, word_model):
    make_missing(word_model)
    pack.unlink()
    assert make_missing(word_model) == []
    assert list(question_vectors.FOLDER.iterdir()) == []


def test_questions_of_a_text_that_does_not_ship_come_without_tokens(pack: Path, word_model, monkeypatch):
    monkeypatch.setattr(question_export, "catalogue", lambda: SimpleNamespace(shipped=list))
    assert make_missing(word_model) == [f"{pack.stem}.npz"]
    assert shipped_tokens(pack, word_model) == {}


def test_a_build_embeds_no_question_whose_vector_ships(
    pack: Path, harbours: Edition, word_model, tmp_path: Path
):
    make_missing(word_model)
    word_model.embedded.clear()
    build([harbours], tmp_path / "index", word_model, EmbeddingCache(tmp_path / "cache.sqlite"))
    assert not set(texts(pack)) & set(word_model.embedded)
    kept = EmbeddingCache(tmp_path / "cache.sqlite").tokens(texts(pack), word_model)
    assert not set(texts(pack)) & set(word_model.embedded), "their tokens are in the cache"
    for text, rows in zip(texts(pack), kept, strict=True):
        assert np.array_equal(rows, shipped_tokens(pack, word_model)[text])
    pack.write_text(pack.read_text("utf-8").replace("pier 2", "pier 9"), "utf-8")
    build([harbours], tmp_path / "index", word_model, EmbeddingCache(tmp_path / "cache.sqlite"))
    assert set(texts(pack)) <= set(word_model.embedded)
