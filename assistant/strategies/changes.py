"""What changed between two editions of a text: the clause of each on what is asked, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import Status
from assistant.comparison.changes import Change, ChangeKind
from assistant.comparison.comparison import Comparison, counted, provision_of
from assistant.rendering import ChosenClause
from assistant.rendering.leads import change_lead, changes_lead
from assistant.scope.retriever import Retrieval
from assistant.strategies.finding import Finding
from assistant.understanding.sections import sections
from corpus.instruments import Edition, Kind, Part, Provision

_RETRIEVED = 10  # clauses of both editions that are told as retrieved
_MOST = 12  # changed clauses that are shown to a question that does not say what about
_compared = lru_cache(maxsize=64)(Comparison.of)  # comparing takes up to a second


def by_change(retrieval: Retrieval) -> Finding | None:
    """Show what stood in an earlier edition beside what stands in the later one."""
    asked = retrieval.query.change
    if asked is None:
        return None
    scope = [edition.key.instrument for edition in retrieval.retriever.editions]
    nearest = (hit.passage.edition.instrument for hit in retrieval.wider_hits)
    meant = list(asked.pairs) if len(asked.pairs) == 1 else scope if len(scope) == 1 else []
    instrument = next((key for key in (*meant, *nearest) if key in asked.pairs), None)
    if instrument is None:
        return None
    pair = asked.pairs[instrument]
    found = _compared(*pair)
    if asked.is_of_whole(*pair):
        return _overview(found, found.changes, asked.kinds)
    hits = retrieval.retriever.among(*pair).search(asked.rest, _RETRIEVED)
    clause = asked.clause(*pair)
    if clause and clause.kind == Kind.HEADING:
        return _overview(found, _below(clause, found), asked.kinds)
    if clause is None and hits:
        edition = found.new if hits[0].passage.edition == found.new.key else found.old
        clause = edition.provision(hits[0].passage.eid)
    change = found.change_of(clause) if clause else None
    if change is None:
        return None
    chosen = [ChosenClause(found.old, change.old)] if change.old else []
    chosen += [ChosenClause(found.new, change.new)] if change.new else []
    lead = change_lead(found.old.name, found.new.name, change.kind)
    return Finding(Status.ANSWERED, lead, tuple(chosen), hits=hits)


def _listed(edition: Edition) -> set[str]:
    """Return the eIds of what sections list or state, such as goals: they say more than recitals."""
    named = (section for rows in sections((edition,)).values() for section in rows)
    return {part.eid for section in named for part in section.parts}


def _below(heading: Provision, found: Comparison) -> list[Change]:
    old, new = (
        {item.eid for provision in edition.provisions if provision.label == heading.label
         for item in edition.descendants(provision.eid)}
        for edition in (found.old, found.new)
    )  # fmt: skip
    return [
        change
        for change in found.changes
        if (change.new and change.new.eid in new) or (change.old and change.old.eid in old)
    ]


def _overview(found: Comparison, changes: Sequence[Change], kinds: tuple[ChangeKind, ...]) -> Finding | None:
    """Count what became of the clauses; show those of these kinds, what sections list first."""
    shown = [
        change
        for change in changes
        if change.kind in kinds
        and provision_of(change).kind not in (Kind.HEADING, Kind.FORMULA)
        and provision_of(change).part != Part.PREFACE
    ]
    if not shown:
        return None
    listed = _listed(found.new)
    shown.sort(key=lambda change: provision_of(change).eid not in listed)
    chosen = tuple(ChosenClause(found.edition_of(change), provision_of(change)) for change in shown[:_MOST])
    lead = changes_lead(
        found.old.name,
        found.new.name,
        counted(changes),
        kinds,
        _MOST if len(shown) > _MOST else 0,
        found.not_compared,
    )
    return Finding(Status.ANSWERED, lead, chosen)
