"""What changed between two editions of a text: the clause of each on what is asked, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.answer import Status
from assistant.comparison.changes import Change, ChangeKind
from assistant.library.held import Library
from assistant.rendering import Chosen
from assistant.rendering.leads import Changes, Compared
from assistant.strategies.desk import Desk, Finding
from assistant.understanding.changes import Changed, asked_about, asks_change, asks_of_editions, changes_asked
from assistant.understanding.described_texts import typed_as, years_said
from assistant.understanding.edition_names import edition_named
from assistant.understanding.question import Question
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey, InstrumentKey
from index.search import Hit

_RETRIEVED = 10  # clauses of both editions that are told as retrieved
_MOST = 12  # changed clauses that are shown to a question that does not say what about
_AHEAD = 0.05  # of the cosine: by how much a clause that is gone must be nearer than those that stand


def by_change(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show what stood in an earlier edition beside what stands in the later one."""
    pair = _editions(desk, question, hits)
    if pair is None:
        return None
    old, new = pair
    changes = desk.changes(old, new)
    asked = asked_about(question.text, old, new)
    if not asked:
        return _overview(old, new, changes, question.text)
    change = _nearest(desk, asked, old, new, changes)
    if change is None:
        return None
    chosen = [Chosen(old, change.old)] if change.old else []
    chosen += [Chosen(new, change.new)] if change.new else []
    found = desk.searcher.search(asked, top=_RETRIEVED, editions={old.key, new.key})
    return Finding(Status.ANSWERED, Compared(old.name, new.name, change.kind), tuple(chosen), hits=found)


# What an overview shows of the changes.
_OVERVIEWS = {
    Changed.GONE: (ChangeKind.SUP,),
    Changed.NEW: (ChangeKind.ADD,),
    Changed.ANY: (ChangeKind.MOD, ChangeKind.ADD),
}


def _editions(desk: Desk, question: Question, hits: Sequence[Hit]) -> tuple[Edition, Edition] | None:
    """Return the earlier and the later edition that a question compares, or None."""
    said = [one for row in years_said(question.text, desk.library) for one in row.editions]
    if not asks_change(question.text) and not _says_two(question.text, desk.library):
        return None
    named = edition_named(question.text, desk.library)
    wanted = {one.key.instrument for one in named.editions} if named else set[InstrumentKey]()
    several = _held_twice(desk, wanted)
    if not wanted and (typed := typed_as(question.text, several)):  # "since the last plan"
        wanted, several = {typed}, {typed: several[typed]}
    if not several:
        return None
    dated = [one for one in said if one.key.instrument in several]
    if not wanted and not any(not desk.library.is_newest(one.key) for one in dated):
        return None
    if not dated and not asks_of_editions(question.text):
        return None
    instruments = {one.key.instrument for one in dated} or set(several)
    chosen = _on_topic(instruments, hits) if len(instruments) > 1 else next(iter(instruments))
    editions = several[chosen] if chosen else []
    meant = [one for one in editions if one in dated]
    if len(meant) < 2:
        meant = [*(meant or editions[-2:-1]), editions[-1]] if editions else []
    ordered = sorted(set(meant), key=lambda one: one.key.year) if meant else []
    return (ordered[0], ordered[-1]) if len(ordered) > 1 else None


def _says_two(text: str, library: Library) -> bool:
    """Tell whether a text says two editions of one instrument, each by a year or place of its own."""
    told: set[EditionKey] = set()
    for row in years_said(text, library):
        count = Counter(one.key.instrument for one in row.editions)
        told.update(one.key for one in row.editions if count[one.key.instrument] == 1)
    return any(count > 1 for count in Counter(key.instrument for key in told).values())


def _held_twice(desk: Desk, wanted: set[InstrumentKey]) -> dict[InstrumentKey, list[Edition]]:
    """Return the instruments of which several editions are held, each with them, the oldest first."""
    found: dict[InstrumentKey, list[Edition]] = {}
    for one in sorted(desk.library.editions, key=lambda one: one.key.year):
        if not wanted or one.key.instrument in wanted:
            found.setdefault(one.key.instrument, []).append(one)
    return {key: editions for key, editions in found.items() if len(editions) > 1}


def _on_topic(instruments: set[InstrumentKey], hits: Sequence[Hit]) -> InstrumentKey | None:
    """Return the instrument among these whose clause is nearest to the question."""
    near = (hit.passage.edition.instrument for hit in hits)
    return next((one for one in near if one in instruments), None)


def _nearest(desk: Desk, asked: str, old: Edition, new: Edition, changes: Sequence[Change]) -> Change | None:
    """Return the change whose clause is nearest to what is asked, in either edition."""
    best = {
        edition.key: next(iter(desk.searcher.search(asked, top=1, editions={edition.key})), None)
        for edition in (old, new)
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


def _overview(old: Edition, new: Edition, changes: Sequence[Change], asked: str) -> Finding | None:
    """Count what became of the clauses; show the first that changed or are new, or those that are gone."""
    clauses = [one for one in changes if _is_clause(one)]
    counted = Counter(one.kind for one in clauses)
    kinds = _OVERVIEWS[changes_asked(asked)]
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
