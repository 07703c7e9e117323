"""Opens a generation for searching: reports damage, and searches without any part that is not essential.

If the index in use cannot be searched, or lacks texts, the vectors in the cache of embeddings are used: a
vector depends only on its text and the model. Passages without one are found by their words and reranked
like all others.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from corpus.packs import pack_path
from index.arrays import np
from index.bank import BankQuestion, QuestionBank
from index.cache import EmbeddingCache
from index.chroma import ChromaVectors, is_sound
from index.failures import is_full
from index.generation import damaged_files, read_manifest, read_segments
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import passages
from index.question_vectors import shipped_vectors
from index.reranker import Reranker
from index.search import MEASURED, Searcher, Weights
from index.segments import Segment

_NAMED = 5  # texts in a notice
_EXACTLY = "searching the stored vectors exactly"
_WRITABLE = "Make it writable, or set RESOLUTIONS_HOME to a folder that is"
_FREE = "Free some space"


def open_generation(
    folder: Path, model: EmbeddingModel, cache: EmbeddingCache | None = None, weights: Weights = MEASURED
) -> Searcher:
    """Open a generation for searching. Raises IndexUnavailable: other version or model, damaged.

    Where Chroma is damaged or cannot be written, the search runs without it and says so. With the cache of
    embeddings the best hits are reranked.
    """
    manifest = read_manifest(folder)
    if manifest.model_sha256 != model.sha256:
        raise IndexUnavailable(
            f"{folder}: built with the model {manifest.model}, the model in use is {model.name}; "
            "run: resolutions index"
        )
    changed = damaged_files(folder, manifest)
    in_chroma = [name for name in changed if name.startswith(f"{folder.name}/chroma/")]
    if damaged := [name for name in changed if name not in in_chroma]:
        raise IndexUnavailable(f"{folder}: damaged ({', '.join(damaged)}); run: resolutions index")
    chroma, notices = _open_chroma(folder, in_chroma)
    notices += chain.from_iterable(manifest.problems.values())
    segments = read_segments(folder, manifest)
    rows = [passage for segment in segments for passage in segment.texts.passages]
    vectors = np.concatenate([segment.vectors for segment in segments])
    lexical = LexicalIndex([segment.texts.words for segment in segments])
    reranker = Reranker(cache, model) if cache else None
    searcher = Searcher(rows, lexical, model, vectors, chroma, reranker, _bank(segments), notices, weights)
    searcher.texts = tuple(segment.texts for segment in segments)
    return searcher


def _bank(segments: Sequence[Segment]) -> QuestionBank | None:
    """Return the questions of all segments; None where there are none."""
    questions = [entry for segment in segments for entry in segment.texts.questions]
    vectors = [segment.question_vectors for segment in segments if segment.texts.questions]
    return QuestionBank(questions, np.concatenate(vectors)) if questions else None


def search_without_index(editions: Sequence[Edition], notices: Sequence[str]) -> Searcher:
    """Search the editions by words alone: what is left when there is no usable index."""
    rows = [passage for edition in editions for passage in passages(edition)]
    return Searcher(rows, LexicalIndex.build(passage.wording for passage in rows), notices=notices)


def search_apart(edition: Edition, model: EmbeddingModel, cache: EmbeddingCache) -> Searcher:
    """Search one edition by words and vectors, whatever else is in the library, without a question bank."""
    rows = list(passages(edition))
    wordings = [passage.wording for passage in rows]
    return Searcher(rows, LexicalIndex.build(wordings), model, cache.embed(wordings, model))


def _open_chroma(folder: Path, damaged: Sequence[str]) -> tuple[ChromaVectors | None, list[str]]:
    """Return Chroma where its files are sound and can be written: a bad one can end the process."""
    path = folder / "chroma" / "chroma.sqlite3"
    problem = f"changed files: {', '.join(damaged)}" if damaged else ""
    try:
        problem = problem or ("" if is_sound(path) else "quick_check")
    except sqlite3.Error as error:
        if is_full(folder, error):
            return None, [
                f"{folder.parent}: no space left on the disk, and Chroma needs some; {_EXACTLY}. {_FREE}"
            ]
        problem = str(error)
    if problem:
        return None, [f"Chroma's index is damaged ({problem}); {_EXACTLY}. Run: resolutions index"]
    if not os.access(path, os.W_OK):
        return None, [f"{folder.parent}: cannot be written, and Chroma needs to; {_EXACTLY}. {_WRITABLE}"]
    return ChromaVectors(folder / "chroma"), []


def recover(
    editions: Sequence[Edition],
    questions: Sequence[BankQuestion],
    model: EmbeddingModel,
    cache: EmbeddingCache,
) -> tuple[Searcher, str] | None:
    """Return a searcher over the vectors in the cache, and the names of the texts that lack some.

    None where the cache has no vector. Raises ModelUnavailable.
    """
    rows = [passage for edition in editions for passage in passages(edition)]
    wanted = [*(passage.wording for passage in rows), *(entry.question.text for entry in questions)]
    known = cache.vectors(wanted, model)
    for edition in editions:
        known |= shipped_vectors(pack_path(edition.key), model)
    if not any(passage.wording in known for passage in rows):
        return None
    zero = np.zeros_like(next(iter(known.values())))
    vectors = np.stack([known.get(passage.wording, zero) for passage in rows])
    lexical = LexicalIndex.build(passage.wording for passage in rows)
    found = [entry for entry in questions if entry.question.text in known]
    bank = QuestionBank(found, np.stack([known[entry.question.text] for entry in found])) if found else None
    searcher = Searcher(rows, lexical, model, vectors, None, Reranker(cache, model), bank)
    lacking = {passage.edition for passage in rows if passage.wording not in known}
    names = [edition.name for edition in editions if edition.key in lacking]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return searcher, ", ".join(names[:_NAMED]) + more
