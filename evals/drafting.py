"""Draft clauses through the precedent finder: whether the clauses that they come from are found first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answer import Answer, Status
from assistant.drafting.precedents import PrecedentFinder
from assistant.scope.filters import Filters
from evals.drafts import Draft
from evals.metrics.retrieval import recall_at, reciprocal_rank
from evals.worlds import Assistants, Held

_TOP = 50
METRICS: dict[str, Any] = {  # of what they are given they read the gold alone, which a draft has too
    "draft recall@5": recall_at(5),
    "draft recall@10": recall_at(10),
    "draft MRR": reciprocal_rank,
}


def find_drafts(drafts: Sequence[Draft], assistants: Assistants) -> dict[str, dict[str, float]]:
    """Find precedents for every draft, by its own filters; return each metric's score by the draft's id."""
    finders: dict[Held, PrecedentFinder] = {}
    found: dict[str, dict[str, float]] = {name: {} for name in METRICS}
    for draft in drafts:
        if draft.held not in finders:
            assistant = assistants.holding(draft.held)
            finders[draft.held] = PrecedentFinder(assistant.library, assistant.searcher)
        precedents = finders[draft.held].find(draft.draft, Filters.read(draft.filters), _TOP)
        answer = Answer(
            Status.ANSWERED, "", retrieved=tuple(hit.passage.provision for hit in precedents.hits)
        )
        for name, metric in METRICS.items():
            found[name][draft.id] = metric(draft, answer)
    return found
