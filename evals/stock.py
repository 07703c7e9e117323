"""What a user would pick instead: LlamaIndex's CitationQueryEngine over 512-token chunks.

The same model embeds, a mock language model writes, so what is measured is the machinery.
Also a script of its own: `python -m evals.stock FOLDER QUESTION` answers one question cold.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from corpus.catalogue import TEXTS
from index.model import EmbeddingModel

CHUNK_TOKENS = 512


class StockEngine:
    """A stock citation engine over the shipped texts."""

    def __init__(self, folder: Path | None = None) -> None:
        """Build the engine in memory, or from the folder where an earlier one was kept."""
        from llama_index.core import (
            Settings,
            SimpleDirectoryReader,
            StorageContext,
            VectorStoreIndex,
            load_index_from_storage,
        )
        from llama_index.core.llms import MockLLM
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.query_engine import CitationQueryEngine

        Settings.llm = MockLLM()
        Settings.embed_model = _embedding(EmbeddingModel())
        index: Any
        if folder is not None and folder.is_dir():
            index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)))
        else:
            documents = SimpleDirectoryReader(str(TEXTS)).load_data()
            splitter = SentenceSplitter(chunk_size=CHUNK_TOKENS)
            index = VectorStoreIndex(splitter.get_nodes_from_documents(documents))
            if folder is not None:
                index.storage_context.persist(str(folder))
        self._engine = CitationQueryEngine.from_args(index, citation_chunk_size=CHUNK_TOKENS)

    def ask(self, question: str) -> str:
        """Answer a question."""
        return str(self._engine.query(question))


def _embedding(model: EmbeddingModel) -> Any:  # noqa: ANN401  the framework's type stops here
    """Wrap the model as LlamaIndex wants it."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class Embedding(BaseEmbedding):  # type: ignore[misc]  # its type is not followed
        """The shipped model behind LlamaIndex's interface."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(one) for one in model.embed([text])[0]]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(one) for one in row] for row in model.embed(texts)]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Embedding()


if __name__ == "__main__":
    sys.stdout.write(StockEngine(Path(sys.argv[1])).ask(sys.argv[2]) + "\n")
