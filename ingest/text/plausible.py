"""How plausible it is that a text was decoded rightly, by where its characters stand.

Of a Western text's characters beyond ASCII most are accented letters, quotes, dashes and a few signs.
Read by the wrong code page, a letter becomes a sign within a word, a quote becomes a capital.
"""

from __future__ import annotations

import re
from itertools import islice

_OTHER = re.compile(r"[^\x00-\x7f]")
_MOST = 5_000  # characters that are looked at
_COMMON, _RARE = frozenset("éèàçüöäñóáíôêú"), frozenset("âãåæëìîïòõøœùûß")  # letters of Western languages
_OPENING, _CLOSING = frozenset("“‘«„‚"), frozenset("”»’")
_DASHES, _SIGNS = frozenset("–—"), frozenset("§°€£½¼¾×±…•·™®©†‡¹²³ºªµ\xa0\xad")


def plausibility(text: str) -> float:
    """Return the mean, from -1 to 1, over the characters beyond ASCII; 1 where there is none."""
    scores = [_score(text, found.start()) for found in islice(_OTHER.finditer(text), _MOST)]
    return sum(scores) / len(scores) if scores else 1.0


def _score(text: str, at: int) -> float:
    """Score one character by what stands beside it."""
    sign, before, after = text[at], text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    if sign.isalpha() and sign not in "ºªµ":
        return _letter(sign, before, after)
    if sign in _OPENING:
        return -1.0 if before.isalnum() or after.isspace() else 1.0
    if sign in _CLOSING:
        return -1.0 if before.isspace() or (after.isalnum() and sign != "’") else 1.0
    if sign in _DASHES:
        return 0.8 if before.isspace() == after.isspace() else -0.3
    return -1.0 if sign not in _SIGNS or (before.isalpha() and after.isalpha()) else 0.7


def _letter(sign: str, before: str, after: str) -> float:
    """Score a letter: common in Western languages, beside plain letters, no capital within a word."""
    is_beside = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    if not is_beside or (sign.isupper() and before.islower()):
        return -1.0
    weight = 1.0 if sign.lower() in _COMMON else 0.7 if sign.lower() in _RARE else -0.2
    return weight - 0.1 if sign.isupper() else weight
