"""Opens a generation for searching: reports damage, and searches without any part that is not essential.

If the index in use cannot be searched, or lacks texts, the vectors in the cache of embeddings are used: a
vector depends only on its text and the model. Passages without one are found by their words and reranked
like all others.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from corpus.packs import pack_path
from index.arrays import np
from index.bank import BankQuestion, QuestionBank
from index.cache import EmbeddingCache
from index.chroma import ChromaVectors
from index.generation import Manifest, damaged_files, read_manifest, read_segments
from index.late_store import EXACTLY, LateStore
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import passages
from index.question_vectors import shipped_vectors
from index.reranker import Reranker
from index.search import MEASURED, Searcher
from index.segments import Segment
from index.shared_store import AGAIN, StoreAddress, recorded_store
from index.syncing import copy_in_use, defect, is_synced, is_syncing
from index.vector_store import SearchableStore

_NAMED = 5  # texts in a notice


def open_generation(
    folder: Path,
    model: EmbeddingModel,
    cache: EmbeddingCache | None = None,
    address: StoreAddress | None = None,
) -> Searcher:
    """Open a generation for searching. Raises IndexUnavailable: other version or model, damaged.

    With the cache of embeddings the best hits are reranked. The vector store is the one at an address, else
    Chroma's files.
    """
    manifest = read_manifest(folder)
    if manifest.model_sha256 != model.sha256:
        raise IndexUnavailable(
            f"{folder}: built with the model {manifest.model}, the model in use is {model.name}; "
            "run: resolutions index"
        )
    if damaged := damaged_files(folder, manifest):
        raise IndexUnavailable(f"{folder}: damaged ({', '.join(damaged)}); run: resolutions index")
    segments = read_segments(folder, manifest)
    rows = [passage for segment in segments for passage in segment.texts.passages]
    vectors = np.concatenate([segment.vectors for segment in segments])
    lexical = LexicalIndex([segment.texts.words for segment in segments])
    reranker = Reranker(cache, model) if cache else None
    if address is None:
        store = LateStore(partial(find_store, folder.parent, manifest))
    else:
        find = partial(find_shared, folder.parent, manifest, address)
        store = LateStore(find, f"{address.kind}'s index", AGAIN)
    notices = list(chain.from_iterable(manifest.problems.values()))
    texts = [segment.texts for segment in segments]
    parts = (rows, lexical, model, vectors, store, reranker, _bank(segments), notices, MEASURED, texts)
    return Searcher(*parts)


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


def find_store(root: Path, manifest: Manifest) -> SearchableStore | None:
    """Return Chroma with the passages of a generation; None where it has others, or cannot be written.

    Raises IndexUnavailable where its files are damaged.
    """
    copy = copy_in_use(root)
    if copy is None or copy.segments != manifest.segments or not os.access(root, os.W_OK):
        return None
    if fault := defect(root, copy):
        raise IndexUnavailable(f"Chroma's index is damaged ({fault}); {EXACTLY}. Run: resolutions index")
    return ChromaVectors(root / "chroma" / copy.folder)


def find_shared(root: Path, manifest: Manifest, address: StoreAddress) -> SearchableStore | None:
    """Return the store at an address; None while it is brought up to date.

    Raises IndexUnavailable where it does not answer, or has other passages than a generation.
    """
    if not is_synced(root, address) and is_syncing(root):
        return None
    return recorded_store(root, manifest, address)


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
