"""One form for what is written in several: dashes, dates, ordinals, notes' marks, "where needed"."""

from __future__ import annotations

import re

from corpus.bodies.ordinals import ORDINAL, ordinal_number
from ingest.markers import MONTHS

_MARK = re.compile("(?<=\\w)[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[a-z]{3})\\d(?!\\w)")
_NEED = re.compile(r"\b(?:as|if|when|where|whenever|wherever) (?:necessary|required|needed)\b", re.IGNORECASE)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_NTH = re.compile(
    rf"(?<!\bone )(?<!\ba )(?<!\bevery )(?<!\btwo )(?<!\bthree )\b({ORDINAL})\b"
    r"(?! of\b| year| month| week| day|s\b)"
)
_MONTH_NAMES = MONTHS.split("|")
_SMALL = 2  # "first" and "second" are more often words than numbers


def one_form(text: str) -> str:
    """Put equivalent wordings into one form.

    >>> one_form("the third edition of 2018-12-04, where needed")
    'the 3 edition of 4 December 2018, if necessary'
    """
    text = _ISO.sub(lambda date: f"{int(date[3])} {_MONTH_NAMES[int(date[2]) - 1]} {date[1]}", text)
    text = re.sub(r"\b([Bb])ureaux\b", r"\1ureau", text).replace("×", "x")
    text = re.sub(r"\babove all\b", "particularly", text)
    text = _NTH.sub(_in_digits, text)
    text = re.sub(r"(?<=\d) ?\^? ?[–−-] ?(?=\d)", "-", text).replace("–", "-").replace("−", "-")
    text = re.sub(r"\b((?:19|20)\d\d)-((?:19|20)\d\d)\b", r"\1 to \2", text)
    return _MARK.sub("", _NEED.sub("if necessary", text))


def _in_digits(match: re.Match[str]) -> str:
    number = ordinal_number(match[1])
    return match[1] if number is None or (number <= _SMALL and match[1].isalpha()) else str(number)
