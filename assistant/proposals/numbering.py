"""The number of an inserted clause, and of a list that is numbered anew.

marker_between(["1", "2", "3"], "4", Numbering.LATIN)    "3 bis"
marker_between(["a)", "b)"], "c)", Numbering.LATIN)      "b bis)"
marker_between(["11.", "12."], "13.", Numbering.LETTERS) "12A."
marker_between(["i)", "ii)"], "", Numbering.LATIN)       "iii)"
marker_between([], "1", Numbering.LATIN)                 ""
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from string import ascii_uppercase

from corpus.bodies.ordinals import roman, roman_number

_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_MARKER = re.compile(
    rf"(?P<lead>(?:.*[^A-Za-z0-9])?)(?!(?:{'|'.join(_LATIN)})\b)(?P<stem>[0-9]+|[A-Za-z]+?)"
    rf"(?P<added>(?<=[0-9])[A-Z]|(?<=[a-z])[A-Z]| ?(?:{'|'.join(_LATIN)}))?(?P<closing>[).:\]]*)"
)
"""What precedes the part that counts ("2.", "(", "T.1-"), that part, what an insertion added, the end."""


class Numbering(StrEnum):
    """How a body numbers a clause that stands between two others."""

    LATIN = "latin"  # 3 bis, 3 ter
    LETTERS = "letters"  # 3A, 3B


def marker_between(before: Sequence[str], after: str, numbering: Numbering) -> str:
    """Return the number of a clause in a list, between the numbers before it and the next one.

    `before` are the numbers of the list so far, in order. Where nothing comes after, the list goes on. '' is
    returned for the first place, which has no number that would change none of the others, and for
    a list that has no numbers.
    """
    last = before[-1] if before else ""
    found = _MARKER.fullmatch(last)
    if not found:
        return last if not before or last == after or not after else ""
    if not after and not found["added"]:
        return _numbered(found, _successor(before))
    suffixes = _LATIN if numbering is Numbering.LATIN else tuple(ascii_uppercase)
    joint = " " if numbering is Numbering.LATIN else ""
    used = (found["added"] or "").strip()
    place = suffixes.index(used) + 1 if used in suffixes else 0
    if place == len(suffixes):
        return ""
    return _numbered(found, f"{found['stem']}{joint}{suffixes[place]}")


def in_order(markers: Sequence[str]) -> Iterator[str]:
    """Walk the numbers that a list has when it is numbered anew, in the manner of the first."""
    first = next(filter(None, map(_MARKER.fullmatch, markers)), None)
    if first is None:
        yield from markers
        return
    number = "1" if first["stem"].isdecimal() else "i" if _is_roman(markers) else "a"
    for _ in markers:
        yield _numbered(first, number if first["stem"].islower() else number.upper())
        number = _after(number, is_roman=_is_roman(markers))


def _successor(markers: Sequence[str]) -> str:
    """Return the number that follows the last of a list."""
    stem = _stem(markers[-1])
    following = _after(stem.lower(), is_roman=_is_roman(markers))
    return following if stem.islower() else following.upper()


def _after(stem: str, *, is_roman: bool) -> str:
    if stem.isdecimal():
        return str(int(stem) + 1)
    if is_roman:
        return roman((roman_number(stem) or 0) + 1).lower()
    head, last = stem[:-1], stem[-1]
    return head + chr(ord(last) + 1) if last < "z" else _after(head, is_roman=False) + "a" if head else "aa"


def _is_roman(markers: Sequence[str]) -> bool:
    """Whether a list counts i, ii, iii: its first number is i, and its second, if it has one, is ii."""
    return [_stem(marker).lower() for marker in markers[:2]] == ["i", "ii"][: len(markers)]


def _stem(marker: str) -> str:
    found = _MARKER.fullmatch(marker)
    return found["stem"] if found else ""


def _numbered(like: re.Match[str], stem: str) -> str:
    return f"{like['lead']}{stem}{like['closing']}"
