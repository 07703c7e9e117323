"""Building a generation: from the segments of the one in use, and new ones for what has changed.

Adding a text writes its segment alone. The result equals a full build.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.canonical import fingerprint
from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from corpus.keys import EditionKey
from corpus.packs import pack_path
from index.arrays import np
from index.bank import BankQuestion, pack_marks, packed_questions
from index.cache import EmbeddingCache, Progress
from index.encoded import has_direction
from index.failures import as_not_built, estimated, no_room, shortage
from index.generation import (
    SEGMENTS,
    Manifest,
    OlderIndex,
    current,
    damaged_files,
    file_hashes,
    read_manifest,
    write_durably,
    write_manifest,
)
from index.lexical import WordCounts
from index.model import EmbeddingModel
from index.passages import Passage, passages
from index.question_vectors import shipped_tokens, shipped_vectors
from index.segments import VERSION, Segment, SegmentTexts, hash_of, segment_hash, unused_name

_KEPT = 2  # generations kept beside the one in use


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A new generation: its folder, its number of passages, and how many texts were embedded for it."""

    folder: Path
    passages: int
    embedded: int


@dataclass(frozen=True, slots=True)
class _Base:
    """What a new generation takes over from the one in use; nothing where there is none, or it is damaged.

    The fields are those of its manifest (index/generation.py), and its folder.
    """

    folder: Path | None = None
    segments: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dimensions: int = 0


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the segment of an edition is made from, before it is embedded.

    `shipped` are the vectors of questions that come with the program, `tokens` those of their tokens, both by
    the words of the questions.
    """

    edition: EditionKey
    passages: tuple[Passage, ...]
    questions: tuple[BankQuestion, ...]
    problems: tuple[str, ...]
    shipped: Mapping[str, np.ndarray]
    tokens: Mapping[str, np.ndarray]

    @property
    def wordings(self) -> list[str]:
        """The words of each passage that are embedded."""
        return [passage.wording for passage in self.passages]

    @property
    def asked(self) -> list[str]:
        """The words of each question."""
        return [entry.question.text for entry in self.questions]

    @property
    def to_embed(self) -> list[str]:
        """Those of the questions whose vectors do not ship."""
        return [text for text in self.asked if text not in self.shipped]


def _base(root: Path, model: EmbeddingModel) -> _Base:
    """Return what the generation in use has; nothing where it is damaged or of another model."""
    try:
        folder = current(root)
        found = read_manifest(folder)
    except IndexUnavailable:
        return _Base()
    if found.model_sha256 != model.sha256 or damaged_files(folder, found):
        return _Base()
    return _Base(folder, found.segments, found.files, found.problems, found.dimensions)


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
    """Build a generation of the editions and their question packs, and make it the one in use.

    It takes over what has not changed of the one in use where that is sound, unless it is to be made `anew`.
    `marks` are the editions' fingerprints, where they are known; `packs` is the folder of packs that
    count beside those that ship. Raises IndexUnavailable when another process builds, when the model gives
    vectors that point nowhere, or when a segment is read back otherwise than it was written; its subclass
    NotBuilt when there is too little room or anything else stops the build. The generation in use then stays.
    """
    marks = marks or {str(edition.key): fingerprint(edition) for edition in editions}
    computed_before = cache.computed
    with as_not_built(root):
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root):
            base = _Base() if anew else _base(root, model)
            folder, count = _new(root, base, editions, marks, packs, model, cache, progress)
            try:
                write_durably(root / "CURRENT", f"{folder.name}\n")
                for old in sorted(root.glob("gen-*"))[: -_KEPT - 1]:
                    shutil.rmtree(old, ignore_errors=True)
                _sweep(root)
            except BaseException:
                if not _may_be_in_use(root, folder):
                    shutil.rmtree(folder, ignore_errors=True)
                    _sweep(root)
                raise
            return BuildResult(folder, count, cache.computed - computed_before)


def _may_be_in_use(root: Path, folder: Path) -> bool:
    """Return False if CURRENT is known not to name a generation; it may be impossible to read."""
    try:
        return (root / "CURRENT").read_text(encoding="utf-8").strip() == folder.name
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError):
        return True


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the lock of builds; remove what an interrupted build left. Raises IndexUnavailable."""
    try:
        with FileLock(root / "LOCK", timeout=0):
            for folder in root.glob("gen-*"):
                if not (folder / "manifest.json").is_file():
                    shutil.rmtree(folder, ignore_errors=True)
            _sweep(root)
            yield
    except Timeout:
        raise IndexUnavailable(
            f"{root}: another process is building the index; wait until it has ended, then try again"
        ) from None


def _sweep(root: Path) -> None:
    """Remove the segments that no generation uses; none where a manifest cannot be read."""
    used: set[str] = set()
    for folder in root.glob("gen-*"):
        try:
            used.update(read_manifest(folder).segments)
        except OlderIndex:  # which has none
            continue
        except IndexUnavailable:
            return
    for folder in (root / SEGMENTS).glob("*"):
        if folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)


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
    """Write the missing segments and a new generation, its manifest last; return its folder and size."""
    packed = pack_marks((edition.key for edition in editions), packs)
    kept = {segment_hash(name): name for name in base.segments}
    names: dict[str, str] = {}
    drafts: dict[str, _Draft] = {}
    for edition in editions:
        key = str(edition.key)
        made_from = hash_of(edition.key, marks[key], packed.get(key, ""), model.sha256)
        names[key] = kept.get(made_from) or unused_name(root / SEGMENTS, made_from)
        if made_from not in kept:
            drafts[names[key]] = _drafted(edition, packs, model)
    known = {**base.segments, **{name: len(draft.passages) for name, draft in drafts.items()}}
    sizes = {name: known[name] for name in names.values()}
    dimensions = base.dimensions or _dimensions(drafts.values(), model, cache)
    _check_room(root, drafts.values(), sum(sizes.values()), dimensions, model, cache)
    numbers = [int(path.name[4:]) for path in root.glob("gen-*") if path.name[4:].isdigit()]
    folder = root / f"gen-{max(numbers, default=0) + 1:06d}"
    try:
        with as_not_built(root, folder):
            folder.mkdir()
            made = _segments(drafts.values(), dimensions, model, cache, progress)
            for name, segment in zip(drafts, made, strict=True):
                segment.save(root / SEGMENTS / name)
                if not segment.is_saved(root / SEGMENTS / name):
                    problem = f"{root / SEGMENTS / name}: was not read back as it was written"
                    raise IndexUnavailable(f"{problem}; check the disk, then run: resolutions index")
            files = {path: sha256 for path, sha256 in base.files.items() if path.split("/")[1] in sizes}
            for name in drafts:
                files |= file_hashes(root, root / SEGMENTS / name)
            problems = {**base.problems, **{str(draft.edition): draft.problems for draft in drafts.values()}}
            write_manifest(
                folder,
                Manifest(
                    VERSION,
                    model.name,
                    model.sha256,
                    dimensions,
                    sum(sizes.values()),
                    marks,
                    packed,
                    {key: problems[key] for key in names if problems.get(key)},
                    sizes,
                    files,
                ),
            )
    except BaseException:
        _sweep(root)
        raise
    return folder, sum(sizes.values())


def _drafted(edition: Edition, packs: Path | None, model: EmbeddingModel) -> _Draft:
    questions, problems = packed_questions([edition], packs)
    pack = pack_path(edition.key)
    shipped = (shipped_vectors(pack, model), shipped_tokens(pack, model)) if questions else ({}, {})
    return _Draft(edition.key, tuple(passages(edition)), tuple(questions), tuple(problems), *shipped)


def _dimensions(drafts: Iterable[_Draft], model: EmbeddingModel, cache: EmbeddingCache) -> int:
    """Return the dimensions of a model's vectors: of a cached one if there is one, else of a new one."""
    first = [passage.wording for draft in drafts for passage in draft.passages[:1]][:1]
    is_kept = not cache.missing(first, model)
    return int((cache.embed(first, model) if is_kept else model.embed(first)).shape[1])


def _check_room(
    root: Path,
    drafts: Iterable[_Draft],
    passages_in_all: int,
    dimensions: int,
    model: EmbeddingModel,
    cache: EmbeddingCache,
) -> None:
    """Raise NotBuilt where the disk has too little room for the new segments, and for Chroma's files."""
    drafts = list(drafts)
    new = [text for draft in drafts for text in (*draft.wordings, *draft.to_embed, *draft.tokens)]
    cache.path.parent.mkdir(parents=True, exist_ok=True)
    need = estimated(
        sum(len(draft.passages) for draft in drafts),
        sum(len(draft.questions) for draft in drafts),
        passages_in_all,
        dimensions,
        cache.missing(new, model),
    )
    if message := shortage(root, cache.path.parent, need):
        raise no_room(message)


def _segments(
    drafts: Iterable[_Draft],
    dimensions: int,
    model: EmbeddingModel,
    cache: EmbeddingCache,
    progress: Progress | None,
) -> Iterator[Segment]:
    """Embed what is new and yield the segments. Raises IndexUnavailable where a vector points nowhere."""
    drafts = list(drafts)
    texts = list(dict.fromkeys(text for draft in drafts for text in (*draft.wordings, *draft.to_embed)))
    embedded = dict(zip(texts, cache.embed(texts, model, progress), strict=True)) if texts else {}
    rows = [passage for draft in drafts for passage in draft.passages]
    points = has_direction(_stacked([embedded[passage.wording] for passage in rows], dimensions))
    unusable = [passage.id for passage, sound in zip(rows, points, strict=True) if not sound]
    if unusable:
        raise IndexUnavailable(
            f"the model {model.name} gives {len(unusable)} of {len(rows)} passages a vector that is "
            f"zero or not a number ({unusable[0]} the first); set RESOLUTIONS_MODEL to another model, "
            "or unset it"
        )
    for draft in drafts:
        cache.keep_tokens(draft.tokens, model)
        known = {**embedded, **draft.shipped}
        yield Segment(
            SegmentTexts(draft.passages, WordCounts.of(draft.wordings), draft.questions),
            _stacked([embedded[text] for text in draft.wordings], dimensions),
            _stacked([known[text] for text in draft.asked], dimensions),
        )


def _stacked(rows: Sequence[np.ndarray], dimensions: int) -> np.ndarray:
    """Return vectors as one array, float32 of shape (rows, dimensions); there may be none."""
    return np.array(rows, dtype=np.float32).reshape(len(rows), dimensions)
