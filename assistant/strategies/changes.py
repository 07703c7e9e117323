"""What changed between two editions of a text: the clause of each on what is asked, side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from assistant.answer import Status
from assistant.comparison.changes import Change, ChangeKind
from assistant.comparison.comparison import Comparison, counted, provision_of
from assistant.rendering import Chosen
from assistant.rendering.leads import Changes, Compared
from assistant.rendering.reasons import NotHeld
from assistant.scope.retrieval import Retrieval
from assistant.scope.retriever import Retriever
from assistant.strategies.finding import Finding
from assistant.understanding.changes import Changed
from corpus.instruments import Kind, Part, Provision
from corpus.keys import InstrumentKey
from index.search import Hit

_RETRIEVED = 10  # clauses of both editions that are told as retrieved
_MOST = 12  # changed clauses that are shown to a question that does not say what about
_compared = lru_cache(maxsize=64)(Comparison.of)  # comparing takes up to a second
_AHEAD = 0.05  # of the cosine: by how much a clause that is gone must be nearer than those that stand


def by_change(retrieval: Retrieval) -> Finding | None:
    """Show what stood in an earlier edition beside what stands in the later one."""
    retriever, query = retrieval.retriever, retrieval.query
    if query.change is None:
        return None
    instrument = _on_topic(query.change.instruments, retrieval.wider_hits)
    pair = query.change.editions(instrument) if instrument else None
    if pair is None:
        return None
    found = _compared(*pair)
    asked = query.change.about(*pair)
    if not asked:
        return _overview(found, found.changes, query.change.changes)
    clause = query.change.clause(*pair)
    if clause and clause.kind == Kind.HEADING:
        return _overview(found, _below(clause, found), query.change.changes) or _missing(clause, found)
    near = clause or _nearest(retriever, asked, found)
    change = found.change_of(near) if near else None
    if change is None:
        return _missing(near, found) if near else None
    chosen = [Chosen(found.old, change.old)] if change.old else []
    chosen += [Chosen(found.new, change.new)] if change.new else []
    hits = retriever.among(*pair).search(asked, _RETRIEVED)
    lead = Compared(found.old.name, found.new.name, change.kind)
    return Finding(Status.ANSWERED, lead, tuple(chosen), hits=hits)


# What an overview shows of the changes.
_OVERVIEWS = {
    Changed.GONE: (ChangeKind.SUP,),
    Changed.NEW: (ChangeKind.ADD,),
    Changed.ANY: (ChangeKind.MOD, ChangeKind.ADD),
}


def _on_topic(instruments: Collection[InstrumentKey], hits: Sequence[Hit]) -> InstrumentKey | None:
    """Return the instrument among these whose clause is nearest to the question; of one, that one."""
    if len(instruments) == 1:
        return next(iter(instruments))
    near = (hit.passage.edition.instrument for hit in hits)
    return next((one for one in near if one in instruments), None)


def _below(heading: Provision, found: Comparison) -> list[Change]:
    """Return what became of the clauses under a heading, which either edition may have."""
    below = {
        edition.key: {low.eid for one in edition.provisions if one.label == heading.label
                      for low in edition.descendants(one.eid)}
        for edition in (found.old, found.new)
    }  # fmt: skip
    return [
        change
        for change in found.changes
        if (change.new and change.new.eid in below[found.new.key])
        or (change.old and change.old.eid in below[found.old.key])
    ]


def _missing(clause: Provision, found: Comparison) -> Finding | None:
    """Say that the other edition comes without the annex that a clause is in; None where it does not."""
    annex = found.missing_for(clause)
    if annex is None:
        return None
    citing = tuple(annex.edition.id_of(provision) for provision in annex.cited_by)
    reason = NotHeld(annex.citation, len(citing))
    return Finding(Status.REFERENCED_NOT_HELD, reason=reason, closest=citing)


def _nearest(retriever: Retriever, asked: str, found: Comparison) -> Provision | None:
    """Return the clause of either edition that is nearest to what is asked.

    A clause that only the older edition has must be nearer by a margin.
    """
    later, earlier = (
        next(iter(retriever.among(edition).search(asked, 1)), None) for edition in (found.new, found.old)
    )
    new = found.new.find(later.passage.eid) if later else None
    old = found.old.find(earlier.passage.eid) if earlier else None
    if old is None or new is None or earlier is None or later is None:
        return new or old
    ahead = (earlier.dense or 0.0) - (later.dense or 0.0)
    is_new_alone = new.eid not in found.by_new_eid
    is_old_alone = old.eid not in found.by_eid
    least = _AHEAD if is_old_alone else 0.0
    return old if (is_old_alone or is_new_alone) and ahead > least else new


def _overview(found: Comparison, changes: Sequence[Change], wanted: Changed) -> Finding | None:
    """Count what became of the clauses; show the first that changed or are new, or those that are gone."""
    kinds = _OVERVIEWS[wanted]
    shown = [change for change in changes if _is_clause(change) and change.kind in kinds]
    if not shown:
        return None
    chosen = [Chosen(found.edition_of(change), provision_of(change)) for change in shown]
    lead = Changes(
        found.old.name,
        found.new.name,
        tuple(counted(changes).items()),
        kinds,
        _MOST if len(shown) > _MOST else 0,
        found.not_compared,
    )
    return Finding(Status.ANSWERED, lead, tuple(chosen[:_MOST]))


def _is_clause(change: Change) -> bool:
    """Return True if a clause changed, not a heading, the title or the opening sentence."""
    provision = change.new or change.old
    assert provision is not None
    return provision.kind not in (Kind.HEADING, Kind.FORMULA) and provision.part != Part.PREFACE
