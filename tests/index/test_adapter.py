"""What the shipped model was taught: narrow changes that are added to the layers they are named for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from index.adapter import ADAPTER, ADAPTER_SHA256, apply_adapter
from index.model import EmbeddingModel
from index.torch_encoder import TorchEncoder


class Layers(torch.nn.Module):
    """Two layers, the weights of which are known."""

    def __init__(self) -> None:
        super().__init__()
        self.first = torch.nn.Linear(3, 2)
        self.second = torch.nn.Linear(3, 2)
        with torch.no_grad():
            self.first.weight.fill_(1.0)
            self.second.weight.fill_(1.0)


def written(folder: Path, name: str) -> Path:
    """Write an adapter of rank one for a layer: rows 1 and 2 times columns 1, 0, 4."""
    path = folder / "adapter.safetensors"
    changes = {
        f"{name}.a": torch.tensor([[1.0, 0.0, 4.0]]).half(),
        f"{name}.b": torch.tensor([[1.0], [2.0]]).half(),
    }
    save_file(changes, str(path))
    return path


def test_the_product_of_two_narrow_matrices_is_added_to_the_layer_alone(tmp_path: Path):
    layers = Layers()
    bias = layers.second.bias.tolist()
    apply_adapter(layers, written(tmp_path, "second"))
    assert layers.second.weight.tolist() == [[2.0, 1.0, 5.0], [3.0, 1.0, 9.0]]
    assert layers.second.bias.tolist() == bias
    assert layers.first.weight.tolist() == [[1.0] * 3] * 2


def test_a_layer_that_the_transformer_has_not_is_an_error(tmp_path: Path):
    with pytest.raises(AttributeError, match="third"):
        apply_adapter(Layers(), written(tmp_path, "third"))


@pytest.mark.slow  # torch takes seconds to load
def test_the_shipped_adapter_fits_the_shipped_model_layer_by_layer():
    transformer = TorchEncoder(EmbeddingModel().folder, adapted=False).transformer
    changes = load_file(str(ADAPTER))
    names = {one.rpartition(".")[0] for one in changes}
    assert {f"{name}.{part}" for name in names for part in "ab"} == set(changes)
    for name in names:
        a, b = changes[f"{name}.a"], changes[f"{name}.b"]
        assert (b.shape[0], a.shape[1]) == tuple(transformer.get_submodule(name).weight.shape), name
        assert a.shape[0] == b.shape[1], name
        assert torch.isfinite(a).all(), name
        assert torch.isfinite(b).all(), name
        assert b.float().abs().max() > 0, f"{name}: nothing was learnt"


def test_the_adapter_goes_by_the_hash_of_its_file():
    assert hashlib.sha256(ADAPTER.read_bytes()).hexdigest() == ADAPTER_SHA256
