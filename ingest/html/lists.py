"""The marker that a reader sees before a list's item on a web page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from corpus.bodies.ordinals import roman
from ingest.html.style import Attributes, declarations
from ingest.markers import cut_marker
from ingest.numerals import letters

BULLETS = "–•▪"  # of a list, of one within it, of those deeper
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimal-leading-zero": lambda count: f"{count:02}",
    "lower-alpha": letters,
    "lower-latin": letters,
    "upper-alpha": lambda count: letters(count).upper(),
    "upper-latin": lambda count: letters(count).upper(),
    "lower-roman": lambda count: roman(count).lower(),
    "upper-roman": roman,
}
_BULLETS = ("disc", "circle", "square")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_LOOKED_AT = 3  # items by which a list is judged
_FIRST_NODES, _FIRST_WORDS = 30, 80  # nodes and characters by which an item is


@dataclass
class List:
    """A list that is open: how it counts, and the number of its next item."""

    style: str
    next: int
    step: int


def open_list(node: LexborNode) -> List:
    """Open a list. One that counts down begins with the number of its items.

    A list whose first items all begin with their own markers shows no others.
    """
    attributes = node.attributes
    items = [child for child in node.iter() if child.tag == "li"]
    style = _style(attributes) or ("decimal" if node.tag == "ol" else "disc")
    step = -1 if "reversed" in attributes else 1
    start = _number(attributes.get("start"), 1 if step > 0 else len(items))
    first = enumerate(items[:_LOOKED_AT])
    if items and all(_is_marked(_first_words(item), str(start + step * at)) for at, item in first):
        style = "none"
    return List(style, start, step)


def marker(lists: Sequence[List], attributes: Attributes) -> str:
    """Count an item of the innermost list and return its marker; '' for one that shows none."""
    open_ = lists[-1] if lists else List("disc", 1, 1)
    number = _number(attributes.get("value"), open_.next)
    open_.next = number + open_.step
    style = _style(attributes) or open_.style
    if style in _BULLETS:
        outer = (each for each in lists[:-1] if each.style in _BULLETS)
        return BULLETS[len(tuple(islice(outer, len(BULLETS) - 1)))]  # the deepest have the last
    return f"{_STYLES[style](number)}." if style in _STYLES else ""


def _is_marked(text: str, number: str) -> bool:
    """Return True if the words begin with a marker. A number must be the item's own: not "5 boats"."""
    readings = cut_marker(text).readings
    return bool(readings) and (readings[0].style != "number" or readings[0].value == number)


def _first_words(item: LexborNode) -> str:
    nodes = islice(item.traverse(include_text=True, skip_empty=True), _FIRST_NODES)
    words = "".join(node.text_content or "" for node in nodes if node.tag == "-text")
    return " ".join(words[:_FIRST_WORDS].split())


def _style(attributes: Attributes) -> str:
    declared = declarations(attributes.get("style") or "")
    named = declared.get("list-style-type") or declared.get("list-style", "")
    if named in _STYLES or named in _BULLETS or named == "none":
        return named
    type_ = attributes.get("type") or ""
    return _TYPES.get(type_, type_.lower() if type_.lower() in _BULLETS else "")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and _NUMBER.fullmatch(text.strip()) else default
