"""Amounts in a text, however they are written: a year and a half is 18 months, a fifth 20 per cent.

An amount is an exact value: two texts have the same or they do not, nothing is compared by likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

Day = tuple[str, str, str]  # day, month and year, '' where it is not given

_SPELT = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80",
    "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "dozen": "12", "twice": "2",
}  # fmt: skip
_ORDINALS = {
    "second": "2",
    "other": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "tenth": "10",
}
_PARTS = {"half": 2, "majority": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_EVERY = {
    "hourly": "1 hour", "daily": "1 day", "weekly": "1 week", "fortnightly": "2 weeks", "monthly": "1 month",
    "annually": "1 year", "annual": "1 year", "yearly": "1 year", "biennially": "2 years",
    "biennial": "2 years", "biennium": "2 years", "triennial": "3 years", "quadrennial": "4 years",
}  # fmt: skip
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
_COUNT = r"\d+(?:\.\d+)?"
_UNIT = rf"(?:{'|'.join(_MINUTES | _MONTHS)})"
_TIME = re.compile(
    rf"\b(?P<count>{_COUNT}|an?|each|every|per|whole)"
    rf"(?: (?!{_UNIT}|an? |per |each |every )[a-z]+)? (?P<unit>{_UNIT})s?\b(?P<half> and a half)?"
)
_SHARE = re.compile(
    rf"(?P<percent>{_COUNT}) ?(?:%|per ?cent\b)"
    r"|\b(?P<few>\d+)(?: [a-z]+){0,3} (?:in|out of) (?P<many>\d\d?)\b"
    rf"|(?<![.\d])\b(?:(?P<times>\d+|an?) )?(?P<part>{'|'.join(_PARTS)})s?\b"
)
_THOUSANDS = re.compile(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3}\b)")
_YEARS = re.compile(r"\b((?:19|20)\d\d)[-/]((?:19|20)\d\d)\b")
_OF_YEAR = re.compile(r"\b((?:19|20)\d\d)/(\d+)\b")  # "Report 2012/12"
_AGE = re.compile(r"\b([\w-]+) years?(?: old| of age)\b|\b([\w-]+)-year-olds?\b", re.IGNORECASE)
_MONTH = r"(?P<m>January|February|March|April|May|June|July|August|September|October|November|December)\b"
_DATE = re.compile(rf"(?:\b(?P<d>\d\d?) |\b){_MONTH}(?! \d\d?,? \d{{4}})(?:,? (?P<y>\d{{4}}))?")
_DUE = re.compile(
    r"\b(?:[Bb]y|[Uu]ntil|[Bb]efore|(?:[Nn]ot?|[Nn]ot) later than)(?: the)?(?: year)? "
    r"(?P<day>(?:\d\d? )?(?:[A-Z][a-z]+ )?\d{4})\b"
)
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (?P<d>\d\d?)\b(?:,? (?P<y>\d{{4}}))?")
_BETWEEN_TWO = re.compile(r"\bbetween two ")
_FEWEST, _MOST_ITEMS = 3, 12  # items that a list has whose items a claim counts
_LISTS = re.compile(
    r"(?:[^,;:.()]+(?:\([^()]*\))?, )+[^,;:.()]+ (?:and|or) [^,;:.()]+|(?:[\d/]{3,}[^;:]*?, )+and [\d/]{3,}"
)
_ITEMS = re.compile(r", (?!and |or )|,? (?:and|or) ")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")


@lru_cache(maxsize=1024)
def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text, and its symbols and dates, which are made of numbers; "one" is none.

    >>> sorted(numbers("one of 1 250 pupils, 4.4.1 and seven"))
    ['1250', '4.4.1', '7']
    """
    plain = _THOUSANDS.sub("", text.lower())
    spelt = {_SPELT[word] for word in re.findall(r"[a-z]+", plain) if word in _SPELT}
    return frozenset([*_NUMBER.findall(plain), *(spelt - {"0", "1"})])


@lru_cache(maxsize=1024)
def amounts(text: str) -> frozenset[str]:
    """Return the stretches of time and the shares that a text names, as exact values.

    >>> amounts("a fifth, every second year") == amounts("20 per cent, every two years")
    True
    """
    plain = _in_digits(_AGE.sub(r"\1", text))
    return frozenset([*_times(plain), *_shares(_TIME.sub(" ", plain))])


def unknown_amounts(claim: str, source: str) -> Iterator[str]:
    """Walk what a claim counts and a source does not: times, shares, dates, then numbers that are neither."""
    yield from sorted(amounts(claim) - amounts(source))
    yield from sorted(" ".join(one).strip() for one in dates(claim) if not _has_day(one, dates(source)))
    claim = _BETWEEN_TWO.sub("between ", claim)
    plain = _SHARE.sub(" ", _TIME.sub(" ", _in_digits(_AGE.sub(r"\1", claim))))
    known = numbers(source) | _ends(source)
    for one in sorted(numbers(plain) & numbers(claim)):
        if one not in known and not _is_span(one, known) and not _counts_items(one, claim, source):
            yield one


def is_put_off(claim: str, source: str) -> bool:
    """Tell whether a claim sets another day by which something is due than its source does."""
    ours, theirs = _due(claim), _due(source)
    return bool(theirs) and any(not _has_day(one, theirs) for one in ours)


def _due(text: str) -> frozenset[Day]:
    """Return the days by which something is due."""
    found = (match["day"] for match in _DUE.finditer(text))
    return frozenset(one for day in found for one in dates(day) or {("", "", day)})


@lru_cache(maxsize=1024)
def dates(text: str) -> frozenset[Day]:
    """Return the dates of a text that name a month: day, month and year, as far as given.

    >>> sorted(dates("from 1 May 2031 to June 2032"))
    [('', 'june', '2032'), ('1', 'may', '2031')]
    """
    found = (*_DATE.finditer(text), *_MONTH_FIRST.finditer(text))
    return frozenset((one["d"] or "", one["m"].lower(), one["y"] or "") for one in found)


def _has_day(one: Day, days: frozenset[Day]) -> bool:
    """Tell whether a day is among others, which may say more of it."""
    return any(all(mine in ("", yours) for mine, yours in zip(one, other, strict=True)) for other in days)


def _ends(text: str) -> frozenset[str]:
    """Return the ends of stretches of years, and the parts of symbols that begin with one."""
    symbols = (*_YEARS.finditer(text), *_OF_YEAR.finditer(text))
    return frozenset(one for match in symbols for one in match.groups())


def _is_span(number: str, known: frozenset[str]) -> bool:
    """Tell a stretch of years of which both ends are known."""
    match = _YEARS.fullmatch(number)
    return match is not None and match[1] < match[2] and known.issuperset(match.groups())


def _counts_items(number: str, claim: str, source: str) -> bool:
    """Tell a number that counts what the source lists: "all four texts, Arabic, English, French and Thai"."""
    if not number.isdigit() or not _FEWEST <= int(number) <= _MOST_ITEMS:
        return False
    spelt = [word for word, value in _SPELT.items() if value == number]
    named = re.search(rf"\b(?:{'|'.join([number, *spelt])}) (?:[\w'-]+ )*?([a-z]+s)\b", claim.lower())
    if named and re.search(rf"\b(?:\d+|{'|'.join(_SPELT)}) (?:\w+ )?{named[1]}\b", source.lower()):
        return False  # the source counts these itself
    lists = (*_LISTS.findall(source), *_LISTS.findall(claim))
    return any(len(_ITEMS.findall(stretch)) + 1 == int(number) for stretch in lists)


def _in_digits(text: str) -> str:
    """Write numbers, and how often something happens, in digits."""
    plain = _THOUSANDS.sub("", text.lower())
    plain = re.sub(r"(?<=[a-z0-9])-(?=[a-z])", " ", plain)
    plain = re.sub(rf"\bevery ({'|'.join(_ORDINALS)}) (?=year|month|week|day)", _ordinal, plain)
    plain = re.sub(
        r"\b(?:quarterly|(?:every|each|per|an?) quarter(?! of)(?! (?:of )?an? ))\b", "every 3 months", plain
    )
    plain = re.sub(r"\bhalv(?:es?|ed|ing)\b", "half", plain)
    plain = re.sub(r"[a-z]+", lambda match: _EVERY.get(match.group(), match.group()), plain)
    return re.sub(r"[a-z]+", lambda match: _SPELT.get(match.group(), match.group()), plain)


def _ordinal(match: re.Match[str]) -> str:
    """Read "every second" before a unit of time."""
    return f"{_ORDINALS[match[1]]} "


def _times(plain: str) -> Iterator[str]:
    """Walk the stretches of time: in minutes, or in months."""
    for match in _TIME.finditer(plain):
        count = Fraction(match["count"]) if match["count"][0].isdigit() else Fraction(1)
        count += Fraction(1, 2) if match["half"] else 0
        unit = match["unit"]
        yield f"{count * _MONTHS[unit]} months" if unit in _MONTHS else f"{count * _MINUTES[unit]} minutes"


def _shares(plain: str) -> Iterator[str]:
    """Walk the shares of a whole."""
    for match in _SHARE.finditer(plain):
        if match["percent"]:
            yield str(Fraction(match["percent"]) / 100)
        elif match["few"]:
            yield str(Fraction(int(match["few"]), int(match["many"]) or 1))
        else:
            times = match["times"] or "1"
            yield str(Fraction(int(times) if times.isdigit() else 1, _PARTS[match["part"]]))
