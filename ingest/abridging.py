"""Labels of a length that people say: at most 60 characters.

What is cut, at a word, are words of the text that a label repeats: a heading's or a table's first cell. A
head is never cut, because people cite it in full: "instructs the Secretary-General and the Directors of the
Bureaux 3 i)". Where heads stand above the clauses, other words are cut from 120 characters on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.tree import Node
from ingest.wording import ordinal

LONGEST = 60  # characters of a label
_LONGEST_BELOW_HEADS = 120  # of one in a text whose heads stand above its clauses
_CUT = "…"
_FEWEST = 8  # characters that are left of words that a label repeats, at least
_DANGLING = re.compile(r"(?:[\s,;:–-]|\b(?:the|of|and|to|in|on|for|a|an|with|by))+\Z")


def abridge_labels(root: Node) -> None:
    """Shorten the labels of a tree that are too long; each stays its own."""
    nodes = [node for node in root.walk() if node.kind]
    longest = _LONGEST_BELOW_HEADS if any(node.role == "head" for node in nodes) else LONGEST
    used = {node.label for node in nodes if len(node.label) <= longest}
    found: dict[str, str] = {}
    for node in nodes:
        if len(node.label) <= longest:
            continue
        if node.label not in found:  # a head and its only paragraph share one
            short, count = _abridged(node, longest), 1
            while short in used:
                count += 1
                number = f" ({count})"
                short = _abridged(node, longest - len(number)) + number
            found[node.label] = short
            used.add(short)
        node.label = found[node.label]


def _abridged(node: Node, room: int) -> str:
    label = node.label.replace(*_counted_in_each_other(node), 1)
    for words in sorted(_repeated(node), key=len, reverse=True):
        left = max(len(words) - (len(label) - room), _FEWEST)
        if left < len(words) and words in label:
            label = label.replace(words, _cut(words, left), 1)
    return label if len(label) <= room else label.replace("unnumbered paragraph", "unnumbered para.")


def _counted_in_each_other(node: Node) -> tuple[str, str]:
    """Return how a label names indents in indents, and how it may: ", indent 5.3"."""
    places: list[int] = []
    above = node.ancestor("indent")
    while above is not None and above.role == "indent":
        places.insert(0, above.place)
        above = above.parent
    if len(places) < 2:
        return "", ""
    return "".join(f", {ordinal(place)} indent" for place in places), f", indent {'.'.join(map(str, places))}"


def _repeated(node: Node) -> Iterator[str]:
    if node.role == "title":
        yield node.label.removesuffix(", title")
    above: Node | None = node
    while above is not None:
        if above.role in ("dvs", "group", "table", "row"):
            yield above.text.split("\t")[0].strip()
        above = above.parent


def _cut(words: str, room: int) -> str:
    kept = words[: room - len(_CUT)]
    if words[len(kept) : len(kept) + 1] not in ("", " ") and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return (_DANGLING.sub("", kept) or words[: max(room - len(_CUT), 1)]) + _CUT
