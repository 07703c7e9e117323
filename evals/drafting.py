"""Draft clauses through the search: whether the adopted clauses that they come from are found first.

There is no precedent finder yet. Until there is, the product's own search stands in for it, as a
drafter would use it today: the draft is the query, and what the drafter would filter by is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answers import Answer, Status
from evals.drafts import Draft
from evals.metrics.retrieval import recall_at, reciprocal_rank
from evals.worlds import Assistants

_TOP = 50
METRICS: dict[str, Any] = {  # of what they are given they read the gold alone, which a draft has too
    "draft recall@5": recall_at(5),
    "draft recall@10": recall_at(10),
    "draft MRR": reciprocal_rank,
}


def find_drafts(drafts: Sequence[Draft], assistants: Assistants) -> dict[str, dict[str, float]]:
    """Search for every draft; return each metric's score by the draft's id."""
    found: dict[str, dict[str, float]] = {name: {} for name in METRICS}
    for draft in drafts:
        hits = assistants.holding(draft.held).search(draft.draft, _TOP)
        given = Answer(Status.ANSWERED, "", retrieved=tuple(hit.passage.provision for hit in hits))
        for name, metric in METRICS.items():
            found[name][draft.id] = metric(draft, given)
    return found
