"""Two things side by side: the best clause for each."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Status
from assistant.composition import Chosen, clause_lead
from assistant.desk import Desk, Finding
from assistant.labels import resolve
from assistant.question import Question, topic
from corpus.instruments import Kind
from index.lexical import words
from index.search import Hit


def by_comparison(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show the best clause for each of the two things that are compared."""
    sides: list[set[str]] = [set(topic(side)) for side in question.sides]
    chosen: list[Chosen] = []
    for own, side in zip(sides, question.sides, strict=True):
        labelled = [one for one in resolve(side, desk.library) if one.provision.kind != Kind.HEADING]
        if len(labelled) == 1:
            chosen.append(Chosen(labelled[0].edition, labelled[0].provision))
            continue
        best = _best_with(hits, own - (sides[0] & sides[1])) or desk.search(side, 1)
        if best and desk.is_near(best[0], tuple(own)):
            chosen.append(desk.choose(best[0], tuple(own)))
    if len(chosen) < 2 or chosen[0].provision is chosen[1].provision:
        return None
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen))


def _best_with(hits: Sequence[Hit], needed: set[str]) -> Sequence[Hit]:
    """Return the best hit whose own words have all that sets one side apart."""
    return [hit for hit in hits if needed and needed <= set(words(hit.passage.text))][:1]
