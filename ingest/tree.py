"""The tree that a grammar builds before units are named; the kind of a unit and its role in its parent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from corpus.heads import Head
from corpus.instruments import Kind, Mark
from ingest.lines import Line, marks_within
from ingest.markers import Marker
from ingest.wording import singular

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


def unit(
    role: str, line: Line, kind: Kind, *, offset: int = 0, value: str = "", marker: str = "", noun: str = ""
) -> Node:
    """Make a unit of a line's text from `offset` on, with its emphasis."""
    marks = marks_within(line.marks, offset, len(line.text))
    return Node(role, value, kind, line.text[offset:], marker, marks, line.numbers, noun=noun)


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


def role_of(parent: Node, marker: Marker) -> str:
    """Say what an item is to its parent, by its marker and its depth."""
    if marker.style == "dash":
        return "indent"
    if marker.style in ("label", "code") or (marker.style == "colon" and parent.role == "group"):
        return "item"
    if holds_notes(parent):
        return "point"
    if parent.role == "head":
        return "rec" if parent.head and parent.head.is_preambular else "para"
    if marker.style == "paren" and parent.role == "art":  # "(1)" opens a paragraph of an article
        return "para"
    return "para" if marker.style in ("number", "decimal", "colon") else "point"


def holds_notes(node: Node) -> bool:
    """Return True for the heading of a table's notes, whose numbers begin anew."""
    return node.role == "dvs" and node.text.strip(" :").lower() in ("note", "notes")


def noun_of(parent: Node, marker: Marker) -> str:
    """Say what a numbered item is called: "target", by its own label or by its group's heading."""
    if marker.style == "label":
        return marker.raw.split(" ")[0].lower()
    return "" if marker.style == "code" else singular(parent.noun)


def kind_of(parent: Node, role: str, *, in_annex: bool, noun: str = "", plain: Kind = Kind.PARAGRAPH) -> Kind:
    """Say what kind of provision a unit is, by its role, what it hangs on and what it is called.

    `plain` is what a paragraph is that hangs on no head: of a text that follows no grammar, or of a
    resolution's numbered sections.
    """
    if role == "item":
        return Kind.TARGET if noun == "target" else Kind.LIST_ITEM
    if role in ("point", "wrapup") or (role == "indent" and parent.role != "head"):
        return Kind.LIST_ITEM
    head = parent.ancestor("head")
    if head is not None and head.head is not None:
        return Kind.RECITAL if head.head.is_preambular else Kind.OPERATIVE
    return Kind.ANNEX_PARAGRAPH if in_annex else plain
