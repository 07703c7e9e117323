"""Marginal numbers, which run through a treaty: "8 2 1) If, between …" is No. 8, paragraph 2 1).

Numbers that were put in later carry a letter ("191A", "160CA") or a Latin adverb ("73 bis"); those
that were taken out say so, alone or several at once ("58 (SUP)", "219 to 221 (SUP)"). After the
number may stand what amended the provision: "3 PP-98 a) to maintain".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.markers import INSERTED, MONTHS, Marker, cut_marker

Order = tuple[int, str, int]  # number, letters, place of the adverb: in the order of the treaty
NONE: Order = (0, "", 0)  # before the first
_NUMBER = (
    r"(?P<n>[0-9]{1,4})(?P<letters>[A-Z]{1,2})?"
    rf"(?: ?(?P<bis>{'|'.join(INSERTED)})(?![\w)]))?"  # "3 bis)" is a paragraph's number
)
# what amended a provision: a conference and its year, "PP-98", perhaps with what it did, "MOD PP-98"
AMENDMENT = (
    r"\(?(?:(?:ADD|MOD|NOC|SUP) )?[A-Z]{2,6}-[0-9]{2}(?:[0-9]{2})?\)?(?!\S)|\(?(?:ADD|MOD|NOC)\)?(?!\S)"
)
_AMENDMENTS = re.compile(rf"(?:(?<!\s)\s+(?:{AMENDMENT}))*")
_SUPPRESSED = re.compile(rf"\(?(?:SUP|[Ss]uppressed|[Dd]eleted|[Nn]ot used)\)?\.?(?:\s+(?:{AMENDMENT}))*")
_HEAD = re.compile(
    rf"{_NUMBER}(?:\s(?P<joint>to|and|–|-)\s(?P<last>[0-9]{{1,4}}[A-Z]{{0,2}}|[A-Z]{{1,2}}))?(?=\s|$)"
)
_BEGINS = re.compile(rf"[\"'“‘(]?(?!(?:{MONTHS})\b)[A-Z]")
_REMEMBERED = 4096  # lines: every step asks again
_RANKS = {"number": 0, "paren": 1, "letter": 2, "roman": 2, "dash": 3}
_JUMP = 12  # numbers that a treaty may leave out within an article


@dataclass(frozen=True, slots=True)
class Margin:
    """A marginal number and what stands between it and the words.

    `value` goes into an eId ("191a", "73bis", "219-221"), `printed` into a label ("191A"). `order`
    and `last` are the first and the last number that it covers. `markers` are the readings of the
    paragraph's own numbers, outermost first; the words begin at `offset`. `sure` tells that they
    begin as a paragraph does, not as "126 of this Convention" goes on.
    """

    value: str
    printed: str
    order: Order
    last: Order
    amendments: tuple[str, ...]
    markers: tuple[tuple[Marker, ...], ...]
    raw: str
    offset: int
    suppressed: bool = False
    sure: bool = True

    @property
    def is_inserted(self) -> bool:
        """Whether the number was put in later: "73bis", "191A"."""
        return self.order[1:] != ("", 0)


@lru_cache(maxsize=_REMEMBERED)
def read_margin(text: str) -> Margin | None:
    """Read a line that begins with a marginal number; None where it cannot be one.

    >>> read_margin("8 2 1) If, between two meetings").offset
    7
    """
    match = _HEAD.match(text)
    if match is None:
        return None
    stamps = _AMENDMENTS.match(text, match.end())
    after = stamps.end() if stamps else match.end()
    rest = text[after:].lstrip()
    start = len(text) - len(rest)
    suppressed = _SUPPRESSED.fullmatch(rest) is not None
    if match["last"] and not suppressed:
        return None
    markers, offset = ((), start) if suppressed else _paragraph_numbers(text, start)
    if not text[offset:].strip():
        return None
    adverb = INSERTED.index(match["bis"]) + 1 if match["bis"] else 0
    order = int(match["n"]), match["letters"] or "", adverb
    last = _last(order, match["last"])
    return Margin(
        value=(_printed(order) if last == order else f"{_printed(order)}-{_printed(last)}").lower(),
        printed=_printed(order) if last == order else f"{_printed(order)} {match['joint']} {_printed(last)}",
        order=order,
        last=last,
        amendments=tuple(re.findall(AMENDMENT, text[match.end() : after])),
        markers=markers,
        raw=" ".join(text[:offset].split()),
        offset=offset,
        suppressed=suppressed,
        sure=suppressed or bool(markers) or _BEGINS.match(text[offset:]) is not None,
    )


def without_margin(marker: str) -> str:
    """Return the marker of a numbered provision without its marginal number and what amended it.

    >>> without_margin("48 PP-98 2"), without_margin("159D PP-98 PP-02 2 ter)"), without_margin("20 PP-98")
    ('2', '2 ter)', '')
    """
    match = _HEAD.match(marker)
    stamps = _AMENDMENTS.match(marker, match.end()) if match else None
    return marker[stamps.end() :].strip() if stamps else marker


def number_length(text: str) -> int:
    """Return how long the marginal number is with which a line begins; 0 where there is none."""
    match = _HEAD.match(text)
    return match.end() if match else 0


def may_come(margin: Margin, last: Order, *, leaps: bool) -> bool:
    """Return True for a number that may come after the last: later, and not by far, unless it may leap."""
    return margin.sure and last < margin.order and (leaps or margin.order[0] - last[0] <= _JUMP)


def is_next(order: Order, last: Order) -> bool:
    """Return True if a number is the very next, so that none is left out between."""
    (number, letters, adverb), (before, past, at) = order, last
    if number != before:
        return number == before + 1 and not letters and not adverb
    if letters == past:
        return adverb == at + 1
    return not adverb and letters in _after(past)


def expected(order: Order, last: Order) -> str:
    """Print the number that should come where another one came."""
    if order[0] == last[0] and order[1] != last[1]:
        return f"{last[0]}{_after(last[1])[-1 if len(last[1]) < 2 else 1]}"
    return str(last[0] + 1)


def _paragraph_numbers(text: str, start: int) -> tuple[tuple[tuple[Marker, ...], ...], int]:
    """Read "2 1)", "3 bis) 1)", "a)", "–": each deeper than the one before."""
    found: list[tuple[Marker, ...]] = []
    rank = -1
    while True:
        marked = cut_marker(text[start:])
        style = marked.readings[0].style if marked.readings else ""
        if rank == 1 and style == "paren" and not found[0][0].value.isdigit():
            rank, found = 0, [tuple(replace(reading, style="number") for reading in found[0])]  # "3 bis) 1)"
        if _RANKS.get(style, -1) <= rank:
            return tuple(found), start
        if style == "number" and not _opens_words(marked.text):
            return tuple(found), start
        rank = _RANKS[style]
        found.append(marked.readings)
        start += marked.offset


def _opens_words(text: str) -> bool:
    """Return True for "2 The Council" and "2 1) The Council", not for "2 boats" and "1 1/2 units"."""
    deeper = cut_marker(text).readings
    return _BEGINS.match(text) is not None or bool(deeper and deeper[0].style != "number")


def _after(letters: str) -> tuple[str, ...]:
    """Return the letters that may follow: after none A, after C both D and CA."""
    if not letters:
        return ("A",)
    following = [letters + "A"]
    while letters:
        following.append(letters[:-1] + chr(ord(letters[-1]) + 1))
        letters = letters[:-1]
    return tuple(following)


def _last(first: Order, last: str | None) -> Order:
    """Read the end of "219 to 221" and of "298A to B"."""
    if not last:
        return first
    match = re.fullmatch(r"([0-9]*)([A-Z]*)", last)
    assert match is not None
    order = int(match[1] or first[0]), match[2], 0
    return max(order, first)


def _printed(order: Order) -> str:
    number, letters, adverb = order
    return f"{number}{letters}{INSERTED[adverb - 1] if adverb else ''}"
