"""Footnotes on a web page: which links are marks, and which elements are the notes they lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.markers import superscript

_BRACKETED = re.compile(r"\A\[\s*([0-9]{1,3})\s*\]")
_PLAIN = re.compile(r"\A\[?\s*([0-9]{1,3})\s*\]?")
_BACK = re.compile("[\\s↑^↩⤴⬆⏎↵\ufe0e\ufe0f]+")
_LONGEST = 20  # characters of a link that may be a mark


@dataclass(frozen=True, slots=True)
class Notes:
    """The marks: of links, by their ids; of notes, by the names that the links lead to.

    `backs` are the links that lead from a note back to the text by an arrow.
    """

    marks: dict[int, str]
    targets: dict[str, str]
    backs: frozenset[int]


def find_notes(page: LexborHTMLParser) -> Notes:
    """Find the links that are footnote marks: raised or bracketed numbers that lead down the page."""
    marks: dict[int, str] = {}
    links: dict[str, tuple[int, str]] = {}
    backs: set[int] = set()
    places: dict[str, int] = {}
    for at, node in enumerate(page.css("a, [id]")):
        for name in names_of(node):
            places.setdefault(name, at)
        address = node.attributes.get("href") or ""
        if node.tag != "a" or not address.startswith("#"):
            continue
        text = node.text()[: _LONGEST + 1].strip()
        if text and _BACK.fullmatch(text):
            backs.add(node.mem_id)
        elif found := _BRACKETED.fullmatch(text) or (_PLAIN.fullmatch(text) if _is_raised(node) else None):
            marks[node.mem_id] = superscript(str(int(found[1])))
            links.setdefault(address[1:], (at, marks[node.mem_id]))
    targets = {name: mark for name, (at, mark) in links.items() if places.get(name, -1) > at}
    return Notes(marks, targets, frozenset(backs))


def names_of(node: LexborNode) -> list[str]:
    """Return what a link may call an element by."""
    own = node.attributes
    return [name for name in (own.get("id"), own.get("name") if node.tag == "a" else None) if name]


def _is_raised(link: LexborNode) -> bool:
    node: LexborNode | None = link
    for _ in range(3):
        if node is None:
            return False
        style = (node.attributes.get("style") or "").replace(" ", "").lower()
        if node.tag == "sup" or "vertical-align:super" in style:
            return True
        node = node.parent
    return link.css_first("sup") is not None
