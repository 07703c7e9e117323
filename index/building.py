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
from index.bank import pack_marks, packed_questions, write_questions
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
from index.space import Need, estimated, shortage

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
                write_durably(root / "CURRENT", f"{folder.name}\n")
                for old in sorted(root.glob("gen-*"))[: -_KEPT - 1]:
                    shutil.rmtree(old, ignore_errors=True)
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
    known, asked = (base.vectors, base.questions) if base else ({}, {})
    wordings = {one.id: one.wording for one in rows}
    texts = {one.id: one.question.text for one in questions}
    new = [text for id_, text in wordings.items() if id_ not in known]
    new += [text for id_, text in texts.items() if id_ not in asked]
    dimensions = len(next(iter(known.values()))) if known else _dimensions(new[0], model, cache)
    _check_room(root, estimated(len(rows), len(questions), dimensions, cache.missing(new, model)), cache)
    numbers = [int(one.name[4:]) for one in root.glob("gen-*") if one.name[4:].isdigit()]
    folder = root / f"gen-{max(numbers, default=0) + 1:06d}"
    try:
        folder.mkdir()
        write_passages(folder / "passages.jsonl", rows)
        LexicalIndex.build(wordings.values()).save(folder / "lexical")
        if base is not None:
            _copy_chroma(base.folder / "chroma", folder / "chroma")
        vectors = _vectors(wordings, known, model, cache, progress)
        _check_directions(vectors, rows, model)
        save_vectors(folder, vectors)
        write_questions(folder / "questions.jsonl", questions)
        save_vectors(folder, _vectors(texts, asked, model, cache, progress), "questions")
        with closing(ChromaVectors(folder / "chroma", create=base is None)) as chroma:
            chroma.remove(base.gone if base else ())
            added = [at for at, one in enumerate(rows) if one.id not in known]
            chroma.add([rows[at] for at in added], vectors[added])
        packed = pack_marks((edition.key for edition in editions), packs)
        write_manifest(folder, model, vectors.shape, marks, packed, problems)
    except BaseException as error:
        failure = build_failure(root, error)  # while the disk is as full as it was
        shutil.rmtree(folder, ignore_errors=True)
        if failure is error:
            raise
        raise failure from error
    return folder, len(rows)


def _check_room(root: Path, need: Need, cache: EmbeddingCache) -> None:
    """See whether the disk has room for a generation, before any of it is written. Raises NotBuilt."""
    cache.path.parent.mkdir(parents=True, exist_ok=True)
    if said := shortage(root, cache.path.parent, need):
        raise no_room(said)


def _dimensions(text: str, model: EmbeddingModel, cache: EmbeddingCache) -> int:
    """Return the length of a model's vectors: of a text's kept one, else of one that is not kept."""
    is_kept = not cache.missing([text], model)
    return int((cache.embed([text], model) if is_kept else model.embed([text])).shape[1])


def _vectors(
    texts: Mapping[str, str],
    known: Mapping[str, np.ndarray],
    model: EmbeddingModel,
    cache: EmbeddingCache,
    progress: Progress | None,
) -> np.ndarray:
    """Return the vectors of texts, shape (texts, dimensions): those known by their ids, else embedded."""
    import numpy as np

    new = [text for id_, text in texts.items() if id_ not in known]
    embedded = iter(cache.embed(new, model, progress) if new else ())
    rows = [known[id_] if id_ in known else next(embedded) for id_ in texts]
    return np.array(rows, dtype=np.float32).reshape(len(rows), -1 if rows else 0)


def _check_directions(vectors: np.ndarray, rows: Sequence[Passage], model: EmbeddingModel) -> None:
    """Refuse vectors that point nowhere: zero, or not a number. Raises IndexUnavailable."""
    bad = [one for one, points in zip(rows, has_direction(vectors), strict=True) if not points]
    if bad:
        raise IndexUnavailable(
            f"the model {model.name} gives {len(bad)} of {len(rows)} passages a vector that is zero or not a "
            f"number ({bad[0].id} the first); set RESOLUTIONS_MODEL to another model, or unset it"
        )


def _copy_chroma(source: Path, target: Path) -> None:
    """Copy Chroma's files; its database, which a server may have open, by a backup of its own."""
    database = "chroma.sqlite3"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{database}*"))
    with (
        closing(sqlite3.connect(f"file:{source / database}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target / database)) as new,
    ):
        old.backup(new)
