"""Tables on a web page: which hold rows and which only frame the page, and where cells reach."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.rows import Cell, Row

_LONGEST_CELL = 2_000  # characters; a cell that holds more is a column of the page
_MOST = 99  # columns or rows that a cell reaches over at most
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class _Table:
    """What is seen of a table that is open."""

    id: int
    frames: bool
    widest: int = 0  # cells with words in a row
    width: int = 0
    cell: int = -1  # characters in the open cell, -1 where none is open

    def close_cell(self) -> None:
        """Count the cell that ends."""
        self.width += self.cell > 0
        self.frames |= self.cell > _LONGEST_CELL
        self.widest = max(self.widest, self.width)
        self.cell = -1


def find_frames(root: LexborNode) -> set[int]:
    """Return the ids of the tables that only frame the page.

    They have one column with words, or hold another table, a heading or a page's text.
    """
    frames: set[int] = set()
    open_: list[_Table] = []
    stack = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            _leave(node, open_, frames)
            continue
        _enter(node, open_)
        stack.append((node, True))
        stack += [(child, False) for child in children(node)]
    return frames


def children(node: LexborNode) -> list[LexborNode]:
    """Return a node's children, the last first, as a stack takes them."""
    found: list[LexborNode] = []
    child = node.last_child
    while child is not None:
        found.append(child)
        child = child.prev
    return found


def _enter(node: LexborNode, open_: list[_Table]) -> None:
    """See what a node adds to the tables that are open."""
    tag = node.tag
    if tag == "table":
        for table in reversed(open_):
            if table.frames:
                break
            table.frames = True
        role = (node.attributes.get("role") or "").lower()
        open_.append(_Table(node.mem_id, role in ("presentation", "none")))
    elif not open_:
        return
    elif tag == "tr":
        open_[-1].width = 0
    elif tag in ("td", "th"):
        open_[-1].cell = 0
    elif tag in _HEADINGS:
        open_[-1].frames = True
    elif tag == "-text" and open_[-1].cell >= 0:
        open_[-1].cell += len((node.text_content or "").strip())


def _leave(node: LexborNode, open_: list[_Table], frames: set[int]) -> None:
    """Close a cell or a table."""
    if not open_:
        return
    if node.tag in ("td", "th"):
        open_[-1].close_cell()
    elif node.tag == "table":
        table = open_.pop()
        if table.frames or table.widest < 2:
            frames.add(table.id)


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
    """Read over how many columns or rows a cell reaches."""
    text = (node.attributes.get(name) or "").strip()
    return min(max(int(text), 1), _MOST) if text.isdecimal() and len(text) < 5 else 1
