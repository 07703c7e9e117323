"""The units of a United Nations resolution, and the preface that its first lines make."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.heads import Head, main_verb
from corpus.instruments import Kind, Mark
from corpus.mandates import base_of, head_of, list_head
from ingest.lines import Line
from ingest.tree import Node
from ingest.un.lines import read_section
from ingest.un.opening import read_heading


def unit(role: str, line: Line, kind: Kind, *, offset: int = 0, value: str = "", noun: str = "") -> Node:
    """Make a unit of a line's text from `offset` on, with its emphasis."""
    marks = tuple(
        Mark(max(one.start - offset, 0), one.end - offset, one.style)
        for one in line.marks
        if one.end > offset
    )
    text = line.text[offset:]
    return Node(role, value=value, kind=kind, text=text, marks=marks, lines=line.numbers, noun=noun)


def shorten(node: Node, end: int) -> None:
    """Keep a unit's words up to a place, where another unit of the same line begins."""
    node.text = node.text[:end].rstrip()
    node.marks = tuple(one for one in node.marks if one.end <= len(node.text))


def role_of(style: str) -> str:
    """Say what an item is to its parent, by its marker."""
    if style == "dash":
        return "indent"
    return "para" if style in ("number", "decimal", "lettered") else "subpara"


def decides(text: str) -> bool:
    """Tell a paragraph that opens with a decision, in the third person."""
    verb = main_verb(text)
    return text[:1].isupper() and base_of(verb) not in ("", verb)


def item_head(text: str, parent: Node) -> Head | None:
    """Return the head of an item: its own verb, "(a) Urges …", or the one that introduces its list."""
    if decides(text):
        return head_of(text)
    return list_head(parent.text) if parent.role == "para" else None


def read_preface(preface: Node, lines: Sequence[Line], flagged: Sequence[bool]) -> int:
    """Hang the lines above the formula on the preface; return how many they are.

    A section that opens above the formula ends them: it has a formula of its own.
    """
    for at, line in enumerate(lines):
        heading = read_heading(line.text)
        if heading.role == "docnumber":
            _add_number(preface, line, heading.title)
        elif preface.counts["docnumber"] and read_section(line, flagged=flagged[at]):
            return at
        elif heading.role == "masthead" and _lacks_title(preface):
            preface.add(unit("title", line, Kind.HEADING))
        else:
            kind = Kind.PARAGRAPH if heading.role == "statement" else Kind.HEADING
            preface.add(unit("para_nn", line, kind))
    return len(lines)


def _add_number(preface: Node, line: Line, title: int) -> None:
    """Add the instrument's number and, where its line has one, its title."""
    number = preface.add(unit("docnumber", line, Kind.HEADING))
    if title:
        shorten(number, title)
        preface.add(unit("title", line, Kind.HEADING, offset=title))


def _lacks_title(preface: Node) -> bool:
    """Tell a number such as "75/1." that no title has followed; "Resolution 2768 (2025)" has none."""
    last = preface.children[-1] if preface.children else None
    return last is not None and last.role == "docnumber" and last.text.endswith(".")
