"""Question packs: questions that people may ask of one edition, with the clauses that answer them.

A pack is a file of JSON lines, in `corpus/questions/` or in the `questions` folder of a home. Its first
line names the edition and its clauses, each with a hash of its exact words. Every other line is a question:
its words, the clauses that answer it by their place in the first line, the kind of question, and who asks:

    {"edition": "itu-pp/res-71/2022", "clauses": {"resolves__para_nn_1": "3f…", …}}
    ["what did they decide", [0], "lookup", "staff"]
    ["what did they decide on lamps", [0, 4], "number", "delegate", "fact-absent"]

A fifth value makes it a near miss, and says why: the text looks as if it answered the question and does
not, and the clauses are those that come close. A question counts for an edition only while the words of
all its clauses are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import EditionKey

PACKS = Path(__file__).parent / "questions"
KINDS = (
    "lookup", "duty", "list", "definition", "number", "comparison", "two-part", "reference", "paraphrase",
    "newcomer",
)  # fmt: skip
READERS = ("delegate", "staff", "drafter")
NEAR_MISSES = (
    "fact-absent", "sibling", "other-body", "other-edition", "only-named", "number", "date", "person",
    "reason", "condition", "false-premise",
)  # fmt: skip

RUN = 6  # words in a row that a question may not share with a clause


class BadPack(ResolutionsError):
    """A pack whose first line cannot be read; named by its file."""

    code = "bad-pack"


@dataclass(frozen=True, slots=True)
class PackQuestion:
    """A question and the eIds of the clauses that answer it; for a near miss, of those that come close.

    `why` says what kind of near miss it is; '' for a question that is answered.
    """

    text: str
    clauses: tuple[str, ...]
    kind: str
    reader: str
    why: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether its clauses answer it."""
        return not self.why


@dataclass(frozen=True, slots=True)
class Pack:
    """The questions of one edition; `hashes` are those of its clauses, `problems` the lines left out."""

    edition: EditionKey
    hashes: Mapping[str, str]
    questions: tuple[PackQuestion, ...]
    problems: tuple[str, ...] = ()

    def of(self, edition: Edition) -> tuple[PackQuestion, ...]:
        """Return the questions whose clauses have the same words in an edition."""
        if edition.key != self.edition:
            return ()
        same = {
            clause.eid
            for clause in edition.provisions
            if self.hashes.get(clause.eid) == clause_hash(clause.text)
        }
        return tuple(question for question in self.questions if same.issuperset(question.clauses))


def clause_hash(text: str) -> str:
    """Return the hash of a clause's exact words."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_pack(path: Path) -> Pack:
    """Read a pack; a line that is not a question is left out and named. Raises BadPack."""
    try:
        first, *lines = path.read_text(encoding="utf-8").splitlines()
        head = json.loads(first)
        edition, hashes = EditionKey.parse(head["edition"]), dict(head["clauses"])
    except (OSError, ValueError, KeyError, TypeError, ResolutionsError) as error:
        raise BadPack(f"{path.name}: its first line names no edition and clauses ({error})") from error
    clauses = tuple(hashes)
    questions: list[PackQuestion] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 2):
        try:
            questions.append(_question(json.loads(line), clauses))
        except (ValueError, TypeError) as error:
            problems.append(f"{path.name}:{number}: {error}")
    return Pack(edition, hashes, tuple(questions), tuple(problems))


def pack_text(edition: Edition, questions: Iterable[PackQuestion]) -> str:
    """Return a pack as it is written, with the hashes of the clauses that its questions name."""
    rows = list(questions)
    named = sorted({eid for question in rows for eid in question.clauses})
    hashes = {eid: clause_hash(edition.provision(eid).text) for eid in named}
    place = {eid: at for at, eid in enumerate(named)}
    lines: list[object] = [{"edition": str(edition.key), "clauses": hashes}]
    for question in rows:
        row = [question.text, [place[eid] for eid in question.clauses], question.kind, question.reader]
        lines.append(row if question.is_answered else [*row, question.why])
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)


def pack_path(edition: EditionKey, folder: Path | None = None) -> Path:
    """Return where the pack of an edition lies, if it has one: among those that ship, or in a folder."""
    return (folder or PACKS) / f"{str(edition).replace('/', '_')}.jsonl"


def pack_names(folder: Path | None = None) -> set[str]:
    """Return the names of the files of packs: among those that ship, or in a folder."""
    return {path.name for path in (folder or PACKS).glob("*.jsonl")}


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return every six words in a row: a question that shares one with a clause copies it."""
    words = "".join(character if character.isalnum() else " " for character in text.lower()).split()
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _question(row: object, clauses: Sequence[str]) -> PackQuestion:
    match row:
        case [str(text), [*places], str(kind), str(reader)]:
            why = ""
        case [str(text), [*places], str(kind), str(reader), str(why)] if why:
            pass
        case _:
            raise ValueError("not a question, its clauses, its kind and its reader")
    if kind not in KINDS or reader not in READERS or why not in ("", *NEAR_MISSES):
        raise ValueError(f"unknown kind, reader or why: {', '.join(filter(None, (kind, reader, why)))}")
    if not text.strip() or not places:
        raise ValueError("a question and its clauses must not be empty")
    named: list[str] = []
    for place in places:
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(clauses):
            raise ValueError(f"the first line has no clause {place}")
        named.append(clauses[place])
    return PackQuestion(text, tuple(named), kind, reader, why)
