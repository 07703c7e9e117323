"""Building a generation: from nothing, or from a copy of the one in use with only the changes made.

Unchanged editions are copied from the generation in use, so adding one text to a thousand costs little
more than indexing that text. The result differs from a full build only in the paths of Chroma's graph.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.canonical import fingerprint
from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index.arrays import np
from index.bank import pack_marks, packed_questions, read_questions, write_questions
from index.cache import EmbeddingCache, Progress
from index.child import Checker, problem_in_child
from index.chroma import ChromaVectors, read_only
from index.encoded import has_direction
from index.failures import as_not_built, estimated, no_memory, no_room, room_error, shortage
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

_KEPT = 2  # generations kept beside the one in use
_CHANGED = 0.25  # of a generation: where more has gone, Chroma's graph is better made anew


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A new generation: its folder, its number of passages, and how many texts were embedded for it."""

    folder: Path
    passages: int
    embedded: int


@dataclass(frozen=True)
class _Base:
    """What a new generation takes over from the one in use: the unchanged editions.

    `kept` are their passages by the edition's key, `vectors` the vectors of these, `questions` those of the
    bank's questions, both by their ids; `gone` are the ids of the other passages. It may be empty.
    """

    folder: Path | None = None
    kept: Mapping[str, Sequence[Passage]] = field(default_factory=dict)
    vectors: Mapping[str, np.ndarray] = field(default_factory=dict)
    questions: Mapping[str, np.ndarray] = field(default_factory=dict)
    gone: Sequence[str] = ()


def _base(root: Path, model: EmbeddingModel, marks: Mapping[str, str]) -> _Base:
    """Return what the generation in use has; nothing where it is damaged or much has changed."""
    try:
        folder = current(root)
        manifest = read_manifest(folder)
    except IndexUnavailable:
        return _Base()
    if manifest.model_sha256 != model.sha256 or damaged_files(folder, manifest):
        return _Base()
    rows, kept, vectors = read_passages(folder), defaultdict(list), {}
    for passage, vector in zip(rows, load_vectors(folder), strict=True):
        key = str(passage.edition)
        if key in manifest.editions and marks.get(key) == manifest.editions[key]:
            vectors[passage.id] = vector
            kept[key].append(passage)
    gone = [passage.id for passage in rows if passage.id not in vectors]
    entries, question_vectors = read_questions(folder / "questions.jsonl"), load_vectors(folder, "questions")
    questions = {entry.id: vector for entry, vector in zip(entries, question_vectors, strict=True)}
    return _Base(folder, kept, vectors, questions, gone) if len(gone) <= _CHANGED * len(rows) else _Base()


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
) -> BuildResult:
    """Build a generation of the editions and their question packs, check it, make it the one in use.

    It begins as a copy of the one in use where that is sound and much the same, unless it is to
    be made `anew`. `marks` are the editions' fingerprints, where they are known; `packs` is the folder
    of packs that count beside those that ship. Raises IndexUnavailable when another process builds, when
    the model gives vectors that point nowhere, or when the check fails; its subclass NotBuilt when
    there is too little room or anything else stops the build. The generation in use then stays.
    """
    marks = marks or {str(edition.key): fingerprint(edition) for edition in editions}
    computed_before = cache.computed
    with as_not_built(root):
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root), Checker() as checker:
            base = _Base() if anew else _base(root, model, marks)
            folder, count = _new(root, base, editions, marks, packs, model, cache, progress)
            try:
                problem = checker.problem(folder)
                if problem and base.folder:  # what was taken over may be at fault
                    failed = folder
                    folder, count = _new(root, _Base(), editions, marks, packs, model, cache, progress)
                    shutil.rmtree(failed, ignore_errors=True)
                    problem = problem_in_child(folder)
                if problem:
                    cause = no_memory(root) if says_out_of_memory(problem) else None
                    problem = f"{folder}: the new index failed its check ({problem}); run: resolutions index"
                    raise room_error(root) or cause or IndexUnavailable(problem)
                write_durably(root / "CURRENT", f"{folder.name}\n")
                for old in sorted(root.glob("gen-*"))[: -_KEPT - 1]:
                    shutil.rmtree(old, ignore_errors=True)
            except BaseException:
                in_use = None
                with suppress(IndexUnavailable):
                    in_use = current(root)
                if in_use != folder:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            return BuildResult(folder, count, cache.computed - computed_before)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the lock of builds; remove what an interrupted build left. Raises IndexUnavailable."""
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
    base: _Base,
    editions: Sequence[Edition],
    marks: Mapping[str, str],
    packs: Path | None,
    model: EmbeddingModel,
    cache: EmbeddingCache,
    progress: Progress | None,
) -> tuple[Path, int]:
    """Write every file of a new generation, the manifest last; return its folder and size."""
    rows = [
        passage for edition in editions for passage in base.kept.get(str(edition.key)) or passages(edition)
    ]
    questions, problems = packed_questions(editions, packs)
    known, known_questions = base.vectors, base.questions
    wordings = {passage.id: passage.wording for passage in rows}
    texts = {entry.id: entry.question.text for entry in questions}
    new = [text for id_, text in wordings.items() if id_ not in known]
    new += [text for id_, text in texts.items() if id_ not in known_questions]
    if known:
        dimensions = len(next(iter(known.values())))
    else:  # from a cached vector if there is one, else by embedding one text
        is_kept = not cache.missing(new[:1], model)
        dimensions = int((cache.embed(new[:1], model) if is_kept else model.embed(new[:1])).shape[1])
    cache.path.parent.mkdir(parents=True, exist_ok=True)
    need = estimated(len(rows), len(questions), dimensions, cache.missing(new, model))
    if message := shortage(root, cache.path.parent, need):  # before anything is written
        raise no_room(message)
    numbers = [int(path.name[4:]) for path in root.glob("gen-*") if path.name[4:].isdigit()]
    folder = root / f"gen-{max(numbers, default=0) + 1:06d}"
    with as_not_built(root, folder):
        folder.mkdir()
        write_passages(folder / "passages.jsonl", rows)
        LexicalIndex.build(wordings.values()).save(folder / "lexical")
        if base.folder:
            _copy_chroma(base.folder / "chroma", folder / "chroma")
        vectors = _vectors(wordings, known, model, cache, progress)
        unusable = [
            passage.id for passage, points in zip(rows, has_direction(vectors), strict=True) if not points
        ]
        if unusable:
            raise IndexUnavailable(
                f"the model {model.name} gives {len(unusable)} of {len(rows)} passages a vector that is "
                f"zero or not a number ({unusable[0]} the first); set RESOLUTIONS_MODEL to another model, "
                "or unset it"
            )
        save_vectors(folder, vectors)
        write_questions(folder / "questions.jsonl", questions)
        save_vectors(folder, _vectors(texts, known_questions, model, cache, progress), "questions")
        with closing(ChromaVectors(folder / "chroma", create=not base.folder)) as chroma:
            chroma.remove(base.gone)
            added = [at for at, passage in enumerate(rows) if passage.id not in known]
            chroma.add([rows[at] for at in added], vectors[added])
        packed = pack_marks((edition.key for edition in editions), packs)
        write_manifest(folder, model, vectors.shape, marks, packed, problems)
    return folder, len(rows)


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


def _copy_chroma(source: Path, target: Path) -> None:
    """Copy Chroma's files; its database, which a server may have open, by a backup of its own."""
    database = "chroma.sqlite3"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{database}*"))
    with (
        closing(read_only(source / database)) as old,
        closing(sqlite3.connect(target / database)) as new,
    ):
        old.backup(new)
