"""Readers: what makes of the hits of a search an answer, as a set with likelihoods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.scope.retriever import Retriever
from assistant.understanding.query import Query
from index.search import Hit


@dataclass(frozen=True, slots=True)
class Reading:
    """Hits, likeliest first, each with how likely its clause answers, 0 to 1.

    `answered` is how likely any of them answers; `chosen` are the clauses that answer the question
    together, should it be answered. From a confidence of `least` on the assistant stands behind them;
    `is_packed` says whether the text of the likeliest clause has a question pack.
    """

    hits: tuple[tuple[Hit, float], ...]
    answered: float
    chosen: tuple[Hit, ...]
    least: float
    is_packed: bool = True

    @property
    def confidence(self) -> float:
        """How sure the likeliest clause is, 0 to 1.

        With a pack, how likely the question is answered, and by this clause. Without one nothing tells an
        unanswerable question as well as how far the clause stands out from those that were not chosen.
        """
        best = self.hits[0][1]
        if self.is_packed:
            return self.answered * best
        return best - next((likely for hit, likely in self.hits if hit not in self.chosen), 0.0)

    @property
    def is_sure(self) -> bool:
        """Whether the assistant stands behind the chosen clauses."""
        return self.confidence >= self.least


class Reader(Protocol):
    """Reads the hits of a question; there is at least one."""

    def read(self, retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Reading:
        """Say which hits answer."""
        ...
