"""A clause by its label; several that fit are all shown."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import ChosenClause, clause_lead, list_lead
from assistant.rendering.reasons import no_such_label, several_fit
from assistant.scope.retriever import Retrieval, Retriever
from assistant.strategies.finding import Finding, answered_by, ids
from assistant.strategies.passage import by_passage
from assistant.strategies.refusal import not_stated
from assistant.understanding.addressees import DUTY_WORDS
from assistant.understanding.query import Query
from corpus.instruments import Kind
from index.search import Hit

_MOST = 50  # clauses that are shown at most


def by_label(retrieval: Retrieval) -> Finding | None:
    """Show the clause whose label was typed."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    label = query.label
    if label is None:
        return None
    rest = query.left(label.rest)
    if not label.matches:
        if set(rest.topic) - DUTY_WORDS:
            return None
        return _not_there(retrieval, label.words)
    matched = [ChosenClause(match.edition, match.provision) for match in label.matches]
    if len(matched) == 1:
        return _answered_below(retriever, rest, matched[0], hits) or _named_clause(query, matched[0])
    if rest.topic:
        return None
    if label.all_meant:
        return answered_by(matched[:_MOST])
    return Finding(
        Status.NEEDS_CLARIFICATION,
        chosen=tuple(matched[:_MOST]),
        reason=several_fit(label.words, len(matched)),
    )


def by_unit(retrieval: Retrieval) -> Finding | None:
    """Say that no text has a numbered unit that the question names: "What is the aim of goal 7?"."""
    unit = retrieval.query.missing_unit
    return _not_there(retrieval, unit.words) if unit and not retrieval.query.missing else None


def _not_there(retrieval: Retrieval, label: str) -> Finding:
    """Say that no clause has a label, with the numbers that units of its kind have."""
    editions, unit = retrieval.retriever.editions, retrieval.query.missing_unit
    where = editions[0].name if len(editions) == 1 else ""
    reason = no_such_label(label, where, *((unit.plural, unit.numbers) if unit else ()))
    return Finding(Status.NOT_STATED, reason=reason, closest=ids(retrieval.hits))


def _answered_below(
    retriever: Retriever, rest: Query, clause: ChosenClause, hits: Sequence[Hit]
) -> Finding | None:
    """Answer a question behind a heading from its clauses: "Article 3: who may …?"."""
    if clause.provision.kind != Kind.HEADING or not rest.topic:
        return None
    below = {clause.edition.id_of(item) for item in clause.edition.descendants(clause.provision.eid)}
    hits_below = [hit for hit in hits if hit.passage.provision in below]
    found = by_passage(Retrieval(retriever, rest, hits_below)) if hits_below else None
    return found if found and found.status == Status.ANSWERED else None


def _named_clause(query: Query, clause: ChosenClause) -> Finding:
    below = [
        item
        for item in clause.edition.descendants(clause.provision.eid)
        if not item.inline and item.kind != Kind.FOOTNOTE
    ]
    text = "\n".join([clause.provision.text, *(item.text for item in below)])
    if query.fact and not query.fact.is_held_by(text):
        return not_stated([clause])
    if clause.provision.kind == Kind.HEADING and below:
        items = [ChosenClause(clause.edition, item) for item in below if item.kind != Kind.HEADING]
        return Finding(
            Status.ANSWERED, list_lead(clause.edition, clause.provision, len(items)), tuple(items[:_MOST])
        )
    shown = [clause, *(ChosenClause(clause.edition, item) for item in below)]
    return Finding(Status.ANSWERED, clause_lead(shown[:1]), tuple(shown))
