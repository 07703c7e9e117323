"""Searching when the index in use cannot be searched, or lacks texts: by whatever vectors are left.

A vector depends on its text and the model alone. So it may come from the cache of embeddings, else from any
sound generation. Passages that have none are found by their words, and reranked as all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index.bank import BankQuestion, QuestionBank, read_questions
from index.cache import EmbeddingCache
from index.generation import Manifest, damaged_files, load_vectors, read_manifest, read_passages
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import passages
from index.reranker import Reranker
from index.search import Searcher

if TYPE_CHECKING:
    import numpy as np

_NAMED = 5  # texts in a notice


@dataclass(frozen=True, slots=True)
class Recovered:
    """A searcher over vectors that were left, and the editions of which passages have none."""

    searcher: Searcher
    by_words: tuple[Edition, ...]

    @property
    def names(self) -> str:
        """The names of those editions, the first of them, or ''."""
        more = len(self.by_words) - _NAMED
        names = ", ".join(one.name for one in self.by_words[:_NAMED])
        return f"{names} and {more} more" if more > 0 else names


def recover(
    editions: Sequence[Edition],
    questions: Sequence[BankQuestion],
    root: Path,
    model: EmbeddingModel,
    cache: EmbeddingCache,
) -> Recovered | None:
    """Search editions and their bank questions by the vectors that are left; None where there is none.

    Raises ModelUnavailable.
    """
    import numpy as np

    rows = [one for edition in editions for one in passages(edition)]
    wanted = [*(one.wording for one in rows), *(one.question.text for one in questions)]
    known = _known(wanted, root, model, cache)
    if not any(one.wording in known for one in rows):
        return None
    nowhere = np.zeros_like(next(iter(known.values())))
    vectors = np.stack([known.get(one.wording, nowhere) for one in rows])
    lexical = LexicalIndex.build(one.wording for one in rows)
    asked = [one for one in questions if one.question.text in known]
    bank = QuestionBank(asked, np.stack([known[one.question.text] for one in asked])) if asked else None
    searcher = Searcher(rows, lexical, model, vectors, None, Reranker(cache, model), bank)
    lacking = {one.edition for one in rows if one.wording not in known}
    return Recovered(searcher, tuple(one for one in editions if one.key in lacking))


def _known(
    texts: Sequence[str], root: Path, model: EmbeddingModel, cache: EmbeddingCache
) -> dict[str, np.ndarray]:
    """Return the vectors of texts that are found, first in the cache, then in sound generations."""
    found = cache.vectors(texts, model)
    for folder, manifest in _generations(root, model):
        if all(one in found for one in texts):
            break
        found = {**_in_generation(folder, manifest), **found}
    return found


def _generations(root: Path, model: EmbeddingModel) -> Iterator[tuple[Path, Manifest]]:
    """Walk the generations of a model whose manifest can be read, the newest first."""
    for folder in sorted(root.glob("gen-*"), reverse=True):
        try:
            manifest = read_manifest(folder)
        except IndexUnavailable:
            continue
        if manifest.model_sha256 == model.sha256:
            yield folder, manifest


def _in_generation(folder: Path, manifest: Manifest) -> dict[str, np.ndarray]:
    """Return the vectors of a generation by their texts, as far as its files are sound."""
    damaged = set(damaged_files(folder, manifest))
    found: dict[str, np.ndarray] = {}
    if damaged.isdisjoint(("passages.jsonl", "vectors.npy")):
        texts = [one.wording for one in read_passages(folder)]
        found |= zip(texts, load_vectors(folder), strict=True)
    if damaged.isdisjoint(("questions.jsonl", "questions.npy")):
        texts = [one.question.text for one in read_questions(folder / "questions.jsonl")]
        found |= zip(texts, load_vectors(folder, "questions"), strict=True)
    return found
