"""What a unit is: its role to its parent, and the kind of provision that it makes."""

from __future__ import annotations

from corpus.instruments import Kind
from ingest.markers import Marker
from ingest.tree import Node
from ingest.wording import singular


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
