"""Edition → passages → Chroma and the lexical index; a query → ranked hits."""

from index.building import Built, build
from index.cache import EmbeddingCache
from index.generation import current, read_manifest
from index.lexical import words
from index.model import EmbeddingModel
from index.opening import open_generation, search_without_index
from index.passages import Level, Passage, passages
from index.search import Hit, Searcher

__all__ = [
    "Built",
    "EmbeddingCache",
    "EmbeddingModel",
    "Hit",
    "Level",
    "Passage",
    "Searcher",
    "build",
    "current",
    "open_generation",
    "passages",
    "read_manifest",
    "search_without_index",
    "words",
]
