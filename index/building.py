"""Building a generation: from nothing, or from a copy of the one in use with only the changes made.

What the generation in use has of the editions that have not changed is taken over, so adding one
text to a thousand costs little more than that text; it is the same index as one built from nothing,
save for the paths of Chroma's graph.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from corpus.canonical import fingerprint
from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index.bank import BankQuestion, pack_marks, packed_questions, write_questions
from index.cache import EmbeddingCache, Progress
from index.checker import Checker, problem_in_child
from index.chroma import ChromaVectors
from index.encoded import has_direction
from index.failures import build_failure, no_memory, no_room, one_error, want_of_room
from index.generation import (
    current,
    save_vectors,
    write_durably,
    write_manifest,
    write_passages,
)
from index.lexical import LexicalIndex
from index.memory import says_out_of_memory
from index.passages import Passage, passages
from index.predecessor import Predecessor, predecessor
from index.space import estimated, shortage

if TYPE_CHECKING:
    import numpy as np

    from index.model import EmbeddingModel

_KEPT = 2  # generations kept beside the one in use


@dataclass(frozen=True, slots=True)
class Built:
    """A generation that was built: its folder, its passages, and how many texts were embedded for it."""

    folder: Path
    passages: int
    embedded: int


def build(
    editions: Sequence[Edition],
    root: Path,
    model: EmbeddingModel,
    cache: EmbeddingCache,
    progress: Progress | None = None,
    *,
    anew: bool = False,
    marks: Mapping[str, str] | None = None,
    packs: Path | None = None,
) -> Built:
    """Build a generation of the editions and their question packs, check it, make it the one in use.

    It begins as a copy of the one in use where that is sound and much the same, unless it is to
    be made `anew`. `marks` are the editions' fingerprints, where they are known; `packs` is the folder
    of packs that count beside those that ship. Raises IndexUnavailable when another process builds, when
    the model gives vectors that point nowhere, or when the check fails; NotBuilt, which is one too, when
    there is too little room or anything else stops the build. The generation in use then stays.
    """
    marks = marks or {str(edition.key): fingerprint(edition) for edition in editions}
    done = cache.computed
    with one_error(root):
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root), Checker() as checker:
            base = None if anew else predecessor(root, model, marks)
            folder, count = _new(root, base, editions, marks, packs, model, cache, progress)
            try:
                said = checker.problem(folder)
                if said and base is not None:  # what was taken over may be at fault
                    failed = folder
                    folder, count = _new(root, None, editions, marks, packs, model, cache, progress)
                    shutil.rmtree(failed, ignore_errors=True)
                    said = problem_in_child(folder)
                if said:
                    raise _failed_check(root, folder, said)
                _swap(root, folder)
            except BaseException:
                _remove_unused(root, folder)
                raise
            return Built(folder, count, cache.computed - done)


def _failed_check(root: Path, folder: Path, said: str) -> IndexUnavailable:
    """Return the error that says that a generation failed its check."""
    if failure := want_of_room(root):
        return failure
    if says_out_of_memory(said):
        return no_memory(root)
    return IndexUnavailable(f"{folder}: the new index failed its check ({said}); run: resolutions index")


def _remove_unused(root: Path, folder: Path) -> None:
    """Remove a generation that was built and has not come into use."""
    try:
        is_used = current(root) == folder
    except IndexUnavailable:
        is_used = False
    if not is_used:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Build alone; what an ended build left is removed first. Raises IndexUnavailable."""
    try:
        with FileLock(root / "LOCK", timeout=0):
            for folder in root.glob("gen-*"):
                if not (folder / "manifest.json").is_file():
                    shutil.rmtree(folder, ignore_errors=True)
            yield
    except Timeout:
        raise IndexUnavailable(
            f"{root}: another process is building the index; wait until it has ended, then try again"
        ) from None


def _new(
    root: Path,
    base: Predecessor | None,
    editions: Sequence[Edition],
    marks: Mapping[str, str],
    packs: Path | None,
    model: EmbeddingModel,
    cache: EmbeddingCache,
    progress: Progress | None,
) -> tuple[Path, int]:
    """Write every file of a new generation, the manifest last; return its folder and size."""
    rows = [one for edition in editions for one in (base.passages if base else passages)(edition)]
    questions, problems = packed_questions(editions, packs)
    _check_room(root, rows, questions, base, model, cache)
    numbers = [int(one.name[4:]) for one in root.glob("gen-*") if one.name[4:].isdigit()]
    folder = root / f"gen-{max(numbers, default=0) + 1:06d}"
    try:
        folder.mkdir()
        write_passages(folder / "passages.jsonl", rows)
        LexicalIndex.build(one.wording for one in rows).save(folder / "lexical")
        if base is not None:
            _copy_chroma(base.folder / "chroma", folder / "chroma")
        vectors = _vectors(rows, base, model, cache, progress)
        _check_directions(vectors, rows, model)
        save_vectors(folder, vectors)
        write_questions(folder / "questions.jsonl", questions)
        with closing(ChromaVectors(folder / "chroma", create=base is None)) as chroma:
            _fill_passages(chroma, rows, vectors, base)
            _fill_questions(chroma, questions, base, model, cache, progress)
        packed = pack_marks((edition.key for edition in editions), packs)
        write_manifest(folder, model, vectors.shape, marks, packed, problems)
    except BaseException as error:
        failure = build_failure(root, error)  # while the disk is as full as it was
        shutil.rmtree(folder, ignore_errors=True)
        if failure is error:
            raise
        raise failure from error
    return folder, len(rows)


def _check_room(
    root: Path,
    rows: Sequence[Passage],
    questions: Sequence[BankQuestion],
    base: Predecessor | None,
    model: EmbeddingModel,
    cache: EmbeddingCache,
) -> None:
    """See whether the disk has room for a generation, before any of it is written. Raises NotBuilt."""
    dimensions = base.vectors.shape[1] if base else _dimensions(rows[0].wording, model, cache)
    new_passages = [one.wording for one in rows if base is None or one.id not in base.row_of]
    new_questions = [one.question.text for one in questions if base is None or one.id not in base.questions]
    need = estimated(
        len(rows),
        len(questions),
        dimensions,
        cache.missing([*new_passages, *new_questions], model),
    )
    cache.path.parent.mkdir(parents=True, exist_ok=True)
    if said := shortage(root, cache.path.parent, need):
        raise no_room(said)


def _dimensions(text: str, model: EmbeddingModel, cache: EmbeddingCache) -> int:
    """Return the length of a model's vectors: of a text's kept one, else of one that is not kept."""
    is_kept = not cache.missing([text], model)
    return int((cache.embed([text], model) if is_kept else model.embed([text])).shape[1])


def _vectors(
    rows: Sequence[Passage],
    base: Predecessor | None,
    model: EmbeddingModel,
    cache: EmbeddingCache,
    progress: Progress | None,
) -> np.ndarray:
    """Return the vectors of the passages, shape (passages, dimensions): taken over, or embedded."""
    import numpy as np

    new = [at for at, one in enumerate(rows) if base is None or one.id not in base.row_of]
    embedded = cache.embed([rows[at].wording for at in new], model, progress) if new else None
    if base is None:
        assert embedded is not None
        return embedded
    vectors = np.empty((len(rows), base.vectors.shape[1]), dtype=np.float32)
    old = [(at, base.row_of[one.id]) for at, one in enumerate(rows) if one.id in base.row_of]
    if old:
        vectors[[at for at, _ in old]] = base.vectors[[row for _, row in old]]
    if embedded is not None:
        vectors[new] = embedded
    return vectors


def _check_directions(vectors: np.ndarray, rows: Sequence[Passage], model: EmbeddingModel) -> None:
    """Refuse vectors that point nowhere: zero, or not a number. Raises IndexUnavailable."""
    bad = [one for one, points in zip(rows, has_direction(vectors), strict=True) if not points]
    if bad:
        raise IndexUnavailable(
            f"the model {model.name} gives {len(bad)} of {len(rows)} passages a vector that is zero or not a "
            f"number ({bad[0].id} the first); set RESOLUTIONS_MODEL to another model, or unset it"
        )


def _fill_passages(
    chroma: ChromaVectors, rows: Sequence[Passage], vectors: np.ndarray, base: Predecessor | None
) -> None:
    """Put the passages' vectors into Chroma: all of them, or into a copy only what is new."""
    if base is not None:
        chroma.remove(base.gone)
    new = [at for at, one in enumerate(rows) if base is None or one.id not in base.row_of]
    chroma.add([rows[at] for at in new], vectors[new])


def _fill_questions(
    chroma: ChromaVectors,
    questions: Sequence[BankQuestion],
    base: Predecessor | None,
    model: EmbeddingModel,
    cache: EmbeddingCache,
    progress: Progress | None,
) -> None:
    """Put the bank's questions into Chroma: all of them, or into a copy only what is new."""
    there = base.questions if base else set()
    chroma.remove_questions(sorted(there - {one.id for one in questions}))
    new = [one for one in questions if one.id not in there]
    if new:
        texts = [one.question.text for one in new]
        chroma.add_questions(new, cache.embed(texts, model, progress))


def _copy_chroma(source: Path, target: Path) -> None:
    """Copy Chroma's files; its database, which a server may have open, by a backup of its own."""
    database = "chroma.sqlite3"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{database}*"))
    with (
        closing(sqlite3.connect(f"file:{source / database}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target / database)) as new,
    ):
        old.backup(new)


def _swap(root: Path, folder: Path) -> None:
    """Make a generation the one in use, and drop the oldest."""
    write_durably(root / "CURRENT", folder.name + "\n")
    for old in sorted(root.glob("gen-*"))[: -_KEPT - 1]:
        shutil.rmtree(old, ignore_errors=True)
