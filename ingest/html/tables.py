"""Tables on a web page: which hold rows and which only frame the page, and where cells reach."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.rows import Cell, Row

_LONGEST_CELL = 2_000  # characters; a cell that holds more is a column of the page
_MOST = 99  # columns or rows that a cell reaches over at most


def find_frames(page: LexborHTMLParser) -> set[int]:
    """Return the ids of the tables that only frame the page.

    They have one column with words, or hold another table, a heading or a page's text.
    """
    frames: set[int] = set()
    for node in page.css("table, h1, h2, h3, h4, h5, h6"):
        above = node.parent
        while above is not None and above.tag != "table":
            above = above.parent
        if above is not None:
            frames.add(above.mem_id)
    rest = (table for table in page.css("table") if table.mem_id not in frames)
    return frames | {table.mem_id for table in rest if _is_frame(table)}


def _is_frame(table: LexborNode) -> bool:
    """Return True for a layout table; `table` contains no other table."""
    if (table.attributes.get("role") or "").lower() in ("presentation", "none"):
        return True
    rows = [[len(cell.text().strip()) for cell in row.css("td, th")] for row in table.css("tr")]
    widest = max((sum(map(bool, row)) for row in rows), default=0)
    return widest < 2 or any(length > _LONGEST_CELL for row in rows for length in row)


@dataclass
class Grid:
    """A table's rows as they are read; a cell that reaches over rows stands in each of them."""

    rows: int = 0
    row: Row = field(default_factory=list)
    reaching: dict[int, tuple[int, Cell]] = field(default_factory=dict)  # by column: rows left

    def add(self, cell: Cell, node: LexborNode) -> None:
        """Add a cell to the open row."""
        self._reach()
        columns, rows = (_span(node, name) for name in ("colspan", "rowspan"))
        if rows > 1:
            self.reaching[len(self.row)] = (rows - 1, cell)
        self.row += [cell, *[("", ())] * (columns - 1)]

    def end_row(self) -> Row:
        """Close the open row and return it."""
        self._reach()
        row, self.row = self.row, []
        self.rows += 1
        return row

    def _reach(self) -> None:
        """Add the cells that reach into the open row from above."""
        while len(self.row) in self.reaching:
            at = len(self.row)
            left, cell = self.reaching.pop(at)
            if left > 1:
                self.reaching[at] = (left - 1, cell)
            self.row.append(cell)


def _span(node: LexborNode, name: str) -> int:
    text = (node.attributes.get(name) or "").strip()
    return min(max(int(text), 1), _MOST) if text.isdecimal() and len(text) < 5 else 1
