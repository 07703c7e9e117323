"""What stands where in a Word document: its blocks, a table's rows and cells, its notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.word.package import Package
from ingest.word.runs import local, text_of
from ingest.word.styles import W, number, value

Element = Any  # lxml's elements have no types

_HOLDERS = frozenset(
    ["body", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"]
)
TABLES = frozenset(["tbl", "tr", "tc"])
_SHOWS = 1_400_000  # English metric units, 39 mm, of a picture that may show a table, wide and high
_LONGEST_CELL = 2_000  # characters; a cell that holds more is a column of the page


def find(holder: Element, *names: str, within: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Give the elements of these names in their order, past those that only hold others, as a form's field.

    `within` are further elements that are looked into.
    """
    stack = list(reversed(holder))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in names:
            yield element
        elif name in _HOLDERS or name in within:
            stack.extend(reversed(element))


def is_frame(rows: Sequence[Sequence[Element]]) -> bool:
    """Return True for a table that is a layout frame: one column, or a cell with a page's text."""
    if max((sum(1 for cell in row if text_of(cell).strip()) for row in rows), default=0) < 2:
        return True
    cells = [cell for row in rows for cell in row]
    return any(cell.find(f".//{W}tbl") is not None or len(text_of(cell)) > _LONGEST_CELL for cell in cells)


def shows_picture(paragraph: Element) -> bool:
    """Return True for a paragraph with a picture that is large enough to show a table."""
    if next(paragraph.iter("{*}blip"), None) is None:
        return False
    extents = paragraph.iter("{*}extent")
    return any(min(number(one.get(side) or "", 0) for side in ("cx", "cy")) >= _SHOWS for one in extents)


def notes_of(part: Element | None) -> dict[str, Element]:
    """Map the ids of a document's notes to them."""
    own = [] if part is None else [one for one in part if one.get(W + "type") in (None, "normal")]
    return {one.get(W + "id") or "": one for one in own}


def first_note(package: Package) -> int:
    """Return the number of the first footnote."""
    parts = (part for part in (package.document, package.part("settings")) if part is not None)
    starts = (part.find(f".//{W}footnotePr/{W}numStart") for part in parts)
    return next((number(value(start), 1) for start in starts if start is not None), 1)
