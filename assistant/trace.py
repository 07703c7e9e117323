"""How an answer was found: the question as read, the editions searched, the strategy, the best hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.keys import ProvisionId

_NAMED = 3  # editions searched that are named


@dataclass(frozen=True, slots=True)
class TraceHit:
    """A hit of the search: its score, and how likely its clause answers, None where that was not asked."""

    provision: ProvisionId
    label: str
    score: float
    likelihood: float | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer was found.

    `strategy` is what gave it. `texts` are the names of those searched, `reason` says why these. `answered`
    is how likely any hit answers and `confidence` how likely the likeliest does, None where no reader was
    asked.
    """

    question: str
    strategy: str
    texts: tuple[str, ...]
    hits: tuple[TraceHit, ...]
    answered: float | None = None
    confidence: float | None = None
    reason: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The trace in plain words, one line per step."""
        scope = ", ".join(self.texts) if len(self.texts) <= _NAMED else f"{len(self.texts)} editions"
        read = () if self.answered is None else (
            f"probability that one of these clauses answers: {self.answered:.2f}; that the first does: "
            f"{self.confidence:.2f}",
        )  # fmt: skip
        return (
            f"question: {self.question}",
            f"searched: {scope}{f', {self.reason}' if self.reason else ''}",
            f"answered by: {self.strategy}",
            *read,
            *(
                f"{at}. {one.label}: score {one.score:.2f}"
                + ("" if one.likelihood is None else f", likelihood {one.likelihood:.2f}")
                for at, one in enumerate(self.hits, 1)
            ),
        )

    @property
    def json(self) -> dict[str, Any]:
        """The trace as JSON."""
        return {
            "question": self.question,
            "strategy": self.strategy,
            "texts": list(self.texts),
            "scope_reason": self.reason,
            "answered": self.answered,
            "confidence": self.confidence,
            "hits": [
                {"provision": str(one.provision), "score": one.score, "likelihood": one.likelihood}
                for one in self.hits
            ],
        }
