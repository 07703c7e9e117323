"""What changed between two editions of a text: the clause of each on what is asked, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from assistant.answer import Status
from assistant.comparison.changes import Change, ChangeKind, compare
from assistant.rendering import Chosen
from assistant.rendering.leads import Changes, Compared
from assistant.scope.retrieval import Retrieval
from assistant.scope.retriever import Retriever
from assistant.strategies.finding import Finding
from assistant.understanding.changes import Changed
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import InstrumentKey
from index.search import Hit

_RETRIEVED = 10  # clauses of both editions that are told as retrieved
_MOST = 12  # changed clauses that are shown to a question that does not say what about
_compared = lru_cache(maxsize=64)(compare)  # comparing takes up to a second
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
    old, new = pair
    changes = _compared(old, new)
    asked = query.change.about(old, new)
    if not asked:
        return _overview(old, new, changes, query.change.changes)
    clause = query.change.clause(old, new)
    if clause and clause.kind == Kind.HEADING:
        return _overview(old, new, _below(clause, old, new, changes), query.change.changes)
    change = _of(clause, changes) if clause else _nearest(retriever, asked, old, new, changes)
    if change is None:
        return None
    chosen = [Chosen(old, change.old)] if change.old else []
    chosen += [Chosen(new, change.new)] if change.new else []
    found = retriever.among(old, new).search(asked, _RETRIEVED)
    return Finding(Status.ANSWERED, Compared(old.name, new.name, change.kind), tuple(chosen), hits=found)


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


def _below(heading: Provision, old: Edition, new: Edition, changes: Sequence[Change]) -> list[Change]:
    """Return what became of the clauses under a heading, which either edition may have."""
    below = {
        edition.key: {low.eid for one in edition.provisions if one.label == heading.label
                      for low in edition.descendants(one.eid)}
        for edition in (old, new)
    }  # fmt: skip
    return [
        one
        for one in changes
        if (one.new and one.new.eid in below[new.key]) or (one.old and one.old.eid in below[old.key])
    ]


def _of(clause: Provision, changes: Sequence[Change]) -> Change | None:
    """Return what became of a clause of either edition."""
    return next((one for one in changes if clause in (one.new, one.old)), None)


def _nearest(
    retriever: Retriever, asked: str, old: Edition, new: Edition, changes: Sequence[Change]
) -> Change | None:
    """Return the change whose clause is nearest to what is asked, in either edition."""
    best = {
        edition.key: next(iter(retriever.among(edition).search(asked, 1)), None) for edition in (old, new)
    }
    later, earlier = best[new.key], best[old.key]
    by_new = {one.new.eid: one for one in changes if one.new}
    by_old = {one.old.eid: one for one in changes if one.old}
    found = by_new.get(later.passage.eid) if later else None
    gone = by_old.get(earlier.passage.eid) if earlier else None
    if gone is not None and gone.new is None and earlier and later:
        ahead = (earlier.dense or 0.0) - (later.dense or 0.0)
        return gone if ahead > _AHEAD else found
    if found is not None and found.old is None and gone is not None and gone.new is not None:
        return gone if earlier and later and (earlier.dense or 0.0) > (later.dense or 0.0) else found
    return found or gone


def _overview(old: Edition, new: Edition, changes: Sequence[Change], wanted: Changed) -> Finding | None:
    """Count what became of the clauses; show the first that changed or are new, or those that are gone."""
    clauses = [one for one in changes if _is_clause(one)]
    counted = Counter(one.kind for one in clauses)
    kinds = _OVERVIEWS[wanted]
    shown = [one for one in clauses if one.kind in kinds]
    if not shown:
        return None
    chosen = [Chosen(*unit) for one in shown if (unit := _now(one, old, new))]
    first = _MOST if len(shown) > _MOST else 0
    lead = Changes(old.name, new.name, tuple(counted.items()), kinds, first)
    return Finding(Status.ANSWERED, lead, tuple(chosen[:_MOST]))


def _now(change: Change, old: Edition, new: Edition) -> tuple[Edition, Provision] | None:
    """Return a changed clause as it stands now, or as it stood."""
    if change.new:
        return new, change.new
    return (old, change.old) if change.old else None


def _is_clause(change: Change) -> bool:
    """Tell a change of a clause from one of a heading, the title or the sentence that opens a text."""
    provision = change.new or change.old
    assert provision is not None
    return provision.kind not in (Kind.HEADING, Kind.FORMULA) and provision.part != Part.PREFACE
