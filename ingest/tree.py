"""The tree that a grammar builds, before its units have names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from corpus.heads import Head
from corpus.instruments import Kind, Mark

_SERIAL = count()


@dataclass(eq=False)
class Node:
    """A unit, or a container without words of its own (`kind` is None).

    `role` says what it is to its parent (rec, para, point, indent, wrapup, sec, dvs, group, item,
    table, row, ftn, head, title, …), `value` is its number there.
    """

    role: str
    value: str = ""
    kind: Kind | None = None
    text: str = ""
    marker: str = ""
    marks: tuple[Mark, ...] = ()
    lines: tuple[int, ...] = ()
    head: Head | None = None
    inline: bool = False
    noun: str = ""  # what a group's items are called: "target"
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # its children of each role
    place: int = 0  # among its parent's children of its role, from 1
    eid: str = ""
    label: str = ""
    anchor: str = ""
    scope: Node | None = None  # the unit below which its number names it, where its grammar says
    serial: int = field(default_factory=lambda: next(_SERIAL))  # the order of the source

    def add(self, child: Node) -> Node:
        """Hang a child below and return it."""
        child.parent = self
        self.counts[child.role] += 1
        child.place = self.counts[child.role]
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """Give this node and everything below, parents first, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestor(self, *roles: str) -> Node | None:
        """Return the nearest node above, or this one, with one of the roles."""
        node: Node | None = self
        while node is not None and node.role not in roles:
            node = node.parent
        return node


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that does not follow the one before it."""

    line: int
    expected: str
    found: str


@dataclass
class Tree:
    """What a grammar read: the tree, the numbers that do not follow, what was odd."""

    root: Node
    gaps: list[Gap] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
