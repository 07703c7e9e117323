"""Amounts in a text, however they are written: a year and a half is 18 months, a fifth 20 per cent.

An amount is an exact value: two texts have the same or they do not, nothing is compared by similarity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from index.tokens import words

SPELT = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80",
    "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "dozen": "12", "twice": "2",
}  # fmt: skip
"""Numbers in words, and the same in digits."""
ORDINALS = {
    "second": "2",
    "other": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "tenth": "10",
}
"""Ordinals after "every", in digits: "every other year" is every 2 years."""
_PARTS = {"half": 2, "majority": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_EVERY = {
    "hourly": "1 hour", "daily": "1 day", "weekly": "1 week", "fortnightly": "2 weeks", "monthly": "1 month",
    "annually": "1 year", "annual": "1 year", "yearly": "1 year", "biennially": "2 years",
    "biennial": "2 years", "biennium": "2 years", "triennial": "3 years", "quadrennial": "4 years",
}  # fmt: skip
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
_COUNT = r"\d+(?:\.\d+)?"
_TIME = re.compile(
    rf"\b(?P<count>{_COUNT}|an?|each|every|per|whole)(?: (?!{'|'.join(_MINUTES | _MONTHS)})[a-z]+)? "
    rf"(?P<unit>{'|'.join(_MINUTES | _MONTHS)})s?\b(?P<half> and a half)?"
)
_SHARE = re.compile(
    rf"(?<!\d)(?P<percent>{_COUNT}) ?(?:%|per ?cent\b)"
    r"|\b(?P<few>\d+)(?: [a-z]+){0,3} (?:in|out of) (?P<many>\d\d?)\b"
    rf"|(?<![.\d])\b(?:(?P<times>\d+|an?) )(?P<part>{'|'.join(_PARTS)})s?\b"
    r"|\b(?P<whole>half|majority)\b"
)
_FEW = 12  # so many things may be counted where a text lists them
_THOUSANDS = re.compile(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3}\b)")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, and its symbols and dates, which are made of numbers; "one" is none.

    >>> sorted(numbers("one of 1 250 pupils, 4.4.1 and seven"))
    ['1250', '4.4.1', '7']
    """
    plain = _THOUSANDS.sub("", text.lower())
    spelt = {SPELT[word] for word in re.findall(r"[a-z]+", plain) if word in SPELT}
    return {*_NUMBER.findall(plain), *(spelt - {"0", "1"})}


def amounts(text: str) -> set[str]:
    """Return the stretches of time and the shares that a text names, as exact values.

    >>> amounts("a fifth, every second year") == amounts("20 per cent, every two years")
    True
    """
    plain = _in_digits(text)
    return {*_times(plain), *_shares(_TIME.sub(" ", plain))}


def unknown_amounts(claim: str, source: str) -> Iterator[str]:
    """Walk what a claim counts and a source does not: times, shares, then numbers that are neither."""
    yield from sorted(amounts(claim) - amounts(source))
    plain = _SHARE.sub(" ", _TIME.sub(" ", _in_digits(claim)))
    known = numbers(source)
    yield from (number for number in sorted(numbers(plain) & numbers(claim)) if number not in known)


def kind_of(amount: str) -> str:
    """Return what kind of amount unknown_amounts found: only such take each other's place."""
    if amount.endswith((" months", " minutes")):
        return "time"
    if "/" in amount or "." in amount or ":" in amount:
        return "share or symbol"
    whole = amount.isdigit() and int(amount)
    if not whole:
        return "other"
    return "few" if whole <= _FEW else "year" if 1900 <= whole < 2100 else "number"


def counted(text: str, number: str) -> set[str]:
    """Return the stems of the two words after a number: what it counts.

    >>> counted("the three regional offices of the Union", "3")
    {'region', 'offic'}
    """
    found = re.finditer(rf"(?<![\w.]){re.escape(number)}((?: [a-z-]+){{1,2}})", _in_digits(text))
    return {stem for match in found for stem in words(match[1])}


def _in_digits(text: str) -> str:
    plain = _THOUSANDS.sub("", text.lower())
    plain = re.sub(r"(?<=[a-z0-9])-(?=[a-z])", " ", plain)
    plain = re.sub(rf"\bevery ({'|'.join(ORDINALS)}) (?=year|month|week|day)", _ordinal, plain)
    plain = re.sub(r"[a-z]+", lambda match: _EVERY.get(match.group(), match.group()), plain)
    return re.sub(r"[a-z]+", lambda match: SPELT.get(match.group(), match.group()), plain)


def _ordinal(match: re.Match[str]) -> str:
    return f"{ORDINALS[match[1]]} "


def _times(plain: str) -> Iterator[str]:
    for match in _TIME.finditer(plain):
        count = Fraction(match["count"]) if match["count"][0].isdigit() else Fraction(1)
        count += Fraction(1, 2) if match["half"] else 0
        unit = match["unit"]
        yield f"{count * _MONTHS[unit]} months" if unit in _MONTHS else f"{count * _MINUTES[unit]} minutes"


def _shares(plain: str) -> Iterator[str]:
    for match in _SHARE.finditer(plain):
        if match["percent"]:
            yield str(Fraction(match["percent"]) / 100)
        elif match["few"]:
            yield str(Fraction(int(match["few"]), int(match["many"]) or 1))
        else:
            times = match["times"] or "1"
            yield str(Fraction(int(times) if times.isdigit() else 1, _PARTS[match["part"] or match["whole"]]))
