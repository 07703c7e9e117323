"""`python -m evals answers HOME`: questions over real texts of many bodies, asked of a library with them.

The texts may not be redistributed, so the gold identifies a clause by a digest of its beginning. No figure
depends on how clauses are split or labelled: a clause shown is right if it has the words of the gold.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePath
from statistics import fmean
from typing import Any

from assistant.answer import Answer, Status
from assistant.library.library import Library
from assistant.opening import open_assistant
from assistant.settings import Settings
from corpus.errors import ResolutionsError
from evals.stats import reliability

QUESTIONS = Path(__file__).parents[1] / "questions" / "bodies"
_LETTERS = 40  # letters and digits that identify the beginning of a clause
_BEGINNING = 60  # letters and digits of a long clause in which the words of the gold must begin
_LONG = 1200  # letters and digits from which a clause is long
_NAME = 14  # characters of a row's name
_WORD = re.compile(r"[^\W_]+")


class NoTexts(ResolutionsError):
    """The library has none of the texts that are asked about."""

    code = "no-texts"


@dataclass(frozen=True, slots=True)
class GoldClause:
    """A clause: the name of its file, and "40:" with the digest of its first forty letters and digits."""

    file: str
    opening: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with acceptable sets of clauses, each complete; with no set, it is a near miss.

    A follow-up has the turns before it and its kind.
    """

    id: str
    body: str
    text: str
    gold: tuple[tuple[GoldClause, ...], ...]
    names_text: bool = False
    before: tuple[str, ...] = ()
    kind: str = ""

    @property
    def group(self) -> str:
        """The row of the table that counts it: its kind, or its body."""
        return self.kind or self.body


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer with the clauses of the gold: `right` are all, by id; `found` is the share that is shown."""

    question: Question
    answer: Answer
    right: frozenset[str]
    found: float

    @property
    def is_answered(self) -> bool:
        """Whether the assistant stands behind the answer."""
        return self.answer.status == Status.ANSWERED

    @property
    def is_first(self) -> bool:
        """Whether the first clause that is shown is right."""
        return next((id_ in self.right for id_ in _shown(self.answer)), False)


def read_questions(half: str, path: Path = QUESTIONS / "single.jsonl") -> Iterator[Question]:
    """Read the questions of a half."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row["half"] == half:
            yield _question(row)


def read_follow_ups(half: str, path: Path = QUESTIONS / "talk.jsonl") -> Iterator[Question]:
    """Read each turn after the first of the conversations of a half."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        texts = [turn["q"] for turn in row["turns"]]
        for at, turn in enumerate(row["turns"] if row["half"] == half else ()):
            if at:
                before = tuple(texts[:at])
                yield replace(_question({**row, **turn}), id=f"{row['id']}-{at + 1}", before=before)


def _question(row: Mapping[str, Any]) -> Question:
    gold = tuple(
        tuple(GoldClause(clause["file"], clause["opening"]) for clause in clauses) for clauses in row["gold"]
    )
    names_text, kind = row.get("names_text", False), row.get("kind", "")
    return Question(row["id"], row["body"], row["q"], gold, names_text, kind=kind)


def digest(text: str) -> str:
    """Return the digest of the first letters and digits of a text."""
    plain = _plain(text)[:_LETTERS]
    return f"{len(plain)}:{sha256(plain.encode()).hexdigest()[:12]}"


class Places:
    """Which provisions of a library begin with the words of a clause of the gold."""

    def __init__(self, library: Library) -> None:
        """Take a library; each file is read when it is first asked for."""
        self.library = library
        self._digests: dict[tuple[str, int], Mapping[str, frozenset[str]]] = {}

    @cached_property
    def _texts(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The provisions of each file: the id and the text, with the head if it governs the text."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for edition in self.library.editions:
            file = PurePath(self.library.records[edition.key].file).name
            for provision in edition.provisions:
                head = f"{provision.head.text} " if provision.head else ""
                found[file] += [
                    (str(edition.id_of(provision)), text)
                    for text in {provision.text, f"{head}{provision.text}"}
                ]
        return found

    def of(self, clause: GoldClause) -> frozenset[str]:
        """Return the ids of the provisions that have a clause; none if its text is not in the library."""
        length = int(clause.opening.partition(":")[0])
        key = (clause.file, length)
        if key not in self._digests:
            self._digests[key] = self._read(*key)
        return self._digests[key].get(clause.opening, frozenset())

    def _read(self, file: str, length: int) -> Mapping[str, frozenset[str]]:
        """Return the provisions of a file by the digests of what begins at their words."""
        found: dict[str, set[str]] = defaultdict(set)
        for id_, text in self._texts.get(file, ()):
            plain = _plain(text)
            last = _BEGINNING if len(plain) > _LONG else len(plain)
            at = 0
            for word in _WORD.findall(text.lower()):
                if at > last or at + length > len(plain):
                    break
                found[digest(plain[at : at + length])].add(id_)
                at += len(word)
        return {opening: frozenset(ids) for opening, ids in found.items()}


def _plain(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(_WORD.findall(text.lower()))


def _shown(answer: Answer) -> list[str]:
    """Return the ids of the clauses that an answer shows, in order."""
    return [str(citation.provision) for claim in answer.claims for citation in claim.citations]


def asked(home: Path, questions: Sequence[Question]) -> list[Outcome]:
    """Ask questions of the library of a home. Raises NoTexts."""
    assistant = open_assistant(Settings(home=home))
    places = Places(assistant.library)
    rows = [
        (question, [[places.of(clause) for clause in clauses] for clauses in question.gold])
        for question in questions
    ]
    if not any(ids for _, gold in rows for clauses in gold for ids in clauses):
        raise NoTexts(f"{home}: no text of the questions is held; add them: resolutions add FOLDER")
    return [
        _outcome(question, gold, assistant.ask([*question.before, question.text])) for question, gold in rows
    ]


def _outcome(question: Question, gold: Sequence[Sequence[frozenset[str]]], answer: Answer) -> Outcome:
    shown = frozenset(_shown(answer))
    found = max((fmean(bool(ids & shown) for ids in clauses) for clauses in gold), default=0.0)
    return Outcome(question, answer, frozenset().union(*(ids for clauses in gold for ids in clauses)), found)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Walk the lines of the table: by body or kind, of named texts, of all; then reliability."""
    measures = (
        "questions",
        "first right",
        "decisive",
        "right of answered",
        "shown",
        "refused",
        "near misses",
    )
    yield f"{'':{_NAME}}" + "".join(f"{measure:>19}" for measure in measures)
    for group in sorted({outcome.question.group for outcome in outcomes}):
        yield _row(group, [outcome for outcome in outcomes if outcome.question.group == group])
    yield _row("named", [outcome for outcome in outcomes if outcome.question.names_text])
    yield _row("all", outcomes)
    points = reliability([row for outcome in outcomes for row in judged(outcome.answer, outcome.is_first)])
    yield f"confidence → first right: {', '.join(f'{at:.2f} → {share.mean:.2f}' for at, share in points)}"


def judged(answer: Answer, is_right: bool) -> Iterator[tuple[float, bool]]:
    """Give an answer's confidence and whether it is right, where the reader was asked."""
    if answer.trace is not None and answer.trace.confidence is not None:
        yield answer.trace.confidence, is_right


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    """Return a line of the table: answerable questions, then the near misses that were answered."""
    able = [outcome for outcome in outcomes if outcome.question.gold]
    near = [outcome for outcome in outcomes if not outcome.question.gold]
    answered = [outcome for outcome in outcomes if outcome.is_answered]
    open_ = (Status.ANSWERED, Status.CANDIDATES)
    cells = (
        (len(able), len(outcomes)),
        (sum(outcome.is_first for outcome in able), len(able)),
        (sum(outcome.found for outcome in able if outcome.is_answered), len(able)),
        (sum(outcome.is_first for outcome in answered), len(answered)),
        (sum(outcome.found for outcome in able), len(able)),
        (sum(outcome.answer.status not in open_ for outcome in able), len(able)),
        (sum(outcome.is_answered for outcome in near), len(near)),
    )
    return f"{name:{_NAME}}" + "".join(
        f"{f'{part:.0f}/{of} {part / of:.2f}':>19}" if of else f"{'–':>19}" for part, of in cells
    )


def run(home: Path, half: str, *, talk: bool = False) -> int:
    """Ask the questions of a half, or the follow-ups of its conversations, and print the table."""
    questions = read_follow_ups(half) if talk else read_questions(half)
    for line in table(asked(home, list(questions))):
        sys.stdout.write(f"{line}\n")
    return 0
