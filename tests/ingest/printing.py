"""An edition's provisions → plain text: the inverse of parsing.

What is printed parses into equal provisions, all but their line numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.instruments import Kind, Mark, Provision
from ingest.markers import plain_number, superscript

_SIGNS = {"strong": "**", "em": "*"}


def print_provisions(provisions: Sequence[Provision]) -> str:
    """Print an edition: a unit a paragraph, parted by blank lines; a table's rows stand together."""
    printed: list[str] = []
    before: Provision | None = None
    for provision in provisions:
        if provision.inline:  # its words stand in the paragraph that holds it
            continue
        printed += [_joint(before, provision), _unit(provision)]
        before = provision
    return "".join(printed) + "\n" if printed else ""


def _joint(before: Provision | None, provision: Provision) -> str:
    """Say what parts a unit from the one before."""
    if before is None:
        return ""
    if provision.kind is Kind.TABLE_ROW:
        return "\n"
    runs_in = before.kind is Kind.HEADING and before.head is not None and before.line == provision.line
    return " " if runs_in and not provision.marker else "\n\n"  # "emphasizing the urgent need …"


def _unit(provision: Provision) -> str:
    """Print one unit: its marker, its words, their emphasis."""
    words = print_emphasis(provision.text, provision.marks)
    marker = provision.marker
    if provision.kind is Kind.FOOTNOTE:
        marker = superscript(plain_number(marker))
    return f"{marker} {words}" if marker else words


def print_emphasis(text: str, marks: Sequence[Mark]) -> str:
    """Put the asterisks back."""
    signs: dict[int, list[str]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):  # what holds another opens first
        signs.setdefault(mark.start, []).append(_SIGNS[mark.style])
    for mark in sorted(marks, key=lambda mark: (mark.end, -mark.start)):
        signs.setdefault(mark.end, []).append(_SIGNS[mark.style])
    printed: list[str] = []
    done = 0
    for at in sorted(signs):
        printed += [text[done:at], *signs[at]]
        done = at
    return "".join([*printed, text[done:]])
