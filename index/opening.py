"""Opening a generation for searching: what is damaged is named, what can be done without is done without."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index.bank import QuestionBank, read_questions
from index.cache import EmbeddingCache
from index.chroma import ChromaVectors
from index.generation import damaged_files, load_vectors, read_manifest, read_passages
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import passages
from index.reranker import Reranker
from index.search import MEASURED, Searcher, Weights
from index.space import is_full

_EXACTLY = "searching the stored vectors exactly"
_WRITABLE = "Make it writable, or set RESOLUTIONS_HOME to a folder that is"
_FREE = "Free some space"


def open_generation(
    folder: Path, model: EmbeddingModel, cache: EmbeddingCache | None = None, weights: Weights = MEASURED
) -> Searcher:
    """Open a generation for searching. Raises IndexUnavailable: other version or model, damaged.

    A Chroma that is damaged or cannot be written is done without, and said. With the cache of embeddings
    the best hits are reranked.
    """
    manifest = read_manifest(folder)
    if manifest.model_sha256 != model.sha256:
        raise IndexUnavailable(
            f"{folder}: built with the model {manifest.model}, the model in use is {model.name}; "
            "run: resolutions index"
        )
    damaged = [name for name in damaged_files(folder, manifest) if not name.startswith("chroma/")]
    if damaged:
        raise IndexUnavailable(f"{folder}: damaged ({', '.join(damaged)}); run: resolutions index")
    rows = read_passages(folder)
    chroma, notices = _open_chroma(folder, len(rows), damaged_files(folder, manifest, "chroma/"))
    questions = read_questions(folder / "questions.jsonl")
    bank = QuestionBank(questions, load_vectors(folder, "questions")) if questions else None
    notices += manifest.problems
    lexical = LexicalIndex.load(folder / "lexical", len(rows))
    reranker = Reranker(cache, model) if cache else None
    return Searcher(rows, lexical, model, load_vectors(folder), chroma, reranker, bank, notices, weights)


def search_without_index(editions: Sequence[Edition], notices: Sequence[str]) -> Searcher:
    """Search the editions by words alone: what is left when there is no usable index."""
    rows = [one for edition in editions for one in passages(edition)]
    return Searcher(rows, LexicalIndex.build(one.wording for one in rows), notices=notices)


def search_apart(edition: Edition, model: EmbeddingModel, cache: EmbeddingCache) -> Searcher:
    """Search one edition by words and vectors, whatever else is in the library, without a question bank."""
    rows = list(passages(edition))
    wordings = [one.wording for one in rows]
    return Searcher(rows, LexicalIndex.build(wordings), model, cache.embed(wordings, model))


def _open_chroma(
    folder: Path, passages: int, damaged: Sequence[str]
) -> tuple[ChromaVectors | None, list[str]]:
    """Open Chroma where its files are sound and can be written: a bad one can end the process."""
    path = folder / "chroma" / "chroma.sqlite3"
    said = f"changed files: {', '.join(damaged)}" if damaged else ""
    try:
        if not said:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as table:
                said = "" if table.execute("pragma quick_check").fetchone() == ("ok",) else "quick_check"
        if not said and not os.access(path, os.W_OK):
            return None, [f"{folder.parent}: cannot be written, and Chroma needs to; {_EXACTLY}. {_WRITABLE}"]
        if not said:
            chroma = ChromaVectors(folder / "chroma")
            if chroma.count() == passages:
                return chroma, []
            said = f"{chroma.count()} vectors for {passages} passages"
            chroma.close()
    except Exception as error:
        if is_full(folder, error):
            return None, [
                f"{folder.parent}: no space left on the disk, and Chroma needs some; {_EXACTLY}. {_FREE}"
            ]
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return None, [f"Chroma's index is damaged ({said}); {_EXACTLY}. Run: resolutions index"]
