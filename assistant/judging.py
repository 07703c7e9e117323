"""How likely a clause answers a question: a few pieces of evidence, weighed by logistic regression.

A search's scores order clauses within one question; they do not tell whether the best of them
answers it. The evidence here means the same in every question, so its weights, fitted on the
development questions by `python -m evals fit`, give a probability that is compared with one
threshold for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from math import exp
from typing import TYPE_CHECKING

from assistant.demands import shortfalls
from assistant.desk import Desk
from assistant.evidence import holds, states
from assistant.forms import FORM_WORDS
from assistant.question import Question
from index.lexical import words
from index.search import Hit

if TYPE_CHECKING:
    import numpy as np

JUDGED = 12  # hits that are judged
NEAR = 0.45  # the cosine from which a clause is on the topic of a question
ANSWERED = 0.62  # the likelihood from which a question is answered


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a clause and against it, each about -1 to 1.

    `shared`: of the question's words, by rarity, those that the clause has. `meaning`: how near its
    tokens come to the question's words, rare words counting for more; `apart`: by how much that is
    more than the mean of the clauses judged. `weakest`: the nearness of the two words that it comes
    least near. `whole`: the cosine of both as wholes; `far`: by how much it falls short of what is near.
    `behind`: by how much its score lies behind the
    best one's. `stated`: whether it holds the kind of fact that is asked for, 0 where none is;
    `lacking`: how far it stays behind what the question demands. `title`: whether it is but a title;
    `foreign`: whether the question names what no text does.
    """

    shared: float
    meaning: float
    apart: float
    weakest: float
    whole: float
    far: float
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


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights of logistic regression."""

    weights: Evidence
    bias: float

    def likelihood(self, evidence: Evidence) -> float:
        """Return what the evidence makes likely, 0 to 1."""
        weighed = sum(a * b for a, b in zip(astuple(self.weights), astuple(evidence), strict=True))
        return 1 / (1 + exp(-weighed - self.bias))


# Of a clause: that it is the answer. Of the likeliest clause: that the question has an answer at all.
CLAUSE = Regression(Evidence(1.47, -0.92, 4.31, 0.11, 2.29, -0.58, -7.35, 1.14, -1.50, -0.82, -1.68), -1.94)
QUESTION = Regression(
    Evidence(-0.19, -0.21, -1.23, 0.68, 2.06, -1.08, -0.63, 1.85, -2.26, -0.71, -1.55), 0.55
)


def judge(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Judged]:
    """Judge the first hits, in their order."""
    found = _evidence(desk, question, hits)
    return [Judged(hit, one, CLAUSE.likelihood(one)) for hit, one in zip(hits, found, strict=False)]


def best_first(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Judged]:
    """Judge the first hits, the likeliest first."""
    return sorted(judge(desk, question, hits), key=lambda one: -one.probability)


def is_answered(best: Judged) -> bool:
    """Tell whether a question is likely enough to be answered, by its likeliest clause."""
    return answered(best) >= ANSWERED


def answered(best: Judged) -> float:
    """Return how likely a question has an answer, by its likeliest clause, 0 to 1."""
    return QUESTION.likelihood(best.evidence)


def with_context(hit: Hit) -> str:
    """Return a clause's words with those above it: what heads a list may date all its items."""
    return "\n".join((*hit.passage.context, hit.passage.text))


def _evidence(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """Gather what speaks for each of the first hits."""
    hits = hits[:JUDGED]
    said, near = desk.searcher.by_word(question.text, [one.passage for one in hits])
    meaning, weakest = _weighed(desk, said, near, len(hits))
    usual = sum(meaning) / max(len(meaning), 1)
    best = max((one.score for one in hits), default=0.0)
    foreign = float(bool(desk.known.foreign_names(question.text) or desk.known.foreign_years(question.text)))
    return [
        Evidence(
            shared=desk.coverage(hit, question.topic),
            meaning=meaning[at],
            apart=meaning[at] - usual,
            weakest=weakest[at],
            whole=hit.dense or 0.0,
            far=max(0.0, NEAR - (hit.dense or 0.0)),
            behind=best - hit.score,
            stated=_stated(desk, question, hit),
            lacking=_lacking(desk, question, hit, dict(zip(said, near[:, at].tolist(), strict=True))),
            title=float(hit.passage.eid.endswith("__title")),
            foreign=foreign,
        )
        for at, hit in enumerate(hits)
    ]


def _stated(desk: Desk, question: Question, hit: Hit) -> float:
    """Return 1 where a hit holds the fact asked for, -0.5 one of its kind, -1 none; 0 where none is asked."""
    if question.fact is None:
        return 0.0
    text = with_context(hit)
    if states(question, text, desk.coverage(hit, question.topic), desk.vocabulary):
        return 1.0
    return -0.5 if holds(question.fact, text) else -1.0


def _lacking(desk: Desk, question: Question, hit: Hit, near: Mapping[str, float]) -> float:
    """Return how far a hit stays behind what is demanded of it, 0 to 1."""
    return max(
        (max(0.0, 0.5 + short) for _, short in shortfalls(question, hit.passage, desk, near)), default=0.0
    )


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
