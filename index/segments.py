"""Segments: what is indexed of one edition. One is written once and never changed.

    passages.jsonl   the passages, one a line; a passage's row is its number
    vectors.npy      float32 (passages, dimensions), rows of length one
    stems.json       the words of the passages, and
    counts.npy       how often each occurs in each (index/lexical.py)
    questions.jsonl  the questions of the edition's packs (index/bank.py), one a line
    questions.npy    their vectors

A segment is named after what it is made from: the edition's text, its packs, the model. So generations share
the segments of unchanged editions, and adding a text writes that text alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import count
from pathlib import Path
from weakref import WeakValueDictionary

from corpus.instruments import Kind, Part
from corpus.keys import EditionKey
from index.arrays import np, read_array
from index.bank import BankQuestion, read_questions, write_questions
from index.lexical import WordCounts
from index.passages import Passage
from index.spelling import count_words

VERSION = 5  # raised when what is indexed, or how, changes


@dataclass(frozen=True, eq=False)
class SegmentTexts:
    """The texts of a segment: its passages, their words, and its bank questions."""

    passages: tuple[Passage, ...]
    words: WordCounts
    questions: tuple[BankQuestion, ...]

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """How often each word is in the passages and their labels, for spelling."""
        return count_words(passage.labelled for passage in self.passages)

    @classmethod
    def load(cls, folder: Path) -> SegmentTexts:
        """Read the texts of a segment that is whole; those in use in this process are not read again."""
        found = _IN_USE.get(folder)
        if found is None:
            rows = read_passages(folder / "passages.jsonl")
            questions = read_questions(folder / "questions.jsonl")
            found = _IN_USE[folder] = cls(tuple(rows), WordCounts.load(folder, len(rows)), tuple(questions))
        return found


_IN_USE: WeakValueDictionary[Path, SegmentTexts] = WeakValueDictionary()


@dataclass(frozen=True, eq=False)
class Segment:
    """What is indexed of one edition: texts, and the vectors of the passages and of the questions."""

    texts: SegmentTexts
    vectors: np.ndarray
    question_vectors: np.ndarray

    def save(self, folder: Path) -> None:
        """Write the segment into a new folder. Raises OSError."""
        folder.mkdir(parents=True)
        write_passages(folder / "passages.jsonl", self.texts.passages)
        self.texts.words.save(folder)
        write_questions(folder / "questions.jsonl", self.texts.questions)
        np.save(folder / "vectors.npy", self.vectors)
        np.save(folder / "questions.npy", self.question_vectors)

    def is_saved(self, folder: Path) -> bool:
        """Return True if a folder has this segment, which is taken as read then."""
        found = Segment.load(folder)
        is_same = (
            found.texts.passages == self.texts.passages
            and found.texts.questions == self.texts.questions
            and found.texts.words.is_equal(self.texts.words)
            and np.array_equal(found.vectors, self.vectors)
            and np.array_equal(found.question_vectors, self.question_vectors)
        )
        if is_same:
            _IN_USE[folder] = self.texts
        return is_same

    @classmethod
    def load(cls, folder: Path) -> Segment:
        """Read a segment that is whole."""
        vectors, question_vectors = (read_array(folder / f"{name}.npy") for name in ("vectors", "questions"))
        return cls(SegmentTexts.load(folder), vectors, question_vectors)


def hash_of(edition: EditionKey, fingerprint: str, packs: str, model_sha256: str) -> str:
    """Return the hash of what a segment is made from; `packs` is that of the edition's packs, '' without."""
    made_from = "\0".join((str(VERSION), str(edition), fingerprint, packs, model_sha256))
    return hashlib.sha256(made_from.encode()).hexdigest()[:32]


def segment_hash(name: str) -> str:
    """Return the hash of what the segment of a name is made from."""
    return name.partition("-")[0]


def unused_name(folder: Path, made_from: str) -> str:
    """Return a name for a new segment: the hash of what it is made from, numbered where that one is taken."""
    names = (f"{made_from}-{number}" if number else made_from for number in count())
    return next(name for name in names if not (folder / name).exists())


def read_passages(path: Path) -> list[Passage]:
    """Read passages in the order of their rows."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").replace("\n", ",")
    found: list[Passage] = []
    for row in json.loads(f"[{lines}]"):  # many times as fast as line by line
        row["context"], row["edition"] = tuple(row["context"]), EditionKey.parse(row["edition"])
        row["kind"], row["part"] = Kind(row["kind"]), Part(row["part"])
        found.append(Passage(**row))
    return found


def write_passages(path: Path, rows: Iterable[Passage]) -> None:
    """Write passages, one a line."""
    names = [field.name for field in fields(Passage)]
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            values = {name: getattr(row, name) for name in names}  # asdict would copy every word
            file.write(json.dumps({**values, "edition": str(row.edition)}, ensure_ascii=False) + "\n")
