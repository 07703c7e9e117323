"""How likely a clause answers a question: a few pieces of evidence, weighed by logistic regression.

A search's scores order clauses within one question; they do not tell whether the best of them
answers it. The evidence here means the same in every question, so its weights, fitted on the
development questions by `python -m evals fit`, give a probability that is compared with one
threshold for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp
from typing import TYPE_CHECKING

from assistant.demands import unmet
from assistant.desk import Desk
from assistant.evidence import states
from assistant.forms import FORM_WORDS
from assistant.question import Question
from index.lexical import words
from index.search import Hit

if TYPE_CHECKING:
    import numpy as np

JUDGED = 12  # hits that are judged
ANSWERS = 0.5  # the likelihood from which a clause is shown as the answer


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a clause and against it, each about 0 to 1.

    `shared`: of the question's words, by rarity, those that the clause has. `meaning`: how near its
    tokens come to the question's words, rare words counting for more; `weakest`: the same of the two
    words that it comes least near. `whole`: the cosine of both as wholes. `behind`: by how much its
    score lies behind the best one's. `stated`: whether it holds the kind of fact that is asked for;
    `lacking`: whether it lacks what the question demands; `title`: whether it is but a title; `foreign`:
    whether the question names what no text does.
    """

    shared: float
    meaning: float
    weakest: float
    whole: float
    behind: float
    stated: float
    lacking: float
    title: float
    foreign: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A hit, what speaks for it, and how likely its clause answers the question, 0 to 1."""

    hit: Hit
    evidence: Evidence
    probability: float


WEIGHTS = Evidence(1.0, 6.0, 2.0, 2.0, -6.0, 1.5, -1.5, -2.0, -1.0)
BIAS = -6.0


def judge(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Judged]:
    """Judge the first hits, in their order."""
    return [
        Judged(hit, one, probability(one))
        for hit, one in zip(hits, _evidence(desk, question, hits), strict=False)
    ]


def best_first(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Judged]:
    """Judge the first hits, the likeliest first."""
    return sorted(judge(desk, question, hits), key=lambda one: -one.probability)


def is_likely(one: Judged) -> bool:
    """Tell whether a clause is likely enough to be shown as the answer."""
    return one.probability >= ANSWERS


def probability(evidence: Evidence) -> float:
    """Return how likely a clause with this evidence answers."""
    weighed = sum(weight * one for weight, one in zip(astuple(WEIGHTS), astuple(evidence), strict=True))
    return 1 / (1 + exp(-weighed - BIAS))


def with_context(hit: Hit) -> str:
    """Return a clause's words with those above it: what heads a list may date all its items."""
    return "\n".join((*hit.passage.context, hit.passage.text))


def _evidence(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """Gather what speaks for each of the first hits."""
    hits = hits[:JUDGED]
    said, near = desk.searcher.by_word(question.text, [one.passage for one in hits])
    meaning, weakest = _weighed(desk, said, near, len(hits))
    best = max((one.score for one in hits), default=0.0)
    foreign = float(bool(desk.known.foreign_names(question.text) or desk.known.foreign_years(question.text)))
    found: list[Evidence] = []
    for at, hit in enumerate(hits):
        shared = desk.coverage(hit, question.topic)
        stated = states(question, with_context(hit), shared, desk.vocabulary)
        lacking = bool(unmet(question, hit.passage, desk, dict(zip(said, near[:, at], strict=True))))
        found.append(
            Evidence(
                shared, meaning[at], weakest[at], hit.dense or 0.0, best - hit.score,
                float(stated), float(lacking), float(hit.passage.eid.endswith("__title")), foreign,
            )
        )  # fmt: skip
    return found


def _weighed(
    desk: Desk, said: Sequence[str], near: np.ndarray, count: int
) -> tuple[list[float], list[float]]:
    """Return the mean nearness of the words by rarity, and that of the least near two, for each hit."""
    import numpy as np

    stems = [(words(one) or [""])[0] for one in said]
    rarity = np.array(
        [desk.vocabulary.weight(one) if one and one not in FORM_WORDS else 0.0 for one in stems]
    )
    if not len(said) or not rarity.any():
        return [0.0] * count, [0.0] * count
    mean = rarity @ near / rarity.sum()
    weakest = np.sort(near[rarity > 0], axis=0)[:2].mean(axis=0)
    return mean.tolist(), weakest.tolist()
