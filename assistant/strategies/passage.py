"""The clauses that answer, as the reader chooses them; those that may; or why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.rendering import clause_lead, list_lead
from assistant.rendering.leads import Candidates
from assistant.rendering.reasons import NOT_SURE, NOTHING_HELD
from assistant.selection.local import local_reader
from assistant.selection.reader import Reading
from assistant.selection.structure import completed, in_order
from assistant.strategies.desk import Desk, Finding
from assistant.strategies.refusal import foreign, refusal
from assistant.understanding.question import Question
from index.search import Hit

_LIKELY = 0.5  # the likelihood of an answer from which nothing is foreign, whatever words it has
_CANDIDATES = 5  # clauses that are shown where the assistant does not stand behind them


def by_passage(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding:
    """Show the clauses that answer, or may answer, or say why none does."""
    if not hits:
        return Finding(Status.NOT_IN_CORPUS, reason=NOTHING_HELD)
    reader = local_reader()
    reading = reader.read(desk, question, hits)
    if reading.answered < reader.thresholds.refused:
        finding = refusal(desk, question, reading)
    elif reading.confidence < reader.thresholds.answered:
        unlikely = reading.answered < _LIKELY
        finding = (unlikely and foreign(desk, question, hits)) or _candidates(desk, question, reading)
    else:
        finding = _answered(desk, question, reading)
    return replace(finding, reading=reading)


def _answered(desk: Desk, question: Question, reading: Reading) -> Finding:
    """Show the clauses that answer, a list whole where most of it was chosen."""
    units = [desk.unit(one.passage) for one in reading.chosen]
    if whole := completed(units):
        edition, above, items = whole
        return Finding(Status.ANSWERED, list_lead(edition, above, len(items)), desk.every(edition, items))
    hits = in_order(reading.chosen, units)
    chosen = tuple(dict.fromkeys(desk.choose(one, question.topic) for one in hits))
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen)


def _candidates(desk: Desk, question: Question, reading: Reading) -> Finding:
    """Show the likeliest clauses, the likeliest first, as such; say of a name that no text has it."""
    hits = [hit for hit, _ in reading.hits[:_CANDIDATES]]
    chosen = tuple(dict.fromkeys(desk.choose(one, question.topic) for one in hits))
    unknown = tuple(desk.known.foreign_names(question.text))
    return Finding(Status.CANDIDATES, Candidates(unknown), chosen, reason=NOT_SURE)
