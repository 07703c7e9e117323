"""What is printed on a page, as a reader of pages gives it to the layout."""

from __future__ import annotations

from dataclasses import dataclass

EM, STRONG = 1, 2


@dataclass(frozen=True, slots=True)
class Run:
    """Text printed in one go: from x0 to x1 on the baseline y, in points from the lower left corner.

    `style` is EM, STRONG, both or 0; `hidden` says why a reader does not see it, or ''. `edge`
    tells that the file itself calls it a running head or foot. `turn` is how far the text is
    turned, in degrees; its places are then those on the page turned back.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: int = 0
    hidden: str = ""
    edge: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line that is drawn on a page: upright where x0 is x1, level where y0 is y1."""

    x0: float
    x1: float
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, counted from 1: its size in points, its runs in the order of painting, its rules.

    `covered` tells that a picture covers most of it, as on a page that was scanned; `pictured` that one
    takes enough of it to show a table.
    """

    page: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...] = ()
    covered: bool = False
    pictured: bool = False
