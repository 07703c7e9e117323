"""What stands at a page's edge: running heads and feet, page numbers, the printer's own marks.

A line at the edge counts as one if the file marks it so, if it counts the pages, or if other pages
repeat it at the same height. Body text does none of these.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.bodies.ordinals import roman_number
from ingest.layout.lines import Printed

Lines = Sequence[Printed]
# of a page's height: what the file calls a head or a foot stands within, and what comes again
_OUTER, _MARGIN = 0.25, 0.12
_HEADS, _FEET = 4, 5  # lines at most that stand above and below a page's text
_APART = 1.6  # times the distance of lines: what is set off, more than a paragraph is
_FEW_PAGES = 4  # where a head that comes twice is one
_SAME_HEIGHT = 0.005  # of a page's height
_RULE = re.compile(r"[_\s]{4,}|[-–—]{6,}|[*_\-–—=\s]{8,}")
# "24-12345 (E)", "24-12345 (E) 121224", "00 55951", "*2412345*", and what else a printer adds
_PRINTER = re.compile(
    r"N?[0-9]{2}[-–‑ ]?[0-9]{3} ?[0-9]{2,3}(?: ?\([A-Z]{1,2}\))?(?: +[0-9 ]{4,10})?"
    r"|GE\.[0-9-]+(?: ?\([A-Z]\))?(?: +[0-9 ]{4,10})?"
    r"|\*[0-9A-Z]{5,12}\*|/\.\.\.|\.\.\./|/?…|Please recycle.{0,3}"
)
_PRINTED = re.compile(rf"{_PRINTER.pattern}|[0-9]{{6}}")  # with the date beside the job's number
_DASHES = "-–—"
_PAGE = re.compile(
    r"(?:(?:page|p\.) ?)?[-–—]? ?(?P<n>[0-9]{1,4}|[ivxlc]{1,6}) ?[-–—]?"
    r"(?: ?(?:/|of) ?(?P<all>[0-9]{1,4}))?",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(r"(?P<n>[0-9]{1,4}|[ivxlc]{1,6})[\t ]+(?P<rest>\S.*)")
_NUMBER_LAST = re.compile(r"\A(?P<rest>.*\S)[\t ]+(?P<n>[0-9]{1,4}|[ivxlc]{1,6})")


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near an edge of its page: above or below its text, and whether set off from it."""

    line: Printed
    head: bool
    apart: bool


def find_edges(lines: Lines) -> dict[int, str]:
    """Return the kind of each line at a page's edge, by line number.

    The search runs inwards from each edge and stops at the first line of body text.
    """
    edges = _Edges(lines)
    found: dict[int, str] = {}
    for side in edges.sides:
        for edge in side:
            name = edges.name(edge)
            if name:
                found[edge.line.number] = name
            elif not is_rule(edge.line):
                break
    return found


def is_rule(line: Printed) -> bool:
    """Return True for a rule that is typed: "______"."""
    return bool(_RULE.fullmatch(line.text))


class _Edges:
    """The lines at the edges of all pages, from the edge in, and what recurs among them."""

    def __init__(self, lines: Lines) -> None:
        self.pages = max((line.page for line in lines), default=0)
        by_page: defaultdict[int, list[Printed]] = defaultdict(list)
        for line in lines:
            by_page[line.page].append(line)
        lead = _usual_step(lines)
        self.sides: list[list[_Edge]] = []
        for page in by_page.values():
            down = sorted(page, key=lambda line: line.depth)
            self.sides += [_side(down, lead, _HEADS, head=True), _side(down[::-1], lead, _FEET, head=False)]
        edges = [edge for side in self.sides for edge in side]
        self._counting: set[str] = set()  # what stands beside numbers that keep step with the pages
        self._offsets = self._offsets_of(edge.line for edge in edges)
        for edge in edges:
            words = self._words(edge.line)
            self._counting |= {words} if words != _plain(edge.line.text) else set()
        self._places: defaultdict[tuple[str, bool, int], set[int]] = defaultdict(set)
        for edge in edges:
            self._places[self._words(edge.line), edge.head, _height(edge)].add(edge.line.page)

    # -- what a line is --------------------------------------------------------------------------

    def name(self, edge: _Edge) -> str:
        """Say what a line at the edge is; '' for body text."""
        if is_rule(edge.line):
            return ""
        cells = _cells(edge.line)
        printed = not edge.head and any(_PRINTER.fullmatch(cell) for cell in cells)
        if all((printed and _PRINTED.fullmatch(cell)) or self._is_page(cell, edge) for cell in cells):
            return "printer's marks" if printed else "page numbers"
        return "running heads" if self._runs(edge) else ""

    def _runs(self, edge: _Edge) -> bool:
        line = edge.line
        if line.page > 1 and line.edge and not _OUTER < line.depth < 1 - _OUTER:
            return True  # the file says so, where such a line can stand
        words = self._words(line)
        pages = self._places[words, edge.head, _height(edge)]
        in_margin = not _MARGIN < line.depth < 1 - _MARGIN
        if words != _plain(line.text):  # it holds the page's number
            return len(pages) > 1 and in_margin
        needed = 2 if line.edge or self.pages <= _FEW_PAGES else 3
        return len(pages) >= needed and (line.edge or (in_margin and edge.apart))

    # -- how they are read -----------------------------------------------------------------------

    def _offsets_of(self, lines: Iterable[Printed]) -> set[int]:
        """Return by how much printed numbers differ from the pages, where they keep step."""
        votes: Counter[int] = Counter()
        pages: set[int] = set()
        for line in lines:
            found = {number - line.page for number in self._numbers(line)}
            votes.update(found)
            pages |= {line.page} if found else set()
        steady = {offset for offset, count in votes.items() if count >= max(2, 0.2 * len(pages))}
        return steady or ({0} if 0 in votes else set())

    def _numbers(self, line: Printed) -> Iterator[int]:
        for cell in _cells(line):
            alone = _PAGE.fullmatch(cell)
            if alone:
                yield _value(alone["n"])
        for shape in (_NUMBER_FIRST, _NUMBER_LAST):
            match = shape.fullmatch(line.text)
            if match:
                yield _value(match["n"])

    def _is_page(self, cell: str, edge: _Edge) -> bool:
        match = _PAGE.fullmatch(cell)
        if match is None:
            return False
        if len(cell) > 2 and cell[0] in _DASHES and cell[-1] in _DASHES:  # "– 20 –", however pages count
            return True
        counts = _value(match["n"]) - edge.line.page in self._offsets
        if match["all"]:
            return counts or int(match["all"]) == self.pages
        return counts and (edge.line.edge or edge.apart or "\t" in edge.line.text or self.pages > 2)

    def _words(self, line: Printed) -> str:
        """Return what a line says but for the page's number, which may be one out of step."""
        for shape in (_NUMBER_FIRST, _NUMBER_LAST):
            match = shape.fullmatch(line.text)
            if match and ("\t" in line.text or len(match["rest"].split()) > 1):  # not "Goal 2"
                rest = _plain(match["rest"])
                if _value(match["n"]) - line.page in self._offsets or rest in self._counting:
                    return rest
        return _plain(line.text)


def _side(order: Lines, lead: float, most: int, *, head: bool) -> list[_Edge]:
    """Return the lines at one side of a page, given all its lines from that side in.

    They are set off where a gap follows that is wider than one between paragraphs.
    """
    gaps = (
        count
        for count, (line, following) in enumerate(pairwise(order), 1)
        if abs(line.y - following.y) > _APART * max(lead, line.size)
    )
    apart = next(gaps, 0)
    side = enumerate(order[:most])
    return [_Edge(line, head, at < apart <= most) for at, line in side if (line.depth < 0.5) == head]


def _height(edge: _Edge) -> int:
    """Return the height of a line on its page, in steps that hold lines at one height."""
    return round(edge.line.depth / _SAME_HEIGHT)


def _cells(line: Printed) -> list[str]:
    return [cell.strip() for cell in line.text.split("\t") if cell.strip()]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _value(number: str) -> int:
    return int(number) if number.isdigit() else roman_number(number) or 0


def _usual_step(lines: Lines) -> float:
    steps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and above.column == below.column and above.y - below.y > 1
    )
    return steps.most_common(1)[0][0] if steps else 12.0
