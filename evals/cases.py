"""A case: a conversation, the answer it deserves, and the words that prove it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answers import Status
from assistant.library import Library
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey, ProvisionId

QUESTIONS = Path(__file__).parent / "questions"
_RUN = 6  # words in a row that a question may not share with its clause


class BadCase(ResolutionsError):
    """A case that does not follow its form, or whose gold is not in the text; named by file and line."""

    code = "bad-case"


@dataclass(frozen=True, slots=True)
class Gold:
    """A provision that answers, and the words in it that prove so."""

    provision: ProvisionId
    evidence: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `gold` are sets of provisions of which one each must be cited, in order."""

    id: str
    split: str
    reader: str
    kind: str
    turns: tuple[str, ...]
    held: tuple[EditionKey, ...]
    status: Status
    gold: tuple[tuple[Gold, ...], ...]
    place: str

    @property
    def is_answerable(self) -> bool:
        """Whether the held texts answer the question."""
        return self.status == Status.ANSWERED

    @property
    def cited(self) -> frozenset[str]:
        """Every provision that may rightly be cited."""
        return frozenset(str(one.provision) for group in self.gold for one in group)


def read_cases(path: Path, library: Library) -> tuple[Case, ...]:
    """Read and check a file of cases. Raises BadCase, which names file and line."""
    cases: list[Case] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.name}:{number}"
        try:
            case = _case(json.loads(line), place)
        except (ValueError, KeyError, TypeError) as error:
            raise BadCase(f"{place}: not a case ({error}); compare it with its neighbours") from error
        problem = "" if case.id not in seen else f"the id {case.id} comes twice"
        problem = problem or next(_problems(case, library), "")
        if problem:
            raise BadCase(f"{place}: {problem}")
        seen.add(case.id)
        cases.append(case)
    return tuple(cases)


def _case(row: dict[str, Any], place: str) -> Case:
    """Read one case; an alternative joins the gold before it."""
    groups: list[list[Gold]] = []
    for one in row["gold"]:
        gold = Gold(ProvisionId.parse(one["provision"]), one["evidence"])
        if one.get("alternative"):
            groups[-1].append(gold)
        else:
            groups.append([gold])
    return Case(
        id=row["id"],
        split=row["split"],
        reader=row["reader"],
        kind=row["kind"],
        turns=tuple(row["turns"]),
        held=tuple(EditionKey.parse(key) for key in row["held"]),
        status=Status(row["status"]),
        gold=tuple(tuple(group) for group in groups),
        place=place,
    )


def _problems(case: Case, library: Library) -> Iterator[str]:
    """Check a case against the texts."""
    if case.split not in ("dev", "test") or not case.turns or not all(case.turns):
        yield "split must be dev or test, turns must hold questions"
    if case.is_answerable != bool(case.gold):
        yield "an answered case needs gold, another has none"
    asked = _words(case.turns[-1])
    for gold in (one for group in case.gold for one in group):
        found = library.provision(gold.provision)
        if found is None:
            yield f"unknown gold id {gold.provision}"
            return
        if not gold.evidence or gold.evidence not in found[1].text:
            yield f"the evidence “{gold.evidence}” does not stand in {gold.provision}"
        if _shared_run(asked, _words(found[1].text)):
            yield f"the question repeats {_RUN} words of {gold.provision}"


def _words(text: str) -> list[str]:
    """Return a text's words, for the check on leakage."""
    return "".join(one if one.isalnum() else " " for one in text.lower()).split()


def _shared_run(asked: list[str], clause: list[str]) -> bool:
    """Tell whether a question repeats a run of its clause's words."""
    runs = {tuple(clause[at : at + _RUN]) for at in range(len(clause) - _RUN + 1)}
    return any(tuple(asked[at : at + _RUN]) in runs for at in range(len(asked) - _RUN + 1))
