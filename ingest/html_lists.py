"""The marker that a reader sees before a list's item on a web page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.html_style import declarations
from ingest.markers import cut_marker
from ingest.numerals import letters, roman

BULLET = "–"
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimal-leading-zero": lambda count: f"{count:02}",
    "lower-alpha": letters,
    "lower-latin": letters,
    "upper-alpha": lambda count: letters(count).upper(),
    "upper-latin": lambda count: letters(count).upper(),
    "lower-roman": roman,
    "upper-roman": lambda count: roman(count).upper(),
}
_BULLETS = ("disc", "circle", "square")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
Attributes = Mapping[str, str | None]


@dataclass
class List:
    """A list that is open: how it counts, and the number of its next item."""

    style: str
    next: int
    step: int


def open_list(tag: str, attributes: Attributes, items: int) -> List:
    """Open a list; `items` is how many it has, from which one that counts down begins."""
    style = _style(attributes) or ("decimal" if tag == "ol" else "disc")
    step = -1 if "reversed" in attributes else 1
    return List(style, _number(attributes.get("start"), 1 if step > 0 else items), step)


def marker(open_: List | None, attributes: Attributes) -> str:
    """Count an item and return its marker; '' for one that shows none."""
    open_ = open_ or List("disc", 1, 1)
    number = _number(attributes.get("value"), open_.next)
    open_.next = number + open_.step
    style = _style(attributes) or open_.style
    if style in _BULLETS:
        return BULLET
    return f"{_STYLES[style](number)}." if style in _STYLES else ""


def brings_its_own(text: str, shown: str) -> bool:
    """Tell an item whose own words begin with a marker, as most do whose list is styled to show none.

    A number alone counts only where it is the item's: "5 boats" may begin an item too.
    """
    readings = cut_marker(text).readings
    if not readings:
        return False
    return readings[0].style != "number" or readings[0].value == shown.rstrip(".") or shown == BULLET


def _style(attributes: Attributes) -> str:
    """Return how a list or an item says that it counts, or ''."""
    declared = declarations(attributes.get("style") or "")
    named = declared.get("list-style-type") or declared.get("list-style", "")
    if named in _STYLES or named in _BULLETS or named == "none":
        return named
    own = attributes.get("type") or ""
    return _TYPES.get(own, own.lower() if own.lower() in _BULLETS else "")


def _number(text: str | None, default: int) -> int:
    """Read a whole number, else give the default."""
    return int(text) if text and _NUMBER.fullmatch(text.strip()) else default
