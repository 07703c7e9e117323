"""Refusals: the reason why no clause answers, as a status, with the closest clauses."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ReasonCode, Status
from assistant.rendering import ChosenClause, reasons
from assistant.scope.retriever import Retriever
from assistant.selection.local import Reading
from assistant.strategies.finding import Finding, ids
from assistant.understanding.query import Query
from index.search import Hit

_CLOSEST = 5
_ALIKE = 0.8  # the cosine from which the nearest near miss gives the reason
_NEAR = 0.30  # the cosine, and
_SHARED = 0.20  # the share of the question's words, below both of which no text is about the question


def refusal(retriever: Retriever, query: Query, reading: Reading) -> Finding:
    """Say why no clause answers; the first reason that holds."""
    hits = [hit for hit, _ in reading.hits]
    return foreign(retriever, query, hits) or _near_miss(retriever, query) or _closest(retriever, query, hits)


def foreign(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding | None:
    """Say that nothing held is about this."""
    if max(hit.dense or 0.0 for hit in hits) >= _NEAR:
        return None
    if max(retriever.coverage(hit, query.topic) for hit in hits) >= _SHARED:
        return None
    reason = reasons.nothing_near(query.foreign_names)
    return Finding(Status.NOT_IN_CORPUS, reason=reason, closest=ids(hits, _CLOSEST))


def _near_miss(retriever: Retriever, query: Query) -> Finding | None:
    """Return a refusal for the reason of a near miss in the question bank that asks almost the same."""
    nearest = next(iter(retriever.neighbours(query.text).near_misses), None)
    if nearest is None or nearest.nearness < _ALIKE:
        return None
    asked = nearest.asked
    found = [unit for id_ in asked.provisions if (unit := retriever.library.provision(id_))]
    return not_stated(
        [ChosenClause(*clause) for clause in found], ReasonCode(asked.question.why.replace("-", "_"))
    )


def _closest(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding:
    """Show the closest clauses, with the names and years of the question that none of them contains."""
    near = [ChosenClause(*retriever.unit(hit.passage)) for hit in hits]
    return not_stated(near, unknown=query.foreign_years or query.foreign_names)


def not_stated(
    near: Sequence[ChosenClause], code: ReasonCode = ReasonCode.FACT_ABSENT, unknown: Sequence[str] = ()
) -> Finding:
    """Say that no clause was found that answers, and show the closest."""
    shown = list({clause.id: clause for clause in near}.values())[:_CLOSEST]
    closest = tuple(clause.id for clause in shown)
    words = "\n".join(map(_whole, shown)).casefold()
    missing = tuple(name for name in unknown if closest and name.casefold() not in words)
    return Finding(Status.NOT_STATED, reason=reasons.not_stated(code, missing), closest=closest)


def _whole(clause: ChosenClause) -> str:
    """Return the label of a clause and its words, with what stands above it and everything below it."""
    edition, provision = clause.edition, clause.provision
    parts = (*edition.ancestors(provision.eid), provision, *edition.descendants(provision.eid))
    return "\n".join((edition.citation(provision), *(part.text for part in parts)))
