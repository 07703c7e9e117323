"""The questions of the test, each with the clauses that answer it, and how an answer to one is marked.

They are about the text that comes with the program. No question bank has them, so that the built-in reader
has not seen them either. Near misses stand early and among the others: they are what a bad model gets wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assistant.answer import Answer, Status
from corpus.keys import EditionKey

QUESTIONS = Path(__file__).with_name("questions.jsonl")
EDITION = EditionKey.parse("itu-pp/res-71/2022")
"""The edition that the questions are about."""
Count = Annotated[int, Field(ge=0)]
_REFUSALS = (Status.NOT_STATED, Status.NOT_IN_CORPUS)


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and the eids of the clauses that answer it together; a near miss has none."""

    text: str
    clauses: frozenset[str]


class Mark(StrEnum):
    """What an answer is worth.

    `right`: all clauses that answer are cited, and no more others than those; a near miss is refused.
    `false`: an answer that cites no clause that answers. `wrong`: anything else. `failed`: the model gave
    no usable reply; `late`: it gave none in time.
    """

    RIGHT = "right"
    WRONG = "wrong"
    FALSE = "false"
    FAILED = "failed"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Tally:
    """How a reader did on so many questions.

    `failed` counts replies that could not be used, `late` those that did not come in time.
    """

    asked: Count
    right: Count
    false: Count
    failed: Count = 0
    late: Count = 0

    @property
    def score(self) -> int:
        """The right decisions less the false answers."""
        return self.right - self.false


def read_questions() -> tuple[GoldQuestion, ...]:
    """Return the questions in the order in which they are asked."""
    rows = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return tuple(GoldQuestion(row["question"], frozenset(row["clauses"])) for row in rows)


def marked(answer: Answer, question: GoldQuestion) -> Mark:
    """Mark an answer; candidates are no answer."""
    if answer.status != Status.ANSWERED:
        refused = answer.status in _REFUSALS and not question.clauses
        return Mark.RIGHT if refused else Mark.WRONG
    cited = {citation.provision for claim in answer.claims for citation in claim.citations}
    right = {clause.eid for clause in cited if clause.edition == EDITION} & question.clauses
    if not right:
        return Mark.FALSE
    return Mark.RIGHT if right == question.clauses and len(cited) <= 2 * len(right) else Mark.WRONG


def tallied(marks: Iterable[Mark]) -> Tally:
    """Count marks."""
    found = list(marks)
    return Tally(len(found), *map(found.count, (Mark.RIGHT, Mark.FALSE, Mark.FAILED, Mark.LATE)))
