"""Items inside a sentence: "comprises: a) …; b) …; and g) …. The three Bureaux …".

The paragraph keeps all of its words; the items repeat theirs without the separators.
"""

from __future__ import annotations

import re

from corpus.instruments import Kind
from corpus.sentences import sentences
from ingest.markers import INLINE_MARK, Marker, cut_marker
from ingest.tree import Node

_BLANKS = 8  # between a colon and the item that it opens at most
_CONJUNCTION = re.compile(r"\s(?:and/or|and|or)$")


def split_inline(node: Node) -> None:
    """Hang the items of a sentence below the paragraph that holds them."""
    found = _sequence(node.text)
    if len(found) < 2:
        return
    for at, (start, begin, marker) in enumerate(found):
        last = at + 1 == len(found)
        end = _last_end(node.text, begin) if last else found[at + 1][0]
        text = _bare(node.text[begin:end])
        item = Node("point", value=marker.value, kind=Kind.LIST_ITEM, text=text, marker=marker.raw)
        item.lines, item.inline = node.lines, True
        node.add(item)
        del start
    rest = node.text[_last_end(node.text, found[-1][1]) :].strip()
    if rest:
        node.add(Node("wrapup", kind=Kind.LIST_ITEM, text=rest, lines=node.lines, inline=True))


def _sequence(text: str) -> list[tuple[int, int, Marker]]:
    best: list[tuple[int, int, Marker]] = []
    for style in ("letter", "roman", "paren"):
        run: list[tuple[int, int, Marker]] = []
        for match in INLINE_MARK.finditer(text):
            reading = cut_marker(text[match.start() : match.end() + 1]).reading(style)
            if reading is None or reading.order != len(run) + 1:
                continue
            opens = text[max(match.start() - _BLANKS, 0) : match.start()].rstrip().endswith(":")
            if run or opens:
                run.append((match.start(), match.end(), reading))
        if len(run) > len(best) and all(_has_words(text, run, at) for at in range(len(run))):
            best = run
    return best


def _has_words(text: str, run: list[tuple[int, int, Marker]], at: int) -> bool:
    end = run[at + 1][0] if at + 1 < len(run) else len(text)
    return bool(_bare(text[run[at][1] : end]).strip())


def _bare(item: str) -> str:
    """Leave out what parts an item from the next: "; and"."""
    item = item.rstrip()
    conjunction = _CONJUNCTION.search(item[-8:])
    if conjunction:
        item = item[: len(item) - len(conjunction.group())].rstrip()
    return item[:-1] if item.endswith((";", ",", ".")) else item


def _last_end(text: str, begin: int) -> int:
    spans = sentences(text[begin:])
    return begin + spans[0][1] if spans else len(text)
