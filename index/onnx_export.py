"""Exports the shipped model with its adapter: `python -m index.onnx_export FILE`.

Exit status 0 when the file gives the same vectors as sentence-transformers; else 1 and one line on
standard error. Without FILE the export goes where the program looks for it, and the path is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

from index.exported import exported
from index.model import EmbeddingModel
from index.onnx_encoder import INPUTS, OUTPUT, OnnxEncoder
from index.torch_encoder import TorchEncoder

_AGREES = 1e-5  # the largest difference that a number of a vector may have
_CHECKED = ["the Council", "to report annually to the Council on the implementation of the plan " * 40, "?"]


def export(path: Path) -> None:
    """Write the model to a file. Raises SystemExit where it gives other vectors than torch."""
    model = EmbeddingModel()
    encoder = TorchEncoder(model.folder, adapted=True)
    _write(encoder.transformer, path)
    theirs = encoder.encode(_CHECKED).vectors
    ours = OnnxEncoder(path, model.tokenizer).encode(_CHECKED).vectors
    difference = float(np.abs(ours - theirs).max())
    if not difference <= _AGREES:
        sys.exit(f"the exported model's vectors differ by {difference:.1e}")


class _TokenVectors(torch.nn.Module):  # type: ignore[misc]  # its type is not followed
    """A transformer whose only output is its last layer."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        """Return the vectors of all tokens, (texts, tokens, dimensions)."""
        vectors: torch.Tensor = self.transformer(**dict(zip(INPUTS, inputs, strict=True))).last_hidden_state
        return vectors


def _write(transformer: torch.nn.Module, path: Path) -> None:
    """Write a transformer as ONNX, for any number of texts of any length."""
    # The other implementations look at the mask's numbers while they are traced.
    transformer.set_attn_implementation("eager")
    ids = torch.ones((2, 8), dtype=torch.long)
    mask = torch.tensor([[1] * 8, [1] * 5 + [0] * 3])
    sizes = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    torch.onnx.export(
        _TokenVectors(transformer).eval(),
        (ids, mask, torch.zeros_like(ids)),
        str(path),
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        dynamic_shapes=((sizes,) * len(INPUTS),),
        dynamo=True,
        external_data=False,
        verbose=False,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        export(Path(sys.argv[1]))
    else:
        sys.stdout.write(f"{exported(EmbeddingModel().sha256)}\n")
