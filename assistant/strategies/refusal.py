"""No clause answers: why not, said in a status of its own, with the clauses that come closest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ReasonCode, Status
from assistant.rendering import Chosen
from assistant.rendering.reasons import NearMiss, NothingNear, NotStated
from assistant.scope.retriever import Retriever
from assistant.selection.demands import COMPARISON, unmet
from assistant.selection.reader import Reading
from assistant.strategies.finding import Finding, ids
from assistant.strategies.not_held import by_description
from assistant.understanding.query import Query
from index.search import Hit

_CLOSEST = 5
_ALIKE = 0.8  # the cosine from which the nearest near miss gives the reason
_NEAR = 0.30  # the cosine, and
_SHARED = 0.20  # the share of the question's words, below both of which no text is about the question


def refusal(retriever: Retriever, query: Query, reading: Reading) -> Finding:
    """Say why no clause answers; the first reason that holds."""
    hits = [hit for hit, _ in reading.hits]
    return (
        by_description(retriever, query, hits)
        or foreign(retriever, query, hits)
        or _near_miss(retriever, query)
        or _lacking(retriever, query, hits)
    )


def foreign(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding | None:
    """Say that nothing held is about this."""
    if max(one.dense or 0.0 for one in hits) >= _NEAR:
        return None
    if max(retriever.coverage(one, query.topic) for one in hits) >= _SHARED:
        return None
    return Finding(Status.NOT_IN_CORPUS, reason=NothingNear(query.foreign_names), closest=ids(hits, _CLOSEST))


def _near_miss(retriever: Retriever, query: Query) -> Finding | None:
    """Say why no clause answers as a near miss of the question bank has it that asks much the same."""
    nearest = next(iter(retriever.neighbours(query.text).near_misses), None)
    if nearest is None or nearest.nearness < _ALIKE:
        return None
    asked = nearest.asked
    reason = NearMiss(ReasonCode(asked.question.why.replace("-", "_")), asked.question.text)
    return Finding(Status.NOT_STATED, reason=reason, closest=asked.provisions[:_CLOSEST])


def _lacking(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding:
    """Say what the closest clauses do not give."""
    lacking = unmet(query, hits[0].passage, retriever)
    fact = query.fact.kind if query.fact else COMPARISON if lacking == COMPARISON else ""
    near = [Chosen(*retriever.unit(one.passage)) for one in hits]
    return not_stated(near, NotStated(fact, lacking, query.foreign_years or query.foreign_names))


def not_stated(near: Sequence[Chosen], reason: NotStated) -> Finding:
    """Say that the topic is there and what is asked for is not."""
    closest = tuple(dict.fromkeys(one.edition.id_of(one.provision) for one in near))[:_CLOSEST]
    return Finding(Status.NOT_STATED, reason=reason, closest=closest)
