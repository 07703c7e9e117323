"""Encoding with sentence-transformers: any model in a local folder; trains and exports the shipped one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.adapter import apply_adapter
from index.encoded import Encoded, encoded

_BATCH = 16  # sorted by length, short texts together: four times as fast as in the order given


class TorchEncoder:
    """A sentence-transformers model; loading it takes seconds."""

    def __init__(self, folder: Path, *, adapted: bool) -> None:
        """Load the model in a folder, with the shipped adapter or without."""
        # A waiting OpenMP thread that spins turns 7 ms a query into 480 on a busy machine.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ["HF_HUB_OFFLINE"] = "1"
        import transformers

        transformers.utils.logging.disable_progress_bar()
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu", trust_remote_code=False)
        if adapted:
            apply_adapter(self.transformer)

    @property
    def tokenizer(self) -> Any:  # noqa: ANN401  the framework's type stops here
        """The tokenizer, for training."""
        return self._model.tokenizer

    @property
    def transformer(self) -> Any:  # noqa: ANN401  the framework's type stops here
        """The transformer, for training and export."""
        return self._model[0].auto_model

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts and their tokens in one pass."""
        found = self._model.encode(
            list(texts), batch_size=_BATCH, output_value=None, convert_to_numpy=False, show_progress_bar=False
        )
        return encoded(
            [
                (
                    output["sentence_embedding"].float().numpy(),
                    output["token_embeddings"][output["attention_mask"].bool()].float().numpy(),
                )
                for output in found
            ]
        )

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the start and end of each token in a text, one for each row of `Encoded.tokens`."""
        found = self._model.tokenizer(text, return_offsets_mapping=True, truncation=True)
        return [(start, end) for start, end in found["offset_mapping"] if end > start]
