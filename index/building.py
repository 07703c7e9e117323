"""Building a generation: from nothing, or from a copy of the one in use with only the changes made.

What the generation in use has of the editions that have not changed is taken over, so adding one
text to a thousand costs little more than that text; it is the same index as one built from nothing,
save for the paths of Chroma's graph.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.canonical import fingerprint
from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index.arrays import np
from index.bank import pack_marks, packed_questions, read_questions, write_questions
from index.cache import EmbeddingCache, Progress
from index.child import Checker, problem_in_child
from index.chroma import ChromaVectors
from index.encoded import has_direction
from index.failures import no_memory, no_room, one_error, want_of_room
from index.generation import (
    current,
    damaged_files,
    load_vectors,
    read_manifest,
    read_passages,
    save_vectors,
    write_durably,
    write_manifest,
    write_passages,
)
from index.lexical import LexicalIndex
from index.memory import says_out_of_memory
from index.model import EmbeddingModel
from index.passages import Passage, passages
from index.space import estimated, shortage

_KEPT = 2  # generations kept beside the one in use
_CHANGED = 0.25  # of a generation: where more has gone, Chroma's graph is better made anew


@dataclass(frozen=True, slots=True)
class Built:
    """A generation that was built: its folder, its passages, and how many texts were embedded for it."""

    folder: Path
    passages: int
    embedded: int


class _Predecessor:
    """The generation in use, as far as what is built now has the same editions.

    `vectors` are those of the passages of editions that have not changed, `questions` those of the bank's
    questions, by their ids; `gone` are the ids of the other passages.
    """

    def __init__(self, folder: Path, unchanged: set[str]) -> None:
        self.folder = folder
        self.rows = read_passages(folder)
        self.vectors: dict[str, np.ndarray] = {}
        self._kept: dict[str, list[Passage]] = {}
        for one, vector in zip(self.rows, load_vectors(folder), strict=True):
            if str(one.edition) in unchanged:
                self.vectors[one.id] = vector
                self._kept.setdefault(str(one.edition), []).append(one)
        self.gone = [one.id for one in self.rows if one.id not in self.vectors]
        asked = read_questions(folder / "questions.jsonl")
        own = load_vectors(folder, "questions")
        self.questions = {one.id: vector for one, vector in zip(asked, own, strict=True)}

    def passages(self, edition: Edition) -> Sequence[Passage]:
        """Return an edition's passages: those there are, where it has not changed."""
        return self._kept.get(str(edition.key)) or tuple(passages(edition))


def _predecessor(root: Path, model: EmbeddingModel, marks: Mapping[str, str]) -> _Predecessor | None:
    """Return the generation in use where it can be built upon, else None."""
    try:
        folder = current(root)
        manifest = read_manifest(folder)
    except IndexUnavailable:
        return None
    if manifest.model_sha256 != model.sha256 or damaged_files(folder, manifest):
        return None
    found = _Predecessor(folder, {key for key, mark in manifest.editions.items() if marks.get(key) == mark})
    return found if len(found.gone) <= _CHANGED * len(found.rows) else None


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
            base = None if anew else _predecessor(root, model, marks)
            folder, count = _new(root, base, editions, marks, packs, model, cache, progress)
            try:
                said = checker.problem(folder)
                if said and base is not None:  # what was taken over may be at fault
                    failed = folder
                    folder, count = _new(root, None, editions, marks, packs, model, cache, progress)
                    shutil.rmtree(failed, ignore_errors=True)
                    said = problem_in_child(folder)
                if said:
                    cause = no_memory(root) if says_out_of_memory(said) else None
                    said = f"{folder}: the new index failed its check ({said}); run: resolutions index"
                    raise want_of_room(root) or cause or IndexUnavailable(said)
                write_durably(root / "CURRENT", f"{folder.name}\n")
                for old in sorted(root.glob("gen-*"))[: -_KEPT - 1]:
                    shutil.rmtree(old, ignore_errors=True)
            except BaseException:
                used = None
                with suppress(IndexUnavailable):
                    used = current(root)
                if used != folder:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            return Built(folder, count, cache.computed - done)


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
    base: _Predecessor | None,
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
    cache.path.parent.mkdir(parents=True, exist_ok=True)
    need = estimated(len(rows), len(questions), dimensions, cache.missing(new, model))
    if said := shortage(root, cache.path.parent, need):  # before anything is written
        raise no_room(said)
    numbers = [int(one.name[4:]) for one in root.glob("gen-*") if one.name[4:].isdigit()]
    folder = root / f"gen-{max(numbers, default=0) + 1:06d}"
    with one_error(root, folder):
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
    return folder, len(rows)


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
