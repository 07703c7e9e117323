"""What shows that a conversion has run a text's units together, and where in a line one may begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.itu.inner_heads import holds_listed_head
from ingest.itu.ruled import RULE
from ingest.lines import Line, ending
from ingest.markers import Marked, Marker, cut_marker
from ingest.opening import is_strict_head

DIVISION = re.compile(
    r"(?<!\S)(?:ANNEX|APPENDIX|ATTACHMENT)(?: [0-9]{1,3}| [A-Z]| [IVX]{1,5})? TO (?:THE |THIS )?"
    r"(?:RESOLUTION|DECISION|RECOMMENDATION|OPINION|ANNEX|APPENDIX)\b"
    r"(?: [A-Z]?[0-9][\w./-]*| [A-Z]\b)?(?: \([^()a-z]{1,40}[0-9]{4}\))?(?!\S)"
)
BULLETS = "•●▪"
# where a unit may begin: past a stop and "and", or at a bullet
PLACE = re.compile(
    r"(?P<sign>[;,.:])[\"'”’»)\]0-9⁰¹²³⁴⁵⁶⁷⁸⁹]*(?P<joint> (?:and/or|and|or)(?= \(?\w{1,5}\)? ))? +(?=\S)"
    rf"| (?=[{BULLETS}] \S)"
)
MARKER = 60  # characters that hold a marker and its first words
HEAD = 400  # characters of a head that stands alone
_COUNTED = ("number", "letter", "roman", "paren")
_BULLET = re.compile(rf"(?<=[:;]) +[{BULLETS}] +\S")


def shows_merging(lines: Sequence[Line]) -> bool:
    """Return True for a text whose units have run together, by signs that no other text has."""
    return any(_is_sign(line, following) for line, following in pairwise([*lines, Line((0,), "")]))


def _is_sign(line: Line, following: Line) -> bool:
    """Return True for a line that holds the beginning of another unit for certain."""
    text = line.text
    if RULE.search(text):
        return True
    division = DIVISION.search(text)
    if division and division.group() != text and text[: division.start()].rstrip().endswith((".", ";", ",")):
        return True
    if cut_marker(following.text[:MARKER]).readings and not ending(text):
        last = max(text.rfind(sign, 0, len(text)) for sign in (", ", "; ", ". "))
        if last > 0 and _begins(cut_marker(following.text[:MARKER])) and _tail_is_head(text):
            return True
    stops = (place.end() for place in PLACE.finditer(text) if place["sign"] in (",", ";", "."))
    if _BULLET.search(text) or any(holds_listed_head(text, stop) for stop in stops):
        return True  # "…, resolves 1 to mend"
    own = cut_marker(text[:MARKER])
    return any(_next_inside(text, one) for one in own.readings)


def _tail_is_head(text: str) -> bool:
    """Return True for a line that ends in a head which stands alone: "…, further resolves"."""
    return any(
        is_strict_head(text[place.end() :]) for place in PLACE.finditer(text, max(0, len(text) - HEAD))
    )


def _next_inside(text: str, own: Marker) -> bool:
    """Return True for a line whose list goes on inside it: "i) the pier; ii) the boats"."""
    for place in PLACE.finditer(text):
        if own.style not in _COUNTED or place["sign"] not in (";", ":"):
            continue
        for one in cut_marker(text[place.end() : place.end() + MARKER]).readings:
            if one.style == own.style and place["sign"] == ":" and one.order == 1:
                return False  # a list of its own inside the sentence
            if one.style == own.style and place["sign"] == ";" and one.order == own.order + 1:
                return True
    return False


def _begins(marked: Marked) -> bool:
    """Return True for a marker that begins a list."""
    return any(one.order in (0, 1) for one in marked.readings)


def stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Cut a text at the names of annexes: start, end, whether it is such a name."""
    done = 0
    for found in DIVISION.finditer(text):
        if found.start() > done:
            yield done, found.start(), False
        yield found.start(), found.end(), True
        done = found.end() + 1
    if done < len(text):
        yield done, len(text), False
