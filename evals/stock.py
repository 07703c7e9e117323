"""What a user would pick instead: LlamaIndex's CitationQueryEngine over 512-token chunks.

The same model embeds, a mock language model writes, so what is measured is the machinery.
Also a script of its own: `python -m evals.stock FOLDER QUESTION` answers one question cold.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.catalogue import TEXTS
from index.model import EmbeddingModel

CHUNK_TOKENS = 512

Embed = Callable[[Sequence[str]], np.ndarray]  # texts → vectors, a row each


class StockEngine:
    """A stock citation engine over the shipped texts."""

    def __init__(self, folder: Path | None = None) -> None:
        """Build the engine in memory, or from the folder where an earlier one was kept."""
        from llama_index.core import (
            SimpleDirectoryReader,
            StorageContext,
            VectorStoreIndex,
            load_index_from_storage,
        )
        from llama_index.core.node_parser import SentenceSplitter

        embedding = _embedding(EmbeddingModel().embed)
        index: Any
        if folder is not None and folder.is_dir():
            kept = StorageContext.from_defaults(persist_dir=str(folder))
            index = load_index_from_storage(kept, embed_model=embedding)
        else:
            documents = SimpleDirectoryReader(str(TEXTS)).load_data()
            nodes = SentenceSplitter(chunk_size=CHUNK_TOKENS).get_nodes_from_documents(documents)
            index = VectorStoreIndex(nodes, embed_model=embedding)
            if folder is not None:
                index.storage_context.persist(str(folder))
        self._engine = _engine(index)

    def ask(self, question: str) -> str:
        """Answer a question."""
        return str(self._engine.query(question))

    def first_source(self, question: str) -> str:
        """Return the first chunk that an answer cites."""
        return str(self._engine.query(question).source_nodes[0].node.get_content())


def _engine(index: Any) -> Any:  # noqa: ANN401  the framework's types stop here
    """Return the engine over an index; no language model writes."""
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import CitationQueryEngine

    return CitationQueryEngine.from_args(index, llm=MockLLM(), citation_chunk_size=CHUNK_TOKENS)


def _embedding(embed: Embed) -> Any:  # noqa: ANN401  the framework's type stops here
    """Wrap what embeds as LlamaIndex wants it."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class Embedding(BaseEmbedding):  # type: ignore[misc]  # its type is not followed
        """The model behind LlamaIndex's interface."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(value) for value in embed([text])[0]]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(value) for value in row] for row in embed(texts)]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Embedding()


if __name__ == "__main__":
    sys.stdout.write(StockEngine(Path(sys.argv[1])).ask(sys.argv[2]) + "\n")
