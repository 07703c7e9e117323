"""Tables: what one is called, where its rows are, and its columns where a page has run them together.

    "North 12 14 26"           →  North ⇥ 12 ⇥ 14 ⇥ 26
    "South 3 918 4 000 7 918"  →  South ⇥ 3 918 ⇥ 4 000 ⇥ 7 918

Three digits may continue an amount or begin another. The right reading gives every row the same
number of cells of similar length. A table with two possible readings is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from math import comb

from ingest.lines import Line, ending, is_flat_row, is_headline
from ingest.markers import cut_marker

# "TABLE 1", "Table 2a/U.1", "Figure 9.1 – Lanterns by pier"
_CAPTION = re.compile(
    r"(?:TABLE|Table|FIGURE|Figure) "
    r"(?:[0-9]{1,3}[a-z]?(?:[.-][0-9]{1,3})?|[A-Z](?:[.-]?[0-9]{1,3})?|[IVX]{1,5})"
    r"(?:/[A-Z][\w.]*)?(?P<title>(?:\s*[-–—:.])? .+)?"
)
_AMOUNT = re.compile(r"[-–−+]? ?(?:[0-9]{1,3}(?:[ ,.\u202f\u00a0][0-9]{3})*(?:[.,][0-9]+)?) ?%?|[-–—]|n/?a|")
_REACH = 8  # lines between a table's caption and its rows at most
_CELLS = re.compile(r"(?: [-–−]?[0-9]{1,3}(?:[.,][0-9]+)*%?(?!\S))+")  # the last are a row's tail
_WHOLE = re.compile(r"[-–−]?[0-9]{1,3}")  # a first group, which others may follow
_FURTHER = re.compile(r"[0-9]{3}")
_FEWEST = 2  # cells of a row, beside its label
_WAYS = 1_000  # ways to cut a row that are weighed at most


def is_caption(text: str) -> bool:
    """Return True for a line that names a table or a figure, False for a sentence that begins so."""
    match = _CAPTION.fullmatch(text)
    if match is None or ending(text) not in ("", ":"):
        return False
    title = (match["title"] or "").lstrip(" -–—:.")
    return not title or not title[0].islower()


def is_bare_caption(text: str) -> bool:
    """Return True for a caption whose words stand on the next line: "TABLE 1"."""
    match = _CAPTION.fullmatch(text)
    return match is not None and not match["title"]


def rows_follow(lines: Sequence[Line]) -> bool:
    """Return True if a table's rows stand below its caption, past lines that are headings."""
    for line in lines[:_REACH]:
        if "\t" in line.text:
            return True
        if not is_headline(line.text) or cut_marker(line.text).readings or is_caption(line.text):
            return False
    return False


def is_data_row(text: str) -> bool:
    """Return True for a row that holds a label and amounts: no heading of columns."""
    cells = [cell.strip() for cell in text.split("\t")[1:]]
    return any(cells) and all(_AMOUNT.fullmatch(cell) for cell in cells)


def length_of_table(lines: Sequence[Line], at: int) -> int:
    """Count the lines of the table that begins here: cells parted by tabs, two rows or more.

    A blank line parts two tables, unless the source has one before every row.
    """
    end = at
    while end < len(lines) and "\t" in lines[end].text:
        end += 1
    rows = lines[at:end]
    if not all(row.gap for row in rows[1:]):
        first_gap = next((place for place, row in enumerate(rows) if place and row.gap), len(rows))
        rows = rows[:first_gap]
    return len(rows) if len(rows) > 1 else 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's groups of digits: where each stands, which must begin a cell and which may."""

    places: tuple[int, ...]
    groups: tuple[str, ...]
    must: frozenset[int]
    may: tuple[int, ...]

    @property
    def counts(self) -> range:
        """How many cells the row can have."""
        return range(len(self.must), len(self.must) + len(self.may) + 1)


def part_columns(lines: Sequence[Line]) -> Sequence[Line]:
    """Part the cells of flattened tables by tabs, where their amounts tell the columns."""
    kept: list[Line] = []
    for flat, group in groupby(lines, key=lambda line: is_flat_row(line.text) and "\t" not in line.text):
        run = list(group)
        kept += _parted(run) if flat and len(run) > 1 else run
    return kept


def _parted(lines: Sequence[Line]) -> Sequence[Line]:
    rows = [_read(line.text) for line in lines]
    count = _count(rows)
    if not count:
        return lines
    cuts = [_cut(row, count) for row in rows]
    if any(not cut for cut in cuts):
        return lines
    parted: list[Line] = []
    for line, places in zip(lines, cuts, strict=True):
        text = line.text
        for place in places:
            text = text[: place - 1] + "\t" + text[place:]
        parted.append(replace(line, text=text, gap=line.gap and not parted))
    return parted


def _count(rows: Sequence[_Row]) -> int:
    """Return how many cells every row has, where enough rows can have no other number; else 0."""
    counts = [count for count in set.intersection(*(set(row.counts) for row in rows)) if count >= _FEWEST]
    forced = {count: sum(count == row.counts[0] for row in rows) for count in counts}
    sure = {count: sum(count in (row.counts[0], row.counts[-1]) for row in rows) for count in counts}
    fits = [count for count in counts if forced[count] and (len(counts) == 1 or 2 * sure[count] >= len(rows))]
    return max(fits, key=lambda count: (sure[count], -count), default=0)


def _read(text: str) -> _Row:
    *_, tail = _CELLS.finditer(text)
    matches = list(re.finditer(r"\S+", text[tail.start() :]))
    groups = tuple(match.group() for match in matches)
    further = {
        at
        for at in range(1, len(groups))
        if _FURTHER.fullmatch(groups[at])
        and (_FURTHER.fullmatch(groups[at - 1]) or _WHOLE.fullmatch(groups[at - 1]))
    }
    bound = {at for at in further if groups[at].startswith("0")}  # "000" begins nothing
    return _Row(
        places=tuple(tail.start() + match.start() for match in matches),
        groups=groups,
        must=frozenset(range(len(groups))) - further,
        may=tuple(sorted(further - bound)),
    )


def _cut(row: _Row, count: int) -> tuple[int, ...]:
    free = count - len(row.must)
    if comb(len(row.may), free) > _WAYS:
        return ()
    ways = [sorted(row.must | set(chosen)) for chosen in combinations(row.may, free)]
    lengths = [_spread(row, way) for way in ways]
    least = min(lengths)
    if lengths.count(least) != 1:
        return ()
    return tuple(row.places[at] for at in ways[lengths.index(least)])


def _spread(row: _Row, starts: Sequence[int]) -> int:
    ends = [*starts[1:], len(row.groups)]
    digits = [
        sum(map(str.isdigit, "".join(row.groups[start:end]))) for start, end in zip(starts, ends, strict=True)
    ]
    return max(digits) - min(digits)
