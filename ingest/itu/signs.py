"""What shows that a conversion has run a text's units together, and where in a line one may begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.heads import Head, is_deciding, is_reciting, main_verb
from ingest.itu.ruled import RULE
from ingest.lines import Line, ending
from ingest.markers import Marker, cut_marker
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
HEAD = 400  # characters of a head
_COUNTED = ("number", "letter", "roman", "paren")
_BULLET = re.compile(rf"(?<=[:;]) +[{BULLETS}] +\S")
_ITEM = 4_000  # characters of a list's first item
# the first item of a list: "1 to mend", "a) the pier"; "1 above", "1 to 4", "1 and 2" name clauses
_FIRST = re.compile(r" (?=(?:1|a\)|\(a\)|i\)|1\)) (?!(?:above|below|of|and|or|to [0-9])\b)[^\W\d_\"“])")
_SECOND = {"1": "2", "a)": "b)", "(a)": "(b)", "i)": "ii)", "1)": "2)"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A head's verb, and where the first item begins that has run into it; 0 for none."""

    verb: str
    item: int = 0


def shows_merging(lines: Sequence[Line]) -> bool:
    """Return True for a text whose units have run together, by signs that no other text has."""
    return any(_is_sign(line, following) for line, following in pairwise([*lines, Line((0,), "")]))


def listed_head(text: str, at: int) -> Opened | None:
    """Read a head at a place of a line that the first item of its list follows.

    A second item must follow, for "invites Group 1 to meet" names a group, but not where a verb
    stands alone or a clause begins: "invites the Wardens 1 that …".
    """
    window = text[at : at + HEAD]
    verb = main_verb(window[:80])
    first = _FIRST.search(window) if is_reciting(verb) or is_deciding(verb) else None
    if first is None:
        return None
    head, item = window[: first.start()], at + first.end()
    if not is_strict_head(head) or re.search("[;:.]", head):
        return None
    marker = text[item:].split(" ", 1)[0]
    second = re.escape(_SECOND[marker])
    counts = re.search(rf"[;,:] (?:and )?{second} ", text[item : item + _ITEM]) is not None
    alone = not Head.parse(head).addressee or text.startswith(f"{marker} that ", item)
    return Opened(verb, item) if alone or counts else None


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


def _is_sign(line: Line, following: Line) -> bool:
    """Return True for a line that holds the beginning of another unit for certain."""
    text = line.text
    if RULE.search(text) or _BULLET.search(text):
        return True
    division = DIVISION.search(text)
    if division and division.group() != text and text[: division.start()].rstrip().endswith((".", ";", ",")):
        return True
    begins = any(one.order in (0, 1) for one in cut_marker(following.text[:MARKER]).readings)
    if begins and not ending(text):  # "…, further resolves", with its list below
        ends = (place.end() for place in PLACE.finditer(text, max(0, len(text) - HEAD)))
        if any(text[end - 2] in ",;." and is_strict_head(text[end:]) for end in ends):
            return True
    stops = (place.end() for place in PLACE.finditer(text) if place["sign"] in (",", ";", "."))
    if any(listed_head(text, stop) for stop in stops):  # "…, resolves 1 to mend"
        return True
    return any(_next_inside(text, one) for one in cut_marker(text[:MARKER]).readings)


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
