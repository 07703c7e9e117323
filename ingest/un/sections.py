"""The sections that are open at a place of a United Nations text, and what a new one hangs on.

Roman numbers, letters, plain numbers and groups ("Goal 4", "Article 7") each have their level,
which the order of their coming tells: a letter that first comes below a roman number stands below
it ever after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.markers import Marked
from ingest.tree import Node
from ingest.un.lines import LEVELS, Section


@dataclass(frozen=True, slots=True)
class _Open:
    """One open section: how its numbers are written, its own, its unit, how deep its print sets it."""

    style: str
    order: int
    node: Node
    rank: int


class OpenSections:
    """The stack of open sections, outermost first."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def close(self) -> None:
        """Close every section, as an annex does."""
        self._open.clear()

    @property
    def innermost(self) -> Node | None:
        """The section that opened last and is open still."""
        return self._open[-1].node if self._open else None

    @property
    def group(self) -> Node | None:
        """The open group, where it is the innermost section."""
        node = self.innermost
        return node if node is not None and node.role == "group" else None

    def settle(self, readings: Sequence[Section]) -> Section | None:
        """Choose the reading that goes on with the open sections: C after B, V after IV."""
        return next(
            (reading for reading in readings if self.continues(reading)), readings[0] if readings else None
        )

    def continues(self, section: Section) -> bool:
        """Return True for a section that is the next of those that are open."""
        return any(
            opened.style == section.style and opened.order + 1 == section.order for opened in self._open
        )

    def hang(self, section: Section, node: Node, base: Node, rank: int) -> Node:
        """Hang a section where its number says, else on the base, and open it."""
        styles = [opened.style for opened in self._open]
        if section.style == "number":  # "1.2" is below "1", whatever else is open
            depth = section.value.count("-")
            places = [
                at
                for at, opened in enumerate(self._open)
                if opened.style == "number" and opened.node.value.count("-") >= depth
            ]
            del self._open[min(places, default=len(self._open)) :]
        elif section.style in styles:
            del self._open[styles.index(section.style) :]
        elif section.name:  # a part closes the articles of the part before
            while self._open and LEVELS.get(self._open[-1].style, 0) > LEVELS[section.style]:
                self._open.pop()
        (self.innermost or base).add(node)
        self._open.append(_Open(section.style, section.order, node, rank))
        return node

    def close_groups(self, rank: int, following: Sequence[Marked]) -> None:
        """Close the groups that a heading of this rank stands beside, not below."""
        while (group := self.group) is not None:
            if 0 < self._open[-1].rank < rank or _targets_follow(group, following):
                break
            self._open.pop()


def _targets_follow(group: Node, following: Sequence[Marked]) -> bool:
    number = group.value.rsplit("_", 1)[-1]
    for marked in following:
        if reading := marked.reading("decimal", "lettered"):
            return reading.value.split("-")[0] == number
        if marked.readings:
            return False
    return False
