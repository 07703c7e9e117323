"""Readers: what makes of the hits of a search an answer.

The local reader weighs what search, words and question bank say of each hit by two sums of decision trees,
fitted by `python -m evals select` on hits that were judged one by one. The assistant does not use it yet: its
strategies still choose by assistant/selection/evidence.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.selection.features import READ, features
from assistant.selection.trees import Trees
from assistant.strategies.desk import Desk
from assistant.understanding.question import Question
from index.search import Hit

MODEL = Path(__file__).with_name("local.json")
ANSWERED = 0.5  # the likelihood from which a question is answered
_BESIDE_BEST = 0.5  # of the best clause's likelihood, what another needs to be chosen with it
_LEAST = 0.25  # and what it needs by itself
_MOST = 8  # clauses that are chosen


@dataclass(frozen=True, slots=True)
class Reading:
    """Hits, likeliest first, each with how likely its clause answers; how likely the question is answered."""

    hits: tuple[tuple[Hit, float], ...]
    answered: float

    @property
    def is_answered(self) -> bool:
        """Whether the question is likely enough to be answered."""
        return self.answered >= ANSWERED

    @property
    def chosen(self) -> tuple[Hit, ...]:
        """The likeliest hit, and those that are likely beside it."""
        least = max(_LEAST, _BESIDE_BEST * self.hits[0][1])
        others = [hit for hit, likely in self.hits[1:_MOST] if likely >= least]
        return (self.hits[0][0], *others)


class Reader(Protocol):
    """Reads the hits of a question; there is at least one."""

    def read(self, desk: Desk, question: Question, hits: Sequence[Hit]) -> Reading:
        """Say which hits answer."""
        ...


@dataclass(frozen=True, slots=True)
class LocalReader:
    """Reads by fitted trees: one sum for clauses, one for questions."""

    clause: Trees
    question: Trees

    def read(self, desk: Desk, question: Question, hits: Sequence[Hit]) -> Reading:
        """Say which hits answer."""
        found = features(desk, question, hits)
        likely = [self.clause.likelihood(one) for one in found.clauses]
        answered = self.question.likelihood(found.of_question(likely))
        ranked = sorted(zip(hits[:READ], likely, strict=True), key=lambda one: -one[1])
        return Reading(tuple(ranked), answered)


@cache
def local_reader() -> LocalReader:
    """Return the reader that is shipped."""
    row = json.loads(MODEL.read_text(encoding="utf-8"))
    return LocalReader(Trees.of(row["clause"]), Trees.of(row["question"]))
