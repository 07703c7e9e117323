"""Parallel texts that say much the same of different things: which one is meant is asked, not guessed.

Two resolutions for islands and for mountains, or one year's and the next, share most words of a
clause; a question that names neither fits both.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Status
from assistant.composition import Chosen, clause_lead
from assistant.desk import Desk, Finding
from assistant.forms import COMPARISON
from assistant.judging import Judged
from assistant.question import Question
from index.lexical import words
from index.search import Hit

_AS_LIKELY = 0.6  # of the best one's likelihood, what a twin needs
_ALIKE = 0.5  # of their words, the share that twins have in common (Dice's coefficient)
_MOST = 5


def by_twins(desk: Desk, question: Question, judged: Sequence[Judged]) -> Finding | None:
    """Show the best clause with those of other texts in force that are much like it; None without any."""
    best = judged[0]
    twins = [best.hit]
    for one in judged[1:]:
        apart = one.hit.passage.edition not in {hit.passage.edition for hit in twins}
        if apart and one.probability >= _AS_LIKELY * best.probability and _alike(best.hit, one.hit):
            twins.append(one.hit)
    if len(twins) == 1:
        return None
    chosen = tuple(desk.choose(one, question.topic) for one in twins[:_MOST])
    if COMPARISON.search(question.form):
        return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
    names = " and ".join(dict.fromkeys(one.edition.name for one in chosen))
    return Finding(
        Status.NEEDS_CLARIFICATION,
        f"{names} each have a clause on this; which one is meant?",
        tuple(Chosen(one.edition, one.provision) for one in chosen),
        reason="parallel texts say much the same",
    )


def _alike(one: Hit, other: Hit) -> bool:
    """Tell whether two clauses share most of their words."""
    mine, theirs = set(words(one.passage.text)), set(words(other.passage.text))
    return 2 * len(mine & theirs) >= _ALIKE * (len(mine) + len(theirs))
