"""Where texts are in a picture of who cites whom: years from left to right, a band for each organisation.

Texts that cite one another are in rows near each other, and so are the editions of an instrument. The
rows follow the Fiedler vector of the graph (networkx.spectral_layout): of all orders, the one that makes
the references shortest, by their squares. The same texts and references give the same picture.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from corpus.issuers import organisation, organisation_names
from corpus.keys import EditionKey, InstrumentKey

if TYPE_CHECKING:
    import networkx

_COLUMNS = 10  # years, or runs of years
_ROWS = 14  # texts of one column below each other in one band; more are put side by side
_DIGITS = 9  # of a place in the order: the last digits of an eigenvector are noise

Counts = Mapping[tuple[EditionKey, EditionKey], int]


@dataclass(frozen=True, slots=True)
class Column:
    """A run of years, "2022" or "2014–2016", from a cell on, and how many cells wide it is."""

    name: str
    first: int
    width: int


@dataclass(frozen=True, slots=True)
class Band:
    """The texts of an organisation: its name, its first row, and how many rows it has."""

    name: str
    first: int
    rows: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The cell of each text, as column and row, counted from 0; the columns; the bands."""

    cells: Mapping[EditionKey, tuple[int, int]]
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]


def laid_out(texts: Iterable[EditionKey], counts: Counts) -> Layout:
    """Give each text a cell; `counts` says how often one text cites another."""
    keys = sorted(texts)
    order = _order(keys, counts)
    runs = _runs(Counter(key.year for key in keys))
    of_year = {year: at for at, run in enumerate(runs) for year in run}
    columns = _columns(keys, runs, of_year)
    cells: dict[EditionKey, tuple[int, int]] = {}
    bands, first = [], 0
    for name, group in _by_band(keys).items():
        placed = _placed(sorted(group, key=lambda key: (order[key.instrument], key)), columns, of_year)
        rows = max(row for _, row in placed.values()) + 1
        cells |= {key: (column, first + row) for key, (column, row) in placed.items()}
        bands.append(Band(name, first, rows))
        first += rows
    return Layout(cells, columns, tuple(bands))


def _by_band(keys: Sequence[EditionKey]) -> dict[str, list[EditionKey]]:
    """Group texts by organisation."""
    found: dict[str, list[EditionKey]] = defaultdict(list)
    for key in keys:
        found[organisation_names(organisation(key.instrument))[0]].append(key)
    return dict(found)


def _runs(years: Counter[int]) -> list[list[int]]:
    """Put years together until there are few enough columns, where the fewest texts are first."""
    runs = [[year] for year in sorted(years)]
    while len(runs) > _COLUMNS:
        sizes = [sum(years[year] for year in (*one, *other)) for one, other in pairwise(runs)]
        at = sizes.index(min(sizes))
        runs[at : at + 2] = [runs[at] + runs[at + 1]]
    return runs


def _columns(
    keys: Sequence[EditionKey], runs: Sequence[Sequence[int]], of_year: Mapping[int, int]
) -> tuple[Column, ...]:
    """Give each run of years its column, wide enough; editions of an instrument are side by side."""
    columns, first = [], 0
    for at, run in enumerate(runs):
        here = [key for key in keys if of_year[key.year] == at]
        most = max(len(group) for group in _by_band(here).values())
        editions = max(Counter(key.instrument for key in here).values())
        width = max(ceil(most / _ROWS), editions)
        name = str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}"
        columns.append(Column(name, first, width))
        first += width
    return tuple(columns)


def _placed(
    keys: Sequence[EditionKey], columns: Sequence[Column], of_year: Mapping[int, int]
) -> dict[EditionKey, tuple[int, int]]:
    """Give each text of a band the first row with room for all editions of its instrument."""
    instruments: dict[InstrumentKey, list[EditionKey]] = defaultdict(list)
    for key in keys:
        instruments[key.instrument].append(key)
    taken: Counter[tuple[int, int]] = Counter()  # cells by column and row
    cells = {}
    for editions in instruments.values():
        needed, row = Counter(of_year[key.year] for key in editions), 0
        while any(taken[at, row] + count > columns[at].width for at, count in needed.items()):
            row += 1
        for key in editions:
            at = of_year[key.year]
            cells[key] = columns[at].first + taken[at, row], row
            taken[at, row] += 1
    return cells


def _order(keys: Sequence[EditionKey], counts: Counts) -> dict[InstrumentKey, tuple[int, float]]:
    """Return what instruments are ordered by: the part of the graph, and the place in it."""
    import networkx

    graph: networkx.Graph[InstrumentKey] = networkx.Graph()
    graph.add_nodes_from(sorted({key.instrument for key in keys}))
    for (source, target), count in sorted(counts.items()):
        if source.instrument != target.instrument and {source, target} <= set(keys):
            before = graph.get_edge_data(source.instrument, target.instrument, {"weight": 0})["weight"]
            graph.add_edge(source.instrument, target.instrument, weight=before + count**0.5)
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    return {
        instrument: (at, place)
        for at, part in enumerate(parts)
        for instrument, place in _line(graph, sorted(part)).items()
    }


def _line(graph: networkx.Graph[InstrumentKey], part: Sequence[InstrumentKey]) -> dict[InstrumentKey, float]:
    """Put the instruments of a connected part in a line, the first of them in its first half."""
    import networkx

    own: networkx.Graph[InstrumentKey] = networkx.Graph()
    own.add_nodes_from(part)  # in order: a subgraph would have them as it pleases
    own.add_edges_from(graph.subgraph(part).edges(data=True))
    places = {one: float(place[0]) for one, place in networkx.spectral_layout(own, dim=1).items()}
    sign = -1 if places[part[0]] > 0 else 1
    return {one: round(sign * place, _DIGITS) for one, place in places.items()}
