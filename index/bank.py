"""The question bank: questions with known answers, and how near a new question comes to them.

A question resembles other questions more than it resembles the clause that answers it. So the
questions of the packs (corpus/packs.py) are embedded beside the passages. A new question is compared
with all of them at once: with those that clauses answer, and with the near misses that no clause answers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from corpus.instruments import Edition
from corpus.keys import EditionKey, ProvisionId
from corpus.packs import BadPack, PackQuestion, pack_names, pack_path, read_pack
from index.arrays import np
from index.edition_rows import EditionRows

NEAR_COPY = 0.985  # the cosine from which two questions are the same
NEIGHBOURS = 20  # nearest questions of each side that are returned
_REMEMBERED = 16  # questions whose neighbours are remembered: answering one asks for them several times
_AVERAGED = 5  # of them, those whose nearness is averaged


@dataclass(frozen=True)
class BankQuestion:
    """A question of a pack, and the edition that it is about."""

    edition: EditionKey
    question: PackQuestion

    @property
    def id(self) -> str:
        """Its id: the edition's key, `?`, a hash of its words."""
        return f"{self.edition}?{hashlib.sha256(self.question.text.encode()).hexdigest()[:16]}"

    @cached_property
    def provisions(self) -> tuple[ProvisionId, ...]:
        """The clauses that answer it; of a near miss, those that come close."""
        return tuple(ProvisionId(self.edition, eid) for eid in self.question.clauses)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A bank question and how near a new question comes to it, -1 to 1.

    `match` is the likelihood that the same clauses answer both, 0 to 1; 0 where no words were compared.
    """

    asked: BankQuestion
    nearness: float
    match: float = 0.0


@dataclass(frozen=True)
class Neighbours:
    """The nearest bank questions, nearest first: those that clauses answer, and near misses."""

    answered: tuple[Neighbour, ...] = ()
    near_misses: tuple[Neighbour, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare: no question, or of one side alone."""
        return not self.answered or not self.near_misses

    @property
    def texts(self) -> list[str]:
        """The questions themselves, in order."""
        return [
            neighbour.asked.question.text for side in (self.answered, self.near_misses) for neighbour in side
        ]

    def scored(self, nearness: Sequence[float], matches: Sequence[float]) -> Neighbours:
        """Return the questions with a new nearness and match each, nearest first."""
        scores = iter(zip(nearness, matches, strict=True))
        rescored = [
            [Neighbour(neighbour.asked, *score) for neighbour, score in zip(side, scores, strict=False)]
            for side in (self.answered, self.near_misses)
        ]
        answered, near_misses = (tuple(sorted(side, key=lambda hit: -hit.nearness)) for side in rescored)
        return Neighbours(answered, near_misses)

    @cached_property
    def answered_nearness(self) -> float:
        """The mean cosine of the five nearest questions that clauses answer."""
        return _mean(self.answered)

    @cached_property
    def near_miss_nearness(self) -> float:
        """The mean cosine of the five nearest near misses."""
        return _mean(self.near_misses)

    @cached_property
    def recalled(self) -> Mapping[ProvisionId, float]:
        """The clauses that answer the nearest questions, each with the cosine of the nearest of these."""
        found: dict[ProvisionId, float] = {}
        for neighbour in self.answered:
            for provision in neighbour.asked.provisions:
                found.setdefault(provision, neighbour.nearness)
        return found


class QuestionBank:
    """The questions of one index, and their vectors."""

    def __init__(self, questions: Sequence[BankQuestion], vectors: np.ndarray) -> None:
        """Take the questions and their vectors of length one, shape (questions, dimensions)."""
        self.questions = tuple(questions)
        self.vectors = vectors
        self._answered = np.array([entry.question.is_answered for entry in questions], dtype=bool)
        self._editions = EditionRows(entry.edition for entry in questions)
        self._scopes: dict[frozenset[EditionKey] | None, np.ndarray] = {}
        self._remembered = lru_cache(_REMEMBERED)(self._neighbours)

    @property
    def editions(self) -> frozenset[EditionKey]:
        """The editions that it has questions about."""
        return self._editions.keys

    def neighbours(self, vector: np.ndarray, editions: Set[EditionKey] | None = None) -> Neighbours:
        """Return the questions nearest to a vector, shape (dimensions,), among those of some editions."""
        scope = None if editions is None else frozenset(editions)
        return self._remembered(vector.astype(np.float32).tobytes(), scope)

    def _neighbours(self, vector: bytes, editions: frozenset[EditionKey] | None) -> Neighbours:
        """Return the questions nearest to a vector, given as its bytes."""
        if editions not in self._scopes:
            self._scopes[editions] = np.flatnonzero(self._editions.marks(editions))
        rows = self._scopes[editions]
        if not len(rows):
            return Neighbours()
        cosines = self.vectors @ np.frombuffer(vector, dtype=np.float32)
        answered = self._answered[rows]
        return Neighbours(self._nearest(cosines, rows[answered]), self._nearest(cosines, rows[~answered]))

    def keeping(self, rows: Sequence[int]) -> QuestionBank:
        """Return a bank with the questions at some places."""
        return QuestionBank([self.questions[row] for row in rows], self.vectors[list(rows)])

    def about(self, clauses: Set[ProvisionId]) -> QuestionBank:
        """Return a bank of the questions that some of these clauses answer, or come close to."""
        marks = self._editions.marks(frozenset(clause.edition for clause in clauses))
        rows = np.flatnonzero(marks).tolist()
        return self.keeping([row for row in rows if not clauses.isdisjoint(self.questions[row].provisions)])

    def _nearest(self, cosines: np.ndarray, rows: np.ndarray) -> tuple[Neighbour, ...]:
        """Return the nearest of some rows, nearest first; ties in the order of the bank."""
        if len(rows) > NEIGHBOURS:
            rows = np.sort(rows[np.argpartition(-cosines[rows], NEIGHBOURS - 1)[:NEIGHBOURS]])
        best = rows[np.argsort(-cosines[rows], kind="stable")]
        return tuple(Neighbour(self.questions[row], float(cosines[row])) for row in best)


def packed_questions(
    editions: Iterable[Edition], folder: Path | None = None
) -> tuple[list[BankQuestion], list[str]]:
    """Return the questions that the packs have on these editions, and what is wrong with the packs.

    `folder` has the packs of a home, which count beside those that ship. A question whose clauses
    have other words in the edition is left out, as is one asked twice.
    """
    found: dict[str, BankQuestion] = {}
    problems: list[str] = []
    for edition in editions:
        for path in _packs(edition.key, folder):
            try:
                pack = read_pack(path)
            except BadPack as error:
                problems.append(str(error))
                continue
            problems += pack.problems
            if pack.edition != edition.key:
                problem = f"its questions are about {pack.edition}, not about {edition.key}"
                problems.append(f"{path.name}: {problem}")
            for packed in pack.of(edition):
                entry = BankQuestion(edition.key, packed)
                found.setdefault(entry.id, entry)
    return list(found.values()), problems


def pack_marks(editions: Iterable[EditionKey], folder: Path | None = None) -> dict[str, str]:
    """Return the hash of each edition's packs, by the edition's key, where it has any."""
    named = pack_names() | (pack_names(folder) if folder else set())
    keys = [key for key in editions if pack_path(key).name in named]
    packs = {str(key): b"".join(path.read_bytes() for path in _packs(key, folder)) for key in keys}
    return {key: hashlib.sha256(data).hexdigest() for key, data in packs.items() if data}


def distinct(vectors: np.ndarray) -> list[int]:
    """Return the rows that are no near-copy of an earlier one; the rows have length one."""
    kept: list[int] = []
    for row, vector in enumerate(vectors):
        if not kept or float((vectors[kept] @ vector).max()) < NEAR_COPY:
            kept.append(row)
    return kept


def _packs(edition: EditionKey, folder: Path | None) -> list[Path]:
    """Return the packs of an edition: the shipped one, then the home's own."""
    paths = [pack_path(edition), *([pack_path(edition, folder)] if folder else [])]
    return [path for path in paths if path.is_file()]


def write_questions(path: Path, questions: Iterable[BankQuestion]) -> None:
    """Write bank questions, one a line."""
    with path.open("w", encoding="utf-8") as file:
        for entry in questions:
            asked = entry.question
            row = [str(entry.edition), asked.text, asked.clauses, asked.kind, asked.reader, asked.why]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_questions(path: Path) -> list[BankQuestion]:
    """Read bank questions, in the order in which they were written."""
    found: list[BankQuestion] = []
    keys: dict[str, EditionKey] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            edition, text, clauses, kind, reader, why = json.loads(line)
            key = keys.setdefault(edition, EditionKey.parse(edition))
            found.append(BankQuestion(key, PackQuestion(text, tuple(clauses), kind, reader, why)))
    return found


def _mean(nearest: Sequence[Neighbour]) -> float:
    averaged = nearest[:_AVERAGED]
    return sum(neighbour.nearness for neighbour in averaged) / len(averaged) if averaged else 0.0
