"""No clause answers: why not, said in a status of its own, with the clauses that come closest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ReasonCode, Status
from assistant.rendering import Chosen
from assistant.scope.retriever import Retriever
from assistant.selection.demands import unmet
from assistant.selection.reader import Reading
from assistant.strategies.finding import Finding, ids
from assistant.strategies.not_held import by_description
from assistant.understanding.query import Query
from index.search import Hit

_CLOSEST = 5
_ALIKE = 0.8  # the cosine from which the nearest near miss gives the reason
_WHY = {  # what is said of each kind of near miss (corpus.packs.NEAR_MISSES)
    "fact-absent": "The closest clauses speak of this but do not say what is asked.",
    "sibling": "The text says this of something else of the same kind, not of what is asked.",
    "other-body": "The text says this of another body, not of the one asked about.",
    "other-edition": "This text does not say so; another edition may.",
    "only-named": "The text names the document but does not say what is in it.",
    "number": "The closest clauses give no number.",
    "date": "The closest clauses give no date.",
    "person": "The text speaks of this but names no person.",
    "reason": "The closest clauses give no reason.",
    "condition": "The closest clauses give no condition.",
    "false-premise": "The text does not say what the question takes for granted.",
}
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
    names = query.foreign_names
    return Finding(
        Status.NOT_IN_CORPUS,
        "Nothing in the library is about this.",
        closest=ids(hits, _CLOSEST),
        reason=f"no text names {', '.join(names)}" if names else "no clause comes near enough",
        reason_code=ReasonCode.UNKNOWN_NAME if names else ReasonCode.NOTHING_NEAR,
    )


def _near_miss(retriever: Retriever, query: Query) -> Finding | None:
    """Say why no clause answers as a near miss of the question bank has it that asks much the same."""
    nearest = next(iter(retriever.neighbours(query.text).near_misses), None)
    if nearest is None or nearest.nearness < _ALIKE:
        return None
    asked = nearest.asked
    return Finding(
        Status.NOT_STATED,
        _WHY[asked.question.why],
        closest=asked.provisions[:_CLOSEST],
        reason=f"no clause answers a very similar question: “{asked.question.text}”",
        reason_code=ReasonCode(asked.question.why.replace("-", "_")),
    )


def _lacking(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding:
    """Say what the closest clauses do not give."""
    unknown = query.foreign_years or query.foreign_names
    lacking = unmet(query, hits[0].passage, retriever)
    asked = (
        f"answer for {' or '.join(unknown)}"
        if unknown
        else (query.fact and query.fact.kind) or lacking or "answer"
    )
    return not_stated(asked, [Chosen(*retriever.unit(one.passage)) for one in hits])


def not_stated(asked: str, near: Sequence[Chosen]) -> Finding:
    """Say that the topic is there and what is asked for is not."""
    return Finding(
        Status.NOT_STATED,
        "No clause was found that states this."
        if asked == "answer"
        else f"The closest clauses give no {asked}.",
        closest=tuple(dict.fromkeys(one.edition.id_of(one.provision) for one in near))[:_CLOSEST],
        reason="no clause on this states what is asked"
        if asked == "answer"
        else f"no clause on this gives the {asked} asked for",
        reason_code=ReasonCode.FACT_ABSENT,
    )
