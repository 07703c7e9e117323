"""The clauses that answer, as the reader chooses them; those that may; or why none does."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import MOST_CANDIDATES, Status
from assistant.rendering import ChosenClause
from assistant.rendering.leads import candidates_lead
from assistant.rendering.reasons import NOT_SURE, NOTHING_HELD
from assistant.scope.retriever import Retrieval, Retriever
from assistant.selection.arranging import arranged, in_order, with_lists
from assistant.selection.local import Reading, local_reader
from assistant.strategies.finding import Finding
from assistant.strategies.refusal import foreign, refusal
from assistant.understanding.query import Query

_LIKELY = 0.5  # the likelihood of an answer from which nothing is foreign, whatever words it has


def by_passage(retrieval: Retrieval) -> Finding:
    """Show the clauses that answer, or may answer, or say why none does."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    if not hits:
        return Finding(Status.NOT_IN_CORPUS, reason=NOTHING_HELD)
    reader = local_reader()
    reading = reader.read(retriever, query, hits)
    if reading.answered < reader.thresholds.refused:
        finding = refusal(retriever, query, reading)
    elif not reading.is_sure:
        unlikely = reading.answered < _LIKELY
        finding = (unlikely and foreign(retriever, query, hits)) or _candidates(retriever, query, reading)
    else:
        finding = _answered(retriever, reading)
    return replace(finding, reading=reading)


def _answered(retriever: Retriever, reading: Reading) -> Finding:
    """Show the clauses that answer, a list whole where most of it was chosen."""
    chosen = [ChosenClause(*retriever.unit(hit.passage)) for hit in reading.chosen]
    return Finding(Status.ANSWERED, *arranged(in_order(chosen)))


def _candidates(retriever: Retriever, query: Query, reading: Reading) -> Finding:
    """Show the likeliest clauses, the likeliest first, as such; say of a name that no text has it."""
    likely = [ChosenClause(*retriever.unit(hit.passage)) for hit, _ in reading.hits[:MOST_CANDIDATES]]
    chosen = tuple(with_lists(likely))
    return Finding(Status.CANDIDATES, candidates_lead(query.foreign_names), chosen, reason=NOT_SURE)
