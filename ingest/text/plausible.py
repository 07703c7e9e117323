"""How plausible it is that a text was decoded rightly, by where its characters stand.

Of a Western text's characters beyond ASCII most are accented letters, quotes, dashes and a few signs.
Read by the wrong code page, a letter becomes a sign within a word, a quote becomes a capital.
"""

from __future__ import annotations

import re
from itertools import islice

_OTHER = re.compile(r"[^\x00-\x7f]")
_MOST = 5_000  # characters that are looked at
# accented letters of Western languages; the second string are those that few words have
_LETTERS = {**dict.fromkeys("éèàçüöäñóáíôêú", 1.0), **dict.fromkeys("âãåæëìîïòõøœùûß", 0.7)}
_FIRST = frozenset("éàêâîöüåäøœ")  # those that begin a word
_OPENING = "“‘«„‚"
_CLOSING = "”»’"
_PUNCTUATION = ".,;:!?)]}'\"”’»"
_SIGNS = {  # what stands before and what after: a digit, a letter, a space, nothing in particular
    "§": ("s", "sd"),
    "°": ("ds", "slp"),
    "€": ("sdp", "sdp"),
    "£": ("sp", "sd"),
    "½": ("ds", "sp"),
    "¼": ("ds", "sp"),
    "¾": ("ds", "sp"),
    "×": ("sd", "sd"),
    "±": ("s", "sd"),
    "…": ("lsdp", "sp"),
    "•": ("s", "s"),
    "·": ("s", "s"),
    "™": ("l", "sp"),
    "®": ("l", "sp"),
    "©": ("s", "s"),
    "†": ("sp", "slp"),
    "‡": ("sp", "slp"),
    "¹": ("lp", "sp"),
    "²": ("lp", "sp"),
    "³": ("lp", "sp"),
    "º": ("dl", "sp"),
    "ª": ("d", "sp"),
    "µ": ("sd", "l"),
}


def plausibility(text: str) -> float:
    """Return the mean, from -1 to 1, over the characters beyond ASCII; 1 where there is none."""
    scores = [_score(text, found.start()) for found in islice(_OTHER.finditer(text), _MOST)]
    return sum(scores) / len(scores) if scores else 1.0


def _score(text: str, at: int) -> float:
    """Score one character by what stands beside it."""
    sign = text[at]
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    if sign.isalpha() and sign not in "ºª":
        return _letter(sign, before, after)
    if sign in _OPENING:
        opens = (before.isspace() or before in '(["“—–') and not after.isspace()
        return -1.0 if not opens else 0.5 if sign in "„‚" else 1.0
    if sign in _CLOSING:
        return _closing(sign, before, after)
    if sign in "–—":
        alike = before.isspace() == after.isspace() and before.isdigit() == after.isdigit()
        return -0.3 if not alike else 0.3 if before.isalpha() else 1.0
    if sign == "\xa0":
        return -0.5 if before.isalpha() and after.isalpha() else 0.3
    if sign == "\xad":
        return 0.3 if before.isalpha() else -1.0
    if "─" <= sign <= "▟":  # the frames of tables, which come in runs
        return 0.3 if "─" <= before <= "▟" or "─" <= after <= "▟" else -1.0
    if sign in _SIGNS:
        fits = _kind(before) in _SIGNS[sign][0] and _kind(after) in _SIGNS[sign][1]
        return -0.8 if not fits else 0.3 if sign in "†‡" else 0.8
    return -1.0


def _letter(sign: str, before: str, after: str) -> float:
    """Score a letter: common in Western languages, beside plain letters, no capital within a word."""
    plain = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    if not plain:
        return 0.6 if sign == "à" and before.isspace() and after.isspace() else -1.0
    if sign.isupper():
        if before.islower():
            return -1.0
        return _LETTERS.get(sign.lower(), -0.2) - 0.1
    if before.isupper() and after.isupper():
        return -1.0
    return _LETTERS.get(sign, -0.2) - (0 if before.isalpha() or sign in _FIRST else 0.3)


def _closing(sign: str, before: str, after: str) -> float:
    """Score a quote that closes, or an apostrophe."""
    if sign == "’" and before.isalnum() and after.isalpha():
        return 1.0
    closes = (before.isalnum() or before in _PUNCTUATION) and not after.isalnum()
    return 1.0 if closes else -1.0


def _kind(sign: str) -> str:
    """Say what a neighbour is: letter, digit, space or punctuation."""
    if sign.isspace():
        return "s"
    if sign.isalpha():
        return "l"
    return "d" if sign.isdigit() else "p"
