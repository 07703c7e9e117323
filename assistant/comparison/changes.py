"""Compare two editions: classify each provision as unchanged, modified, added, deleted or moved.

The kinds have ITU's names: NOC (no change), MOD (changed words), ADD (new) and SUP (deleted). MOVED marks
the same words in another place. A new number alone is no move: an item that became c) because another was
inserted before it is NOC, and its two ids show the numbers. A provision moved if it is now under another
head or parent, or if it changed places with its neighbours; of those, as few as possible count as moved.
A provision that moved and changed is MOD.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.comparison.chains import heaviest_chain
from assistant.comparison.redline import Edit, redline
from assistant.comparison.sequence import NumberedEdition
from corpus.instruments import Provision


class ChangeKind(StrEnum):
    """What became of a provision."""

    NOC = "NOC"
    MOD = "MOD"
    ADD = "ADD"
    SUP = "SUP"
    MOVED = "MOVED"


@dataclass(frozen=True, slots=True)
class Change:
    """A provision in the old edition, in the new one or in both, and what became of it.

    `diff` is the redline; `moved` is True if the place changed, which a MOD may do too.
    """

    kind: ChangeKind
    old: Provision | None
    new: Provision | None
    diff: tuple[Edit, ...]
    moved: bool = False


def changes_of(
    before: NumberedEdition,
    after: NumberedEdition,
    pairs: Mapping[int, int],
    old_only: Container[int],
    new_only: Container[int],
) -> tuple[Change, ...]:
    """Return what became of every provision, each once, in the order of the new edition.

    Deleted provisions keep their old position, after the provisions that preceded them. The places of
    `old_only` and `new_only` are left out.
    """
    moved = _moved(before, after, pairs)
    back = {other: place for place, other in pairs.items()}
    unmoved = {place: other for place, other in pairs.items() if place not in moved}
    deleted = _gone(before, after, unmoved, pairs, old_only)
    changes = [_sup(before.provisions[place]) for place in deleted.get(-1, ())]
    for other, provision in enumerate(after.provisions):
        place = back.get(other)
        if place is not None:
            same = before.words[place] == after.words[other]
            changes.append(_kept(before.provisions[place], provision, same=same, moved=place in moved))
        elif other not in new_only:
            changes.append(Change(ChangeKind.ADD, None, provision, (("+", provision.text),)))
        changes += [_sup(before.provisions[at]) for at in deleted.get(other, ())]
    return tuple(changes)


def _kept(old: Provision, new: Provision, *, same: bool, moved: bool) -> Change:
    if not same:
        return Change(ChangeKind.MOD, old, new, redline(old.text, new.text), moved)
    return Change(ChangeKind.MOVED if moved else ChangeKind.NOC, old, new, (("=", new.text),), moved)


def _sup(provision: Provision) -> Change:
    return Change(ChangeKind.SUP, provision, None, (("-", provision.text),))


def _gone(
    before: NumberedEdition,
    after: NumberedEdition,
    unmoved: Mapping[int, int],
    pairs: Container[int],
    not_compared: Container[int],
) -> dict[int, list[int]]:
    """Return deleted provisions, keyed by the place in the new text that they follow; -1 is the start."""
    behind: dict[int, int] = {}
    deleted: dict[int, list[int]] = defaultdict(list)
    last = -1  # behind the part of the text that was read last
    for place in range(len(before.provisions)):
        if place in unmoved:
            top = (place, *before.above(place))[-1]
            last = after.end(unmoved.get(top, unmoved[place]))
        elif place not in pairs and place not in not_compared:
            behind[place] = _behind(before, after, place, unmoved, behind, last)
            deleted[behind[place]].append(place)
    return deleted


def _behind(
    before: NumberedEdition,
    after: NumberedEdition,
    place: int,
    pairs: Mapping[int, int],
    behind: Mapping[int, int],
    last: int,
) -> int:
    """Return the new place that a deleted provision follows: its last sibling's or its parent's."""
    parent = before.provisions[place].parent
    siblings = before.children[parent]
    for sibling in reversed(siblings[: siblings.index(place)]):
        if sibling in behind:
            return behind[sibling]
        if sibling in pairs:
            return after.end(pairs[sibling])
    above = before.place.get(parent)
    if above is None:
        return last
    return behind[above] if above in behind else pairs.get(above, last)


def _moved(before: NumberedEdition, after: NumberedEdition, pairs: Mapping[int, int]) -> set[int]:
    """Return the places in the old text of what stands elsewhere in the new one."""
    together: dict[tuple[int | str, int | str], list[int]] = defaultdict(list)
    back = {other: place for place, other in pairs.items()}
    for place, other in pairs.items():
        together[_parent(before, place, pairs), _parent(after, other, back)].append(place)
    moved: set[int] = set()
    for (parent, beside), children in together.items():
        if isinstance(parent, str) or isinstance(beside, str):
            corresponds = parent == beside
        else:
            corresponds = pairs.get(parent) == beside
        tie = 1 + len(before.provisions)  # of two that changed places, that with less below it moved
        weights = {(child, pairs[child]): 1.0 + len(before.below[child]) / tie for child in children}
        unmoved = {child for child, _ in heaviest_chain(weights)} if corresponds else set[int]()
        moved |= set(children) - unmoved
    return moved


def _parent(text: NumberedEdition, at: int, aligned: Mapping[int, int]) -> int | str:
    """Return the parent of a provision, ignoring headings that only one of the editions has.

    A head always counts: its verb and its addressee govern the items below it.
    """
    above = at
    for above in text.above(at):
        if above in aligned or text.provisions[above].head:
            return above
    return text.provisions[above].parent
