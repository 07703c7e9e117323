"""An edition as a sequence of provisions, with what is compared of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.comparison.redline import words
from corpus.instruments import Edition, Kind, Provision


@dataclass(frozen=True)
class NumberedEdition:
    """An edition; a place is that of a provision in it, from 0."""

    edition: Edition

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        """The provisions, in order."""
        return self.edition.provisions

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """What is compared of each provision."""
        return tuple(words(provision.text) for provision in self.provisions)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each eId."""
        return {provision.eid: at for at, provision in enumerate(self.provisions)}

    @cached_property
    def children(self) -> dict[str, list[int]]:
        """The places of what stands directly below an eId, in order; containers have children too."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, provision in enumerate(self.provisions):
            found[provision.parent].append(at)
        return found

    @cached_property
    def below(self) -> tuple[tuple[int, ...], ...]:
        """The places of everything below each provision."""
        found: list[list[int]] = [[] for _ in self.provisions]
        for at in range(len(found)):
            for above in self.above(at):
                found[above].append(at)
        return tuple(map(tuple, found))

    @cached_property
    def standing(self) -> dict[tuple[str, ...], list[int]]:
        """Where each wording stands."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, wording in enumerate(self.words):
            found[wording].append(at)
        return found

    def above(self, at: int) -> Iterator[int]:
        """Walk up from a provision, the nearest first."""
        current = self.place.get(self.provisions[at].parent)
        while current is not None:
            yield current
            current = self.place.get(self.provisions[current].parent)

    def end(self, at: int) -> int:
        """Return the last place of a provision with what follows below it."""
        below = frozenset(self.below[at])
        while at + 1 in below:
            at += 1
        return at

    def group(self, at: int) -> str:
        """Return what a provision can be aligned with when its words changed."""
        provision = self.provisions[at]
        if provision.kind == Kind.HEADING:
            return "head" if provision.head else "heading"
        return provision.kind.value if provision.kind in (Kind.FOOTNOTE, Kind.TABLE_ROW) else "text"
