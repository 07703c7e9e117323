"""What is known of each hit and of a question, as numbers, where there is a question bank.

The numbers mean the same in every question, so that what was fitted on some texts holds on others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from assistant.selection.evidence import Evidence, evidence_of
from assistant.strategies.desk import Desk
from assistant.understanding.question import Question
from corpus.instruments import Kind
from corpus.keys import ProvisionId
from index.bank import Neighbour, Neighbours
from index.search import Hit

READ = 16  # hits that are read
_BESIDE = 6  # of the first hits, those among which others of the same list are counted
_VOTE = 6  # the power of a cosine by which bank questions vote for a clause
_LONGEST = 8  # clauses of a bank question from which more make no difference


@dataclass(frozen=True, slots=True)
class Features:
    """Numbers for each hit, (hits, kinds), and what the question's own need: evidence and neighbours."""

    clauses: tuple[tuple[float, ...], ...]
    evidence: tuple[Evidence, ...]
    neighbours: Neighbours

    def of_question(self, likely: Sequence[float]) -> tuple[float, ...]:
        """Return the numbers of the question, given how likely each hit answers."""
        near = self.neighbours
        ranked = sorted(likely, reverse=True)
        best = self.evidence[max(range(len(likely)), key=likely.__getitem__)]
        answered, missed = _nearest(near.answered), _nearest(near.near_misses)
        return (
            log(ranked[0] + 1e-3), ranked[0], ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0),
            sum(ranked[:5]), near.answered_nearness - near.near_miss_nearness, answered - missed, answered,
            missed, best.lacking, best.uncovered, best.stated, best.foreign,
        )  # fmt: skip


def features(desk: Desk, question: Question, hits: Sequence[Hit]) -> Features:
    """Return the features of the first hits; there must be one."""
    hits = hits[:READ]
    evidence = evidence_of(desk, question, hits)
    near = desk.neighbours(question.text)
    context = _Context.of(desk, hits, near)
    return Features(
        tuple(
            (*_of_search(hit, one, context, at), *_of_bank(hit, context, at))
            for at, (hit, one) in enumerate(zip(hits, evidence, strict=True))
        ),
        tuple(evidence),
        near,
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What the hits of a question are compared with."""

    score: float
    found: float
    lexical: float
    second: float
    recalled: float
    beside: tuple[int, ...]
    near: Neighbours
    votes: Mapping[ProvisionId, float]
    misses: Mapping[ProvisionId, float]
    first: frozenset[ProvisionId]

    @classmethod
    def of(cls, desk: Desk, hits: Sequence[Hit], near: Neighbours) -> _Context:
        """Gather it."""
        parents = [(one.passage.edition, desk.unit(one.passage)[1].parent) for one in hits]
        votes: dict[ProvisionId, float] = defaultdict(float)
        for one in near.answered:
            for provision in one.asked.provisions:
                votes[provision] += max(0.0, one.nearness) ** _VOTE / len(one.asked.provisions) ** 0.5
        misses: dict[ProvisionId, float] = defaultdict(float)
        for one in near.near_misses:
            for provision in one.asked.provisions:
                misses[provision] += max(0.0, one.nearness) ** _VOTE
        return cls(
            score=max(one.score for one in hits),
            found=max(one.score - one.recalled for one in hits),
            lexical=max(one.lexical for one in hits) or 1.0,
            second=max(one.second or 0.0 for one in hits),
            recalled=max(one.recalled for one in hits),
            beside=tuple(
                parents[:_BESIDE].count(parent) - (at < _BESIDE) for at, parent in enumerate(parents)
            ),
            near=near,
            votes=votes,
            misses=misses,
            first=frozenset(near.answered[0].asked.provisions if near.answered else ()),
        )


def _of_search(hit: Hit, evidence: Evidence, context: _Context, at: int) -> tuple[float, ...]:
    """Return what the search and the words say of a hit."""
    found, second = hit.score - hit.recalled, hit.second or 0.0
    return (
        context.found - found, float(found == context.found), hit.lexical / context.lexical, hit.dense or 0.0,
        second, context.second - second, context.beside[at] / 5, evidence.shared, evidence.apart,
        evidence.uncovered, evidence.stated, evidence.lacking, evidence.title, evidence.recited,
        evidence.body, float(hit.passage.text.rstrip().endswith(":")),
        float(hit.passage.kind == Kind.HEADING),
    )  # fmt: skip


def _of_bank(hit: Hit, context: _Context, at: int) -> tuple[float, ...]:
    """Return what the question bank says of a hit."""
    near, provision = context.near, hit.passage.provision
    recalled = near.recalled.get(provision, 0.0)
    votes = context.votes.get(provision, 0.0)
    most = max(context.votes.values(), default=0.0)
    first = float(provision in context.first)
    answered, missed = _nearest(near.answered), _nearest(near.near_misses)
    return (
        context.score - hit.score, recalled, recalled**4, recalled**8, votes, votes / most if most else 0.0,
        context.misses.get(provision, 0.0), first, first * answered, first * answered**6, float(at == 0),
        context.recalled - hit.recalled, near.answered_nearness - near.near_miss_nearness, answered - missed,
        first * (len(context.first) == 1), first * min(len(context.first), _LONGEST) / _LONGEST,
    )  # fmt: skip


def _nearest(neighbours: Sequence[Neighbour]) -> float:
    """Return the cosine of the nearest neighbour, 0 where there is none."""
    return neighbours[0].nearness if neighbours else 0.0
