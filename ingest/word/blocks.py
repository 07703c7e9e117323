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
_TABLES = frozenset(["tbl", "tr", "tc"])
_SHOWS = 1_400_000  # English metric units, 39 mm, of a picture that may show a table, wide and high
_LONGEST_CELL = 2_000  # characters; a cell that holds more is a column of the page


def blocks(holder: Element) -> Iterator[Element]:
    """Give the paragraphs, tables and embedded documents of a holder, in order."""
    return _found(holder, frozenset(["p", "tbl", "altChunk"]), _HOLDERS)


def held(holder: Element, name: str) -> Iterator[Element]:
    """Give a table's rows ("tr") or a row's cells ("tc"), also those in a form's fields."""
    return _found(holder, frozenset([name]), _HOLDERS)


def paragraphs(holder: Element) -> Iterator[Element]:
    """Give the paragraphs of a cell or a note, those of tables in it too."""
    return _found(holder, frozenset(["p"]), _HOLDERS | _TABLES)


def is_frame(rows: Sequence[Sequence[Element]]) -> bool:
    """Return True for a table that is a layout frame: one column, or a cell with a page's text."""
    if max((sum(1 for cell in row if text_of(cell).strip()) for row in rows), default=0) < 2:
        return True
    return any(
        cell.find(f".//{W}tbl") is not None or len(text_of(cell)) > _LONGEST_CELL
        for row in rows
        for cell in row
    )


def shows_picture(paragraph: Element) -> bool:
    """Return True for a paragraph with a picture that is large enough to show a table."""
    if next(paragraph.iter("{*}blip"), None) is None:
        return False
    extents = [
        (number(one.get("cx") or "", 0), number(one.get("cy") or "", 0))
        for one in paragraph.iter("{*}extent")
    ]
    return any(min(extent) >= _SHOWS for extent in extents)


def end_is_deleted(paragraph: Element) -> bool:
    """Return True for a paragraph whose end is a tracked deletion, so that the next one goes on with it."""
    marked = paragraph.find(f"{W}pPr/{W}rPr")
    return marked is not None and any(local(one) in ("del", "moveFrom") for one in marked)


def notes_of(part: Element | None) -> dict[str, Element]:
    """Map the ids of a document's notes to them."""
    if part is None:
        return {}
    own = [one for one in part if one.get(W + "type") in (None, "normal")]
    return {one.get(W + "id") or "": one for one in own}


def first_note(package: Package) -> int:
    """Return the number of the first footnote."""
    for part in (package.document, package.part("settings")):
        start = None if part is None else next(part.iter(W + "footnotePr"), None)
        found = None if start is None else start.find(W + "numStart")
        if found is not None:
            return number(value(found), 1)
    return 1


def _found(holder: Element, names: frozenset[str], through: frozenset[str]) -> Iterator[Element]:
    """Give the elements of these names, looking through those that only hold others."""
    stack = list(reversed(holder))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in names:
            yield element
        elif name in through:
            stack.extend(reversed(element))
