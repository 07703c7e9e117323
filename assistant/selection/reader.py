"""What a reader makes of the hits of a search: a set with likelihoods."""

from __future__ import annotations

from dataclasses import dataclass

from index.search import Hit


@dataclass(frozen=True, slots=True)
class Reading:
    """Hits, likeliest first, each with how likely its clause answers, 0 to 1.

    `answered` is how likely any of them answers; `chosen` are the clauses that answer the question
    together, should it be answered. From a confidence of `least` on the assistant stands behind them.
    """

    hits: tuple[tuple[Hit, float], ...]
    answered: float
    chosen: tuple[Hit, ...]
    least: float

    @property
    def confidence(self) -> float:
        """How sure the likeliest clause is, 0 to 1.

        It is how likely the question is answered, times how far this clause is likelier than any that was
        not chosen: an unanswerable question has many clauses that are alike near it.
        """
        rival = next((likely for hit, likely in self.hits if hit not in self.chosen), 0.0)
        return self.answered * (self.hits[0][1] - rival)

    @property
    def is_sure(self) -> bool:
        """Whether the assistant stands behind the chosen clauses."""
        return self.confidence >= self.least
