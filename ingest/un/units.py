"""The units of a United Nations resolution, and the preface that its first lines make."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.heads import Head
from corpus.instruments import Kind
from corpus.mandates import has_decided, head_of, list_head, opens_with_verb
from ingest.identity import NumberLine, bare, issuers_of, number_line, symbol_in
from ingest.lines import Line
from ingest.tree import Node, unit
from ingest.un.lines import read_section
from ingest.un.opening import is_beside_title, role_of_line


def shorten(node: Node, end: int) -> None:
    """Keep a unit's words up to a place, where another unit of the same line begins."""
    node.text = node.text[:end].rstrip()
    node.marks = tuple(mark for mark in node.marks if mark.end <= len(node.text))


def role_of(style: str) -> str:
    """Say what an item is to its parent, by its marker."""
    if style == "dash":
        return "indent"
    return "para" if style in ("number", "decimal", "lettered") else "subpara"


def decides(text: str) -> bool:
    """Return True for a paragraph that opens with a decision, in the third person."""
    return text[:1].isupper() and (opens_with_verb(text) or has_decided(text))


def item_head(text: str, parent: Node) -> Head | None:
    """Return the head of an item: its own verb, "(a) Urges …", or the one that introduces its list."""
    if decides(text):
        return head_of(text)
    if parent.role == "para_nn" and parent.head is not None:
        return governed_head(text, parent)
    return list_head(parent.text) if parent.role == "para" else None


def governed_head(text: str, above: Node) -> Head | None:
    """Return the head of an item by the paragraph above: "RESOLVES:", "To instruct the Council to …"."""
    if above.head is None or above.head.addressee or not text.lower().startswith("to "):
        return above.head
    return head_of(f"{above.head.verb.capitalize()} t{text[1:]}")


def read_preface(preface: Node, lines: Sequence[Line], formula: str, flagged: Sequence[bool]) -> int:
    """Hang the lines above the formula on the preface; return how many they are.

    A section that opens above the formula ends them: it has a formula of its own. The title stands beside
    the number, below it, where lines of a masthead may be between, else above it.
    """
    number = number_line(tuple(bare(line.text) for line in lines), issuers_of(formula))
    is_due = False  # whether the title may still come below the number
    for at, line in enumerate(lines):
        if number and at == number.at:
            _add_number(preface, line, number)
            is_due = not number.title
        elif number and at > number.at and read_section(line, flagged=flagged[at]):
            return at
        elif is_due and is_title(line.text):
            preface.add(unit("title", line, Kind.HEADING))
            is_due = False
        else:
            is_due = is_due and is_beside_title(bare(line.text))
            kind = Kind.PARAGRAPH if role_of_line(bare(line.text)) == "statement" else Kind.HEADING
            preface.add(unit("para_nn", line, kind))
    _entitle(preface)
    return len(lines)


def _entitle(preface: Node) -> None:
    number = next((at for at, node in enumerate(preface.children) if node.role == "docnumber"), 0)
    above = preface.children[number - 1] if number else None
    if above and not preface.counts["title"] and above.kind is Kind.HEADING and is_title(above.text):
        above.role = "title"


def _add_number(preface: Node, line: Line, number: NumberLine) -> None:
    node = preface.add(unit("docnumber", line, Kind.HEADING))
    if number.title:
        signs = line.text.index(bare(line.text)[:1])  # of a heading, before the number
        shorten(node, signs + number.end)
        preface.add(unit("title", line, Kind.HEADING, offset=signs + number.title))


def is_title(text: str) -> bool:
    """Return True for a line beside a number that is a title: no statement, no symbol, no day."""
    text = bare(text)
    return role_of_line(text) == "masthead" and not symbol_in(text) and not is_beside_title(text)
