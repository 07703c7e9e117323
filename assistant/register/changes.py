"""Duties of two editions: which were added, dropped, made stronger or weaker, given to others, reworded.

Clauses are paired by the alignment of the two editions (`assistant/comparison`); duties of one clause by
whom they address, then in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from assistant.comparison.comparison import Comparison
from assistant.comparison.redline import Edit, redline
from assistant.comparison.sequence import NumberedEdition
from assistant.register.bodies import key_of
from assistant.register.entries import DutyRegister, Entry
from corpus.issuers import organisation


class DutyChange(StrEnum):
    """What became of a duty, what matters most first."""

    STRONGER = "stronger"
    WEAKER = "weaker"
    ADDED = "added"
    DROPPED = "dropped"
    REASSIGNED = "reassigned"
    REWORDED = "reworded"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class ChangedDuty:
    """A duty in the old edition, in the new one or in both; `diff` turns its old words into the new."""

    kind: DutyChange
    old: Entry | None
    new: Entry | None
    diff: tuple[Edit, ...] = ()


def changed_duties(register: DutyRegister, compared: Comparison) -> tuple[ChangedDuty, ...]:
    """Return what became of each duty, in the order of the new edition; dropped ones come last.

    Duties in an annex that the other edition lacks are left out.
    """
    before = _compared(register.of(compared.old.key), compared.before, compared.old_only)
    after = _compared(register.of(compared.new.key), compared.after, compared.new_only)
    of_clause: dict[str, list[Entry]] = defaultdict(list)
    for entry in before:
        of_clause[compared.by_eid.get(entry.duty.provision.eid, "")].append(entry)
    dropped = of_clause.pop("", [])
    changed: list[ChangedDuty] = []
    for eid, entries in groupby(after, key=lambda entry: entry.duty.provision.eid):
        changed += _paired(of_clause.pop(eid, []), list(entries))
    dropped += [entry for entries in of_clause.values() for entry in entries]  # the clause has no duty now
    gone = [change for change in changed if change.new is None]
    gone += [ChangedDuty(DutyChange.DROPPED, entry, None) for entry in dropped]
    return (*(change for change in changed if change.new), *gone)


def _compared(entries: Iterable[Entry], text: NumberedEdition, not_compared: Container[int]) -> list[Entry]:
    """Return the duties that are in no annex that the other edition lacks."""
    return [entry for entry in entries if text.place[entry.duty.provision.eid] not in not_compared]


def _paired(before: list[Entry], after: list[Entry]) -> Iterator[ChangedDuty]:
    """Pair the duties of one clause: those of the same bodies first, then the others in order."""
    left = list(before)
    twins: dict[int, Entry] = {}
    for alike in (_same_bodies, lambda *_: True):  # what is left of one clause belongs together
        for at, entry in enumerate(after):
            twin = next((other for other in left if alike(other, entry)), None)
            if at not in twins and twin is not None:
                twins[at] = twin
                left.remove(twin)
    for at, entry in enumerate(after):
        yield _kept(twins[at], entry) if at in twins else ChangedDuty(DutyChange.ADDED, None, entry)
    yield from (ChangedDuty(DutyChange.DROPPED, entry, None) for entry in left)


def _same_bodies(old: Entry, new: Entry) -> bool:
    old_keys, new_keys = (
        [key_of(name, organisation(entry.key.instrument)) for name in entry.duty.addressees]
        for entry in (old, new)
    )
    return old_keys == new_keys


def _kept(old: Entry, new: Entry) -> ChangedDuty:
    """Say what became of a duty that both editions have: the change that matters most."""
    diff = redline(old.words, new.words)
    if old.strength and new.strength and old.strength != new.strength:
        is_stronger = new.strength.rank < old.strength.rank
        kind = DutyChange.STRONGER if is_stronger else DutyChange.WEAKER
    elif not _same_bodies(old, new):
        kind = DutyChange.REASSIGNED
    else:
        is_same = old.verb == new.verb and all(sign == "=" for sign, _ in diff)
        kind = DutyChange.UNCHANGED if is_same else DutyChange.REWORDED
    return ChangedDuty(kind, old, new, diff)
