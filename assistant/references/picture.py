"""A picture of who cites whom: texts as discs, references as curves, in the units of an SVG.

It has numbers and names only; the pages draw it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.references.layout import Counts, Layout, laid_out
from assistant.references.names import short_name
from assistant.references.texts import TextGraph
from corpus.keys import EditionKey

MOST = 150
"""Texts that a picture shows: those with most references."""

_WIDTH, _HEIGHT = 112, 50  # of a cell; a wider label makes all wider
_LETTER, _GAP = 6.2, 10  # of a label: units for each letter, and between two labels
_TOP, _LEFT, _BAND = 30, 16, 40  # above the first row, before the first column, above each band
_SMALLEST, _LARGEST = 4.5, 15.0  # radius
_LABEL = 13  # from the rim of a disc to the line of its label
_WIDTHS = (1, 3, 8)  # references from which a curve is drawn wider


@dataclass(frozen=True, slots=True)
class Disc:
    """A text: where it is, how large, and how many other texts of the library cite it and are cited by it."""

    key: EditionKey
    label: str
    name: str
    x: int
    y: int
    radius: float
    label_y: float
    cites: int
    cited_by: int
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """References from a text to another, both by their place among the discs: its path, how wide, how many.

    A reference without a count is none: it leads from an edition to the one that followed.
    """

    id: int
    source: int
    target: int
    path: str
    width: int
    count: int


@dataclass(frozen=True, slots=True)
class Caption:
    """Words at the rim of the picture: a run of years, or an organisation."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture; `left_out` is how many texts it does not show."""

    width: int
    height: int
    discs: tuple[Disc, ...]
    curves: tuple[Curve, ...]
    successions: tuple[Curve, ...]
    years: tuple[Caption, ...]
    bands: tuple[Caption, ...]
    left_out: int = 0

    def leaving(self, at: int) -> tuple[Curve, ...]:
        """Return the references of a text to others."""
        return tuple(one for one in self.curves if one.source == at)

    def reaching(self, at: int) -> tuple[Curve, ...]:
        """Return the references of others to a text."""
        return tuple(one for one in self.curves if one.target == at)

    def beside(self, at: int) -> tuple[Disc, ...]:
        """Return the texts that cite a text, or that it cites."""
        others = [one.target for one in self.leaving(at)] + [one.source for one in self.reaching(at)]
        return tuple(self.discs[other] for other in sorted(set(others)))


def picture(texts: TextGraph, only: Collection[EditionKey] | None = None) -> Picture:
    """Draw the texts of a library, or some of them, and the references between them."""
    keys = [one.key for one in texts.library.editions if only is None or one.key in only]
    shown = _most_connected(keys, texts.counts)
    counts = {pair: count for pair, count in texts.counts.items() if {*pair} <= set(shown)}
    layout = laid_out(shown, counts)
    labels = {key: short_name(texts.library.edition(key)) for key in shown}
    cell = max([_WIDTH, *(round(_LETTER * len(label) + _GAP) for label in labels.values())])
    discs = tuple(_discs(texts, layout, labels, cell))
    return Picture(
        width=2 * _LEFT + cell * sum(one.width for one in layout.columns),
        height=max((disc.y for disc in discs), default=0) + _HEIGHT,
        discs=discs,
        curves=tuple(_curves(discs, counts)),
        successions=tuple(_successions(discs)),
        years=tuple(
            Caption(one.name, _x(one.first + (one.width - 1) / 2, cell), _TOP - 12) for one in layout.columns
        ),
        bands=tuple(Caption(one.name, _LEFT, _y(one.first, at) - 38) for at, one in enumerate(layout.bands)),
        left_out=len(keys) - len(shown),
    )


def _most_connected(keys: list[EditionKey], counts: Counts) -> list[EditionKey]:
    """Return the texts with most references, in their order."""
    if len(keys) <= MOST:
        return keys
    ends = [key for pair in counts for key in pair]
    most = set(sorted(keys, key=lambda key: (-ends.count(key), key))[:MOST])
    return [key for key in keys if key in most]


def _x(column: float, cell: int) -> int:
    """Return the middle of a column."""
    return round(_LEFT + cell * (column + 0.5))


def _y(row: int, band: int) -> int:
    """Return the middle of the discs in a row, below the captions of the bands so far."""
    return _TOP + _BAND * (band + 1) + _HEIGHT * row


def _discs(texts: TextGraph, layout: Layout, labels: Mapping[EditionKey, str], cell: int) -> Iterator[Disc]:
    """Draw the texts, band by band, row by row."""
    library, counts = texts.library, texts.counts
    most = max((_times(key, counts) for key in layout.cells), default=0) or 1
    for key, (column, row) in sorted(layout.cells.items(), key=lambda item: (item[1][1], item[1][0])):
        edition = library.edition(key)
        band = sum(one.first <= row for one in layout.bands) - 1
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * (_times(key, counts) / most) ** 0.5
        y = _y(row, band)
        yield Disc(
            key=key,
            label=labels[key],
            name=edition.name,
            x=_x(column, cell),
            y=y,
            radius=round(radius, 1),
            label_y=round(y + radius + _LABEL, 1),
            cites=sum(source == key for source, _ in counts),
            cited_by=sum(target == key for _, target in counts),
            is_superseded=not library.is_in_force(key),
        )


def _times(key: EditionKey, counts: Counts) -> int:
    """Count how often other texts cite a text."""
    return sum(count for (_, target), count in counts.items() if target == key)


def _curves(discs: tuple[Disc, ...], counts: Counts) -> Iterator[Curve]:
    """Draw the references."""
    places = {disc.key: at for at, disc in enumerate(discs)}
    for id_, ((source, target), count) in enumerate(sorted(counts.items())):
        one, other = places[source], places[target]
        width = sum(count >= least for least in _WIDTHS)
        yield Curve(id_, one, other, _path(discs[one], discs[other]), width, count)


def _successions(discs: tuple[Disc, ...]) -> Iterator[Curve]:
    """Join the editions of an instrument, each with the next."""
    ordered = sorted(range(len(discs)), key=lambda at: discs[at].key)
    for id_, (one, other) in enumerate(pairwise(ordered)):
        old, new = discs[one], discs[other]
        if old.key.instrument == new.key.instrument:
            yield Curve(id_, one, other, f"M{old.x} {old.y}L{new.x} {new.y}", 1, 0)


def _path(one: Disc, other: Disc) -> str:
    """Draw a curve from a disc to another: sideways out of a column, and past discs in the same row."""
    x, y, to_x, to_y = one.x, one.y, other.x, other.y
    if x == to_x:
        bow = x - 30 - abs(to_y - y) // 8
        return f"M{x} {y}C{bow} {y} {bow} {to_y} {to_x} {to_y}"
    if y == to_y:
        return f"M{x} {y}Q{(x + to_x) // 2} {y - 14 - abs(to_x - x) // 12} {to_x} {to_y}"
    lean = (to_x - x) * 9 // 20
    return f"M{x} {y}C{x + lean} {y} {to_x - lean} {to_y} {to_x} {to_y}"
