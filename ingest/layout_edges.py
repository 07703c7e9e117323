"""What stands at a page's edge: running heads and feet, page numbers, the printer's own marks.

A line at the edge is taken for one when the file says so itself, when it counts the pages, or when
it comes again in the same words at the same height on other pages. Body text does neither.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.layout_lines import Printed

Lines = Sequence[Printed]
_OUTER = 0.25  # of a page's height: what the file calls a head or a foot stands within
_HEADS, _FEET = 4, 5  # lines at most that stand above and below a page's text
_APART = 1.35  # times the distance of lines: what is set off
_SAME_HEIGHT = 0.008  # of a page's height
_RULE = re.compile(r"[_\s]{4,}|[-–—]{6,}|[*_\-–—=\s]{8,}")
# "24-12345 (E)", "24-12345 (E) 121224", "00 55951", "*2412345*", and what else a printer adds
_PRINTER = re.compile(
    r"[0-9]{2}[-–‑ ]?[0-9]{5,6}(?: ?\([A-Z]{1,2}\))?(?: +[0-9 ]{4,10})?"
    r"|GE\.[0-9-]+(?: ?\([A-Z]\))?(?: +[0-9 ]{4,10})?"
    r"|\*[0-9A-Z]{5,12}\*|/\.\.\.|\.\.\./|/?…|Please recycle.{0,3}"
)
_PAGE = re.compile(
    r"(?:(?:page|p\.) ?)?[-–—]? ?(?P<n>[0-9]{1,4}|[ivxlc]{1,6}) ?[-–—]?"
    r"(?: ?(?:/|of) ?(?P<all>[0-9]{1,4}))?",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(r"(?P<n>[0-9]{1,4}|[ivxlc]{1,6})[\t ]+(?P<rest>\S.*)")
_NUMBER_LAST = re.compile(r"(?P<rest>.*\S)[\t ]+(?P<n>[0-9]{1,4}|[ivxlc]{1,6})")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SYMBOL = re.compile(r"(?=\S*[0-9])[A-Z][A-Z0-9]*(?:[/.-][A-Za-z0-9()*.]+){1,8}(?: \([0-9]{4}\))?")


def find_edges(lines: Lines) -> dict[int, str]:
    """Return the numbers of the lines at the pages' edges, each with what it is."""
    edges = Edges(lines)
    found = {line.number: edges.name(line) for line in lines if line.number in edges.around}
    return {number: name for number, name in found.items() if name}


def is_rule(line: Printed) -> bool:
    """Tell a rule that is typed: "______"."""
    return bool(_RULE.fullmatch(line.text))


class Edges:
    """The lines at the edges of all pages, and what recurs among them."""

    def __init__(self, lines: Lines) -> None:
        self.pages = max((line.page for line in lines), default=0)
        by_page: defaultdict[int, list[Printed]] = defaultdict(list)
        for line in lines:
            by_page[line.page].append(line)
        self.heads: set[int] = set()
        self.feet: set[int] = set()
        self.apart: set[int] = set()
        self._lead = _usual_step(lines)
        for page in by_page.values():
            self._read(sorted(page, key=lambda line: line.depth))
        self.around = self.heads | self.feet
        edge = [line for line in lines if line.number in self.around]
        self._counting: set[str] = set()  # what stands beside numbers that keep step with the pages
        self._offsets = self._offsets_of(edge)
        self._counting = {words for line in edge if (words := self._words(line)) != _plain(line.text)}
        self._places: defaultdict[str, list[Printed]] = defaultdict(list)
        for line in edge:
            self._places[self._words(line)].append(line)
        first = [line.text for line in lines if line.page == 1]
        self._first = " ".join(first).replace("\t", " ")
        self._symbols = {one for line in edge if line.page > 1 for one in line.text.split("\t")} & {
            cell for text in first for cell in text.split("\t") if _SYMBOL.fullmatch(cell)
        }

    # -- what a line is ----------------------------------------------------------------------

    def name(self, line: Printed) -> str:
        """Say what a line at the edge is; '' for body text."""
        if is_rule(line):
            return ""
        cells = _cells(line)
        printers = [line.number in self.feet and bool(_PRINTER.fullmatch(cell)) for cell in cells]
        if all(mark or self._is_page(cell, line) for mark, cell in zip(printers, cells, strict=True)):
            return "printer's marks" if any(printers) else "page numbers"
        return "running heads" if self._runs(line) else ""

    def _runs(self, line: Printed) -> bool:
        """Tell a running head or foot."""
        if line.edge and line.page > 1 and not _OUTER < line.depth < 1 - _OUTER:
            return True
        words = self._words(line)
        if not words:
            return False
        pages = {other.page for other in self._places[words] if self._same_height(line, other)}
        if words != _plain(line.text):  # it holds the page's number
            return len(pages) > 1 or (line.number in self.apart and self._stands_by_a_symbol(line))
        needed = 2 if line.edge or (self.pages <= 4 and line.number in self.apart) else 3
        return len(pages) >= needed or self._stands_by_a_symbol(line)

    # -- how they are read -----------------------------------------------------------------------

    def _read(self, page: list[Printed]) -> None:
        """Find the lines above and below a page's text."""
        self.heads.update(line.number for line in page if line.edge and line.depth <= _OUTER)
        self.feet.update(line.number for line in page if line.edge and line.depth >= 1 - _OUTER)
        for order, found, most in ((page, self.heads, _HEADS), (page[::-1], self.feet, _FEET)):
            found.update(line.number for line in order[:most])
            for count, (line, following) in enumerate(pairwise(order), 1):
                step = abs(line.y - following.y)
                if count <= most and step > _APART * max(self._lead, line.size):
                    self.apart.update(one.number for one in order[:count])
                    break

    def _offsets_of(self, edge: Iterable[Printed]) -> set[int]:
        """Return by how much printed numbers differ from the pages, where they keep step."""
        votes: Counter[int] = Counter()
        pages: set[int] = set()
        for line in edge:
            found = {number - line.page for number in self._numbers(line)}
            votes.update(found)
            pages |= {line.page} if found else set()
        steady = {offset for offset, count in votes.items() if count >= max(2, 0.2 * len(pages))}
        return steady or ({0} if 0 in votes else set())

    def _numbers(self, line: Printed) -> Iterator[int]:
        """Return what may be the page's number in a line."""
        for cell in _cells(line):
            alone = _PAGE.fullmatch(cell)
            if alone:
                yield _value(alone["n"])
        for shape in (_NUMBER_FIRST, _NUMBER_LAST):
            match = shape.fullmatch(line.text)
            if match:
                yield _value(match["n"])

    def _is_page(self, cell: str, line: Printed) -> bool:
        """Tell a page's number."""
        match = _PAGE.fullmatch(cell)
        if match is None:
            return False
        counts = _value(match["n"]) - line.page in self._offsets
        if match["all"]:
            return counts or int(match["all"]) == self.pages
        return counts and (line.edge or line.number in self.apart or "\t" in line.text or self.pages > 2)

    def _words(self, line: Printed) -> str:
        """Return what a line says but for the page's number, which may be one out of step."""
        for shape in (_NUMBER_FIRST, _NUMBER_LAST):
            match = shape.fullmatch(line.text)
            if match:
                rest = re.sub("[0-9]+", "0", _plain(match["rest"]))
                if _value(match["n"]) - line.page in self._offsets or rest in self._counting:
                    return rest
        return _plain(line.text)

    def _same_height(self, line: Printed, other: Printed) -> bool:
        """Tell lines at one height, or both set apart at the same edge."""
        near = abs(line.depth - other.depth) <= _SAME_HEIGHT
        return near and (line.number in self.heads) == (other.number in self.heads)

    def _stands_by_a_symbol(self, line: Printed) -> bool:
        """Tell the head of a second page: the first page's symbol, with words of the first page."""
        if line.page == 1 or line.number not in self.apart or line.number not in self.heads:
            return False
        cells = _cells(line)
        if any(cell in self._symbols for cell in cells):
            return all(
                cell in self._symbols or cell in self._first or self._is_page(cell, line) for cell in cells
            )
        return line.page in self._marked and all(cell in self._first for cell in cells)

    @property
    def _marked(self) -> set[int]:
        """The pages whose head has the first page's symbol."""
        return {line.page for symbol in self._symbols for line in self._places.get(symbol.lower(), [])}


def _cells(line: Printed) -> list[str]:
    """Return what stands apart in a line."""
    return [cell.strip() for cell in line.text.split("\t") if cell.strip()]


def _plain(text: str) -> str:
    """Return words without their case and their places."""
    return " ".join(text.lower().split())


def _value(number: str) -> int:
    """Read an arabic or a roman number."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number.lower()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _usual_step(lines: Lines) -> float:
    """Return how far apart most lines stand, in points."""
    steps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and above.column == below.column and above.y - below.y > 1
    )
    return steps.most_common(1)[0][0] if steps else 12.0
