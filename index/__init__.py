"""Edition → passages → Chroma and the lexical index; a query → ranked hits."""

import os

from index.building import BuildResult, build
from index.cache import EmbeddingCache
from index.generation import current, read_manifest
from index.model import EmbeddingModel
from index.opening import open_generation, search_apart, search_without_index
from index.passages import Passage, passages
from index.search import Hit, Searcher
from index.tokens import words

# OpenBLAS reads this when NumPy is loaded. Its threads spin while they wait: on a busy machine
# reranking took 160 ms a question with two threads, 8 ms with one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__all__ = [
    "BuildResult",
    "EmbeddingCache",
    "EmbeddingModel",
    "Hit",
    "Passage",
    "Searcher",
    "build",
    "current",
    "open_generation",
    "passages",
    "read_manifest",
    "search_apart",
    "search_without_index",
    "words",
]
