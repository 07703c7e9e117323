"""Question packs: questions that people may ask of one edition, with the clauses that answer them.

A pack is a file of JSON lines in `corpus/questions/`. Its first line names the edition and gives a
hash of each clause's exact words; every other line is a question:

    {"edition": "itu-pp/res-71/2022", "clauses": {"resolves__para_nn_1": "3f…"}}
    {"q": "what did they decide", "ids": ["resolves__para_nn_1"], "kind": "lookup", "reader": "staff"}
    {"q": "what did they decide on lamps", "near": ["resolves__para_nn_1"], "why": "fact-absent", …}

A question with `near` and `why` in the place of `ids` is a near miss: the text looks as if it answered
it and does not. A question counts for an edition only while the words of all its clauses are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
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
        same = {one.eid for one in edition.provisions if self.hashes.get(one.eid) == clause_hash(one.text)}
        return tuple(one for one in self.questions if same.issuperset(one.clauses))


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
    questions: list[PackQuestion] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 2):
        try:
            one = _question(json.loads(line))
            if problem := next(_problems(one, hashes), ""):
                problems.append(f"{path.name}:{number}: {problem}")
            else:
                questions.append(one)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(f"{path.name}:{number}: not a question ({error})")
    return Pack(edition, hashes, tuple(questions), tuple(problems))


def write_pack(edition: Edition, questions: Iterable[PackQuestion], path: Path) -> None:
    """Write a pack, with the hashes of the clauses that its questions name."""
    rows = list(questions)
    named = sorted({eid for one in rows for eid in one.clauses})
    hashes = {eid: clause_hash(edition.provision(eid).text) for eid in named}
    lines = [{"edition": str(edition.key), "clauses": hashes}, *map(_row, rows)]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")


def pack_path(edition: EditionKey) -> Path:
    """Return where the pack of an edition lies, if it has one."""
    return PACKS / f"{str(edition).replace('/', '_')}.jsonl"


def _question(row: dict[str, object]) -> PackQuestion:
    """Read one question."""
    clauses = row.get("ids") or row["near"]
    if not isinstance(clauses, list):
        raise TypeError("ids and near are lists")
    return PackQuestion(
        str(row["q"]), tuple(map(str, clauses)), str(row["kind"]), str(row["reader"]), str(row.get("why", ""))
    )


def _problems(one: PackQuestion, hashes: Mapping[str, str]) -> Iterator[str]:
    """Say what is wrong with a question."""
    if not one.text.strip() or not one.clauses:
        yield "a question and its clauses must not be empty"
    for eid in one.clauses:
        if eid not in hashes:
            yield f"the clause {eid} has no hash in the first line"
    if one.kind not in KINDS or one.reader not in READERS or one.why not in ("", *NEAR_MISSES):
        yield f"unknown kind, reader or why: {one.kind}, {one.reader}, {one.why}"


def _row(one: PackQuestion) -> dict[str, object]:
    """Write one question."""
    clauses = {"ids": one.clauses} if one.is_answered else {"near": one.clauses, "why": one.why}
    return {"q": one.text, **clauses, "kind": one.kind, "reader": one.reader}
