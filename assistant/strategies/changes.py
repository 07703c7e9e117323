"""What changed between two editions of a text: the clause of each on what is asked, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answer import Status
from assistant.comparison.changes import Change, ChangeKind
from assistant.comparison.comparison import Comparison, counted, provision_of
from assistant.rendering import ChosenClause
from assistant.rendering.leads import change_lead, changes_lead, unchanged_lead
from assistant.scope.retriever import Retrieval
from assistant.strategies.duties import duties
from assistant.strategies.finding import Finding
from assistant.understanding.changes import ChangeAsked
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
    nearest = [hit.passage.edition.instrument for hit in (*retrieval.wider_hits, *retrieval.hits)]
    meant = list(asked.pairs) if len(asked.pairs) == 1 else scope if len(scope) == 1 else []
    likely = [key for key in dict.fromkeys((*meant, *nearest)) if key in asked.pairs]
    if likely and asked.is_of_whole(*asked.pairs[likely[0]]):
        found = _compared(*asked.pairs[likely[0]])
        return _overview(found, found.changes, asked.kinds, found.not_compared)
    for instrument in dict.fromkeys((*likely, *(() if meant else asked.pairs))):
        old, new = asked.pairs[instrument]
        if headings := _headings(asked, new):
            found = _compared(old, new)
            return _part(found, _below(found, _headings(asked, old), headings), asked)
    return _of_clause(_compared(*asked.pairs[likely[0]]), asked, retrieval) if likely else None


def _headings(asked: ChangeAsked, edition: Edition) -> list[Provision]:
    """Return the headings of the parts of a text that a question asks about: sections, a body's duties."""
    told = duties(asked.duty, (edition,)) if asked.duty else []
    heads = [group.heading for group in told if group.heading.kind == Kind.HEADING and group.heading.head]
    return asked.parts(edition) or heads


def _part(found: Comparison, changes: Sequence[Change], asked: ChangeAsked) -> Finding | None:
    """Show what became of the clauses of a part; of a single one, both wordings."""
    clauses = [change for change in changes if provision_of(change).kind != Kind.HEADING]
    if len(clauses) == 1:
        return _change(found, clauses[0])
    if clauses and all(change.kind is ChangeKind.NOC for change in clauses):
        lead = unchanged_lead(found.old.name, found.new.name, len(clauses))
        kept = tuple(ChosenClause(found.new, change.new) for change in clauses if change.new)
        return Finding(Status.ANSWERED, lead, kept[:_MOST])
    return _overview(found, clauses, asked.kinds)


def _of_clause(found: Comparison, asked: ChangeAsked, retrieval: Retrieval) -> Finding | None:
    """Show what became of the clause that the question names, else of the nearest."""
    hits = retrieval.retriever.among(found.old, found.new).search(asked.rest, _RETRIEVED)
    clause = asked.clause(found.old, found.new)
    if clause and clause.kind == Kind.HEADING:
        old, new = (
            [line for line in edition.provisions if line.label == clause.label]
            for edition in (found.old, found.new)
        )
        return _overview(found, _below(found, old, new), asked.kinds)
    if clause is None and hits:
        edition = found.new if hits[0].passage.edition == found.new.key else found.old
        clause = edition.provision(hits[0].passage.eid)
    change = found.change_of(clause) if clause else None
    return replace(_change(found, change), hits=hits) if change else None


def _change(found: Comparison, change: Change) -> Finding:
    """Show a clause of the earlier edition beside that of the later one."""
    chosen = [ChosenClause(found.old, change.old)] if change.old else []
    chosen += [ChosenClause(found.new, change.new)] if change.new else []
    lead = change_lead(found.old.name, found.new.name, change.kind, change.diff)
    return Finding(Status.ANSWERED, lead, tuple(chosen))


def _listed(edition: Edition) -> set[str]:
    """Return the eIds of what sections list or state, such as goals: they say more than recitals."""
    named = (section for rows in sections((edition,)).values() for section in rows)
    return {part.eid for section in named for part in section.parts}


def _below(found: Comparison, old: Sequence[Provision], new: Sequence[Provision]) -> list[Change]:
    """Return what became of the clauses below headings of the earlier and of the later edition."""
    before, after = (
        {item.eid for heading in headings for item in edition.descendants(heading.eid)}
        for edition, headings in ((found.old, old), (found.new, new))
    )
    return [
        change
        for change in found.changes
        if (change.new and change.new.eid in after) or (change.old and change.old.eid in before)
    ]


def _overview(
    found: Comparison,
    changes: Sequence[Change],
    kinds: tuple[ChangeKind, ...],
    not_compared: Sequence[str] = (),
) -> Finding | None:
    """Count what became of the clauses; show those of these kinds, what sections list first.

    `not_compared` are sentences about parts of which an edition is held without.
    """
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
        not_compared,
    )
    return Finding(Status.ANSWERED, lead, chosen)
