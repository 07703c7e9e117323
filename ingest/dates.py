"""Days and years as texts write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.markers import MONTHS

DAY = rf"(?P<day>[0-9]{{1,2}}) (?P<month>{MONTHS}) (?P<year>[1-9][0-9]{{3}})"
DATE = re.compile(DAY)
YEAR = r"(?P<year>(?:18|19|20)[0-9]{2})"
_MONTH = rf"(?P<month>{MONTHS})"
_RANGE = re.compile(
    rf"[0-9]{{1,2}}(?: [A-Z][a-z]+)? ?(?:[–—-]|to|and) ?[0-9]{{1,2}} {_MONTH},? {YEAR}"
    # "2011.10.11–14"
    rf"|{YEAR.replace('year', 'first')}[.-][01][0-9][.-][0-3][0-9] ?[–—-] ?[0-3]?[0-9]",
    re.IGNORECASE,
)
_DAYS = (
    re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: day of)? {_MONTH},? {YEAR}", re.IGNORECASE),
    re.compile(rf"{_MONTH} (?P<day>[0-9]{{1,2}}),? {YEAR}", re.IGNORECASE),
)
_ISO = re.compile(rf"{YEAR}-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])")
_BARE_YEAR = re.compile(rf"(?:^|[\s(,/._-]){YEAR}(?=$|[\s),./:_-])")
_INSTRUMENT = r"(?:Convention|Protocol|Treaty|Agreement|Covenant|Charter|Constitution)s?\b"
_TREATY = re.compile(
    rf"\b(?:[12][0-9]{{3}} (?:[A-Z]\w+ ){{0,4}}{_INSTRUMENT}"
    rf"|{_INSTRUMENT}[^,.;()0-9]{{0,60}}?(?:, | of | )(?:{MONTHS} )?[12][0-9]{{3}}\b"
    rf"|{_INSTRUMENT}[^()]*\({YEAR.replace('P<year>', ':')}\)$)",
    re.IGNORECASE,
)


def date_in(text: str) -> str:
    """Return the day that a text names, as 2019-06-14, or the year of a period or of none; '' without one."""
    period = _RANGE.search(text)
    if period:
        return period["year"] or period["first"]
    for match in filter(None, (form.search(text) for form in _DAYS)):
        return _printed(match)
    if day := _ISO.search(text):
        return day.group()
    year = _BARE_YEAR.search(text)
    return year["year"] if year else ""


def first_day(texts: Iterable[str]) -> str:
    """Return the first day that some texts name, as 2022-10-14; '' without one."""
    return next((_printed(match) for text in texts if (match := DATE.search(text))), "")


def has_day(text: str) -> bool:
    """Return True for a text that names a day or a period of days."""
    return without_days(text) != text


def without_days(text: str) -> str:
    """Return a text without the days and periods in it."""
    for form in (_RANGE, *_DAYS, _ISO):
        text = form.sub("", text)
    return text


def without_treaties(text: str) -> str:
    """Return a text without the years of treaties: "the Fog Convention, 1930", "Fog Convention (1930)"."""
    return _TREATY.sub("", text)


def is_dated(text: str) -> bool:
    """Return True for a line that has a day and little else: "50th plenary meeting, 18 December 2019"."""
    rest = without_days(text)
    return rest != text and len(rest.split()) <= 4 and not re.match(r"\W*[0-9]{1,3}[.)] ", text)


def _printed(match: re.Match[str]) -> str:
    month = MONTHS.lower().split("|").index(match["month"].lower()) + 1
    return f"{match['year']}-{month:02}-{int(match['day']):02}"
