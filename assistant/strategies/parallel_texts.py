"""Parallel texts that say much the same of different things: which one is meant is asked, not guessed.

Two resolutions for islands and for mountains, or one year's and the next, share most words of a
clause; a question that names neither fits both.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.selection.evidence import Judged
from assistant.strategies.desk import Desk, Finding
from assistant.understanding.forms import COMPARISON, any_of
from assistant.understanding.question import Question
from corpus.instruments import Edition
from index.search import Hit
from index.tokens import words

_NOW = any_of(r"\b(?:now|nowadays|today|currently|current|latest|at present|newest|most recent)\b")
_AS_LIKELY = 0.6  # of the best one's likelihood, what a parallel clause needs
_ALIKE = 0.5  # of their words, the share that parallel clauses have in common (Dice's coefficient)
_MOST = 5


def by_parallel(desk: Desk, question: Question, judged: Sequence[Judged]) -> Finding | None:
    """Show the best clause with those of other texts in force that are much like it; None without any.

    Words of a text's title, its year, or "now" tell which is meant.
    """
    parallels = _parallels(judged)
    if len(parallels) == 1:
        return None
    chosen = tuple(desk.choose(one, question.topic) for one in parallels)
    told = [_told_apart(question, one.edition, [other.edition for other in chosen]) for one in chosen]
    if sum(told) == 1:
        meant = chosen[told.index(True)]
        return Finding(Status.ANSWERED, clause_lead([meant]), (meant,))
    if all(told) or COMPARISON.search(question.form):
        return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
    names = " and ".join(one.edition.name for one in chosen)
    return Finding(
        Status.NEEDS_CLARIFICATION,
        f"{names} each have a clause on this; which one is meant?",
        tuple(Chosen(one.edition, one.provision) for one in chosen),
        reason="parallel texts say much the same",
    )


def _parallels(judged: Sequence[Judged]) -> list[Hit]:
    """Return the best hit, and of each other text the first that is as likely and much like it."""
    best = judged[0]
    parallels = [best.hit]
    for one in judged[1:]:
        apart = one.hit.passage.edition not in {hit.passage.edition for hit in parallels}
        if apart and one.probability >= _AS_LIKELY * best.probability and _alike(best.hit, one.hit):
            parallels.append(one.hit)
    return parallels[:_MOST]


def _told_apart(question: Question, edition: Edition, among: Sequence[Edition]) -> bool:
    """Tell whether a question has a word of a text's title, or its year, that not all of the others have."""
    others = [one for one in among if one is not edition]
    shared = [word for word in _called(edition) if all(word in _called(one) for one in others)]
    own = _called(edition) - set(shared)
    newest = edition.key.year > max(one.key.year for one in others)
    return bool(own & set(question.topic)) or (newest and bool(_NOW.search(question.text)))


def _called(edition: Edition) -> set[str]:
    """Return the stemmed words by which a text may be called."""
    return set(words(f"{edition.title} {edition.revision} {edition.key.year}"))


def _alike(one: Hit, other: Hit) -> bool:
    """Tell whether two clauses share most of their words."""
    mine, theirs = set(words(one.passage.text)), set(words(other.passage.text))
    return 2 * len(mine & theirs) >= _ALIKE * (len(mine) + len(theirs))
