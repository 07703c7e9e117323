"""The adapter that trains the shipped model for resolutions: low-rank changes to its weights, 1.4 MB.

An adapter (LoRA, Hu et al. 2021) adds to a layer's weights the product of two narrow matrices. It
was trained on questions written for this project and the clauses that answer them, so that plain
words come near official ones. It is the mean of two (`python -m evals train` and `average`). The model's own
file stays as it was shipped; the changes are added when it is loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

ADAPTER = Path(__file__).parent / "adapter.safetensors"
"""For a layer `name` the tensors `name.a` (rank, inputs) and `name.b` (outputs, rank), half precision."""

ADAPTER_SHA256 = "94e497f6ad869361dc2c7a1f87cee89696b4848796ce0bd7c4e33445a47638f1"
"""The hash of the file that is shipped; another one's hash goes here."""


def apply_adapter(transformer: Any, path: Path = ADAPTER) -> None:  # noqa: ANN401  the framework's type
    """Add the adapter to the layers of a transformer. Raises AttributeError for a layer it does not have."""
    import torch
    from safetensors.torch import load_file

    changes = load_file(str(path))
    with torch.no_grad():
        for name in sorted({tensor.rpartition(".")[0] for tensor in changes}):
            layer = transformer.get_submodule(name)
            layer.weight += changes[f"{name}.b"].float() @ changes[f"{name}.a"].float()
