"""`python -m evals average`: the mean of two adapters, as one adapter of the same size.

Weights trained apart from the same model can be averaged (Wortsman et al. 2022, model soups). The mean keeps
most of what each learnt: here that of 5,523 plain questions about many texts, and that of the question
packs about few. The mean of two changes of rank 16 has rank 32; its best approximation of rank 16 is kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.errors import ResolutionsError

_RANK = 16


def run(first: Path, second: Path, output: Path, share: float) -> int:
    """Average two adapters, `share` (0 to 1) of the second, and write the mean. Raises ResolutionsError."""
    import torch
    from safetensors.torch import load_file, save_file

    one, other = _read(first, load_file), _read(second, load_file)
    if one.keys() != other.keys():
        raise ResolutionsError(f"{first} and {second} change different layers; average adapters of one model")
    found: dict[str, Any] = {}
    for name in sorted({key.rpartition(".")[0] for key in one}):
        change = (1 - share) * _change(one, name) + share * _change(other, name)
        left, sizes, right = torch.linalg.svd(change, full_matrices=False)
        root = sizes[:_RANK].sqrt()
        found[f"{name}.b"] = (left[:, :_RANK] * root).half().contiguous()
        found[f"{name}.a"] = (root[:, None] * right[:_RANK]).half().contiguous()
    save_file(found, str(output))
    return 0


def _read(path: Path, load_file: Any) -> dict[str, Any]:  # noqa: ANN401  the framework's function
    """Read an adapter's tensors. Raises ResolutionsError."""
    try:
        return dict(load_file(str(path)))
    except Exception as error:
        raise ResolutionsError(
            f"{path}: no adapter ({error}); name a file of: python -m evals train"
        ) from error


def _change(adapter: dict[str, Any], name: str) -> Any:  # noqa: ANN401  a tensor
    """Return what an adapter adds to the weights of a layer, shape (outputs, inputs)."""
    return adapter[f"{name}.b"].float() @ adapter[f"{name}.a"].float()
