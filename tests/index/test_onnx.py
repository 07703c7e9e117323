"""The shipped model through ONNX Runtime gives the vectors of sentence-transformers, and is exported once."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.doctor import _model
from assistant.settings import Settings
from corpus.instruments import Edition
from index import EmbeddingModel, exported
from index.onnx_encoder import OnnxEncoder
from index.passages import passages
from index.torch_encoder import TorchEncoder

ODD = ["", " ", "?", "a", "Who’s told of the GSR-24?", "naïve café – “quoted”", "電気通信", "pier " * 400]


@pytest.fixture(scope="module")
def torch_encoder() -> TorchEncoder:
    return TorchEncoder(EmbeddingModel().folder, adapted=True)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which exports are kept, and an export that takes no time."""
    monkeypatch.setattr(exported, "user_cache_path", lambda name: tmp_path / name)

    def export(command: list[str], **_: object) -> None:
        Path(command[-1]).write_bytes(b"a model")

    monkeypatch.setattr(exported.subprocess, "run", export)
    return tmp_path / "resolutions" / "models"


@pytest.mark.slow  # torch takes seconds to load
def test_vectors_and_tokens_are_those_of_sentence_transformers(
    resolution: Edition, torch_encoder: TorchEncoder
):
    texts = [*ODD, *(one.wording for one in list(passages(resolution))[::12])]
    ours, theirs = EmbeddingModel().encode(texts), torch_encoder.encode(texts)
    assert np.allclose(ours.vectors, theirs.vectors, atol=2e-6)
    assert [one.shape for one in ours.tokens] == [one.shape for one in theirs.tokens]
    assert all(np.allclose(a, b, atol=2e-6) for a, b in zip(ours.tokens, theirs.tokens, strict=True))


@pytest.mark.slow  # torch takes seconds to load
def test_tokens_have_the_same_places_in_the_text(torch_encoder: TorchEncoder):
    model = EmbeddingModel()
    assert all(model.token_spans(one) == torch_encoder.token_spans(one) for one in ODD)


def test_a_vector_does_not_depend_on_the_texts_beside_it():
    model = EmbeddingModel()
    alone = [model.embed([one])[0] for one in ODD]
    assert np.allclose(model.embed(ODD), alone, atol=2e-6)


@pytest.mark.slow
def test_the_shipped_model_runs_without_torch(
    in_fresh_process: Callable[..., object], assistant: object, home: Path, tmp_path: Path
):
    del assistant  # has built the index
    shutil.copytree(home, tmp_path / "home")
    code = (
        "import json, sys; from assistant.cli.main import main; "
        "main(['ask', 'Who reports to the Council?']); "
        "heavy = [one for one in ('torch', 'transformers') if one in sys.modules]; "
        "sys.stderr.write('\\n' + json.dumps(heavy))"
    )
    done = in_fresh_process("-c", code, RESOLUTIONS_HOME=str(tmp_path / "home"))
    assert json.loads(done.stderr.splitlines()[-1]) == []
    assert "report" in done.stdout


def test_a_folders_model_is_loaded_by_sentence_transformers():
    model = EmbeddingModel(EmbeddingModel().folder)
    assert isinstance(model._encoder, TorchEncoder)
    assert isinstance(EmbeddingModel()._encoder, OnnxEncoder)


def test_the_model_is_exported_once_for_each_hash(cache: Path):
    first = exported.exported("a" * 64)
    assert first is not None
    assert first.read_bytes() == b"a model"
    made = first.stat().st_mtime_ns
    assert exported.exported("a" * 64) == first
    assert first.stat().st_mtime_ns == made
    assert exported.exported("b" * 64) != first
    assert len(list(cache.glob("*.onnx"))) == 2


def test_a_damaged_export_is_made_anew(cache: Path):
    first = exported.exported("a" * 64)
    assert first is not None
    first.write_bytes(b"a modeL")
    again = exported.exported("a" * 64)
    assert again is not None
    assert again.read_bytes() == b"a model"
    assert list(cache.glob("*.onnx")) == [again]


@pytest.mark.parametrize("cause", ["the export fails", "the folder cannot be made"])
def test_without_an_export_the_model_is_loaded_with_torch_and_the_log_says_why(
    cause: str, cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "export", stderr="Traceback\nNo module named 'onnxscript'\n")

    monkeypatch.setattr(exported.subprocess, "run", fail)
    if cause == "the folder cannot be made":
        cache.parent.mkdir()
        cache.write_bytes(b"a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        model = EmbeddingModel()
        assert isinstance(model._encoder, TorchEncoder)
    bad = [said for ok, said in _model(Settings(home=cache)) if not ok]
    assert len(bad) == 1
    assert f"make {cache} a folder that can be written" in bad[0]
    assert model.sha256 == EmbeddingModel().sha256
    said = "No module named 'onnxscript'" if cause == "the export fails" else "File exists"
    assert said in caplog.text
    assert list(cache.parent.rglob("*.onnx")) == []
