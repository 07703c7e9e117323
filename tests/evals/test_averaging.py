"""The mean of two adapters."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from corpus.errors import ResolutionsError
from evals.lab.averaging import run


def adapter(path: Path, seed: int, name: str = "layer.0") -> Path:
    torch.manual_seed(seed)
    save_file({f"{name}.a": torch.randn(8, 40).half(), f"{name}.b": torch.randn(30, 8).half()}, str(path))
    return path


def change(path: Path) -> torch.Tensor:
    found = load_file(str(path))
    return found["layer.0.b"].float() @ found["layer.0.a"].float()


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_the_mean_changes_a_layer_by_the_mean_of_both_changes(tmp_path: Path, share: float):
    first, second = adapter(tmp_path / "first", 1), adapter(tmp_path / "second", 2)
    run(first, second, tmp_path / "mean", share)
    wanted = (1 - share) * change(first) + share * change(second)
    assert torch.allclose(change(tmp_path / "mean"), wanted, atol=0.05)


def test_adapters_of_different_layers_are_not_averaged(tmp_path: Path):
    first, second = adapter(tmp_path / "first", 1), adapter(tmp_path / "second", 2, "layer.1")
    with pytest.raises(ResolutionsError, match="different layers"):
        run(first, second, tmp_path / "mean", 0.5)


def test_a_file_that_is_no_adapter_is_named(tmp_path: Path):
    broken = tmp_path / "broken"
    broken.write_text("no tensors")
    with pytest.raises(ResolutionsError, match="no adapter"):
        run(broken, broken, tmp_path / "mean", 0.5)
