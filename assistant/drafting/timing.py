"""Deadlines and frequencies: the words of a mandate that say by when or how often.

Conditions are in `conditions.py`; what a calendar makes of the words is in `recurrence.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.forms import any_of
from assistant.verification.amounts import SPELT
from ingest.markers import MONTHS

_MONTH = rf"(?:{MONTHS})"
_COUNT = rf"(?:\d+|{'|'.join(SPELT)}|an?|each|the (?:first|next|following))"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|biennium|quadrennium|session)s?"
_DATE = rf"(?:(?:\d{{1,2}} )?{_MONTH}(?: (?:19|20)\d\d)?|(?:19|20)\d\d(?:-(?:19|20)?\d\d)?)"
_DATE = rf"{_DATE}(?: (?:of )?(?:each|every) year)?(?:(?:,|,? and) (?:19|20)\d\d(?![/\d]))*"
_MEETING = r"(?:session|meeting|conference|assembly|congress|summit|anniversary|biennium|quadrennium|forum)"
_OFTEN = r"(?:annual|yearly|biennial|triennial|quadrennial|quarterly|monthly|periodic|regular)"
_NEXT = (
    r"(?:next|following|forthcoming|coming|subsequent|ordinary|annual|regular|(?:19|20)\d\d"
    r"|[\w-]*(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|teenth|tieth|hundredth|thousandth|\dth))"
)
# what recurs by its nature, where it is not the name of one that is known: "a biennial survey"
_REGULAR = (
    r"(?:report(?:s|ing)?|updates?|briefings?|surveys?|reviews?|assessments?|evaluations?|meetings?|dialogues?|"
    r"consultations?)"
)
_SITTING = rf"(?:the |its |each |every |that )(?:[\w-]+ ){{0,2}}?{_NEXT}(?: [\w-]+){{0,4}}? {_MEETING}s?"
_NAMED = (  # "the next plenipotentiary conference", "its eighty-third session", "the end of 2030"
    rf"(?:the |its |each |every )?(?:end|close|beginning|start|middle|opening) of "
    rf"(?:(?:the )?(?:calendar )?(?:year )?{_DATE}|(?:the|its) (?:[\w-]+ ){{0,3}}?{_MEETING})"
    rf"|{_SITTING}|(?:the )?(?:calendar )?(?:year )?{_DATE}"
)
_DEADLINE = any_of(
    r"\b(?:annually|yearly|biennially|triennially|quadrennially|quarterly|monthly|weekly|fortnightly|"
    r"daily|hourly)\b",
    r"\b(?:regularly|periodically|immediately|without delay|promptly|forthwith)\b",
    r"\b(?:as soon as (?:possible|practicable))\b",
    r"\b(?:on an? |at )(?:annual|yearly|biennial|quarterly|monthly|regular|periodic) (?:basis|intervals)\b",
    r"\b(?:an?|(?<!the )(?<!its )(?<!their )(?<!his )(?<!her )(?<!on )"
    rf"(?={_OFTEN} (?:\w+ ){{0,2}}?{_REGULAR}\b)) ?{_OFTEN} (?:\w+ ){{0,2}}?{_REGULAR}\b",
    rf"\b(?:(?:at least |no less than )?(?:once|twice|{_COUNT} times) )?(?:every|each) "
    rf"(?:second |other |{_COUNT} )?(?:calendar |ordinary |regular )?{_UNIT}\b",
    rf"\b(?:at least )?(?:once|twice|{_COUNT} times) (?:an?|per|in(?: every)?|during each) "
    rf"(?:calendar |{_COUNT} )?{_UNIT}\b",
    rf"\b(?:(?:by )?(?:no|not) (?:later|less|fewer|more) than |at the latest by |at least )?{_COUNT} {_UNIT} "
    r"(?:before|prior to|after|following) [^,;:.]{3,60}",
    rf"\b(?:by )?(?:no|not) later than (?:{_COUNT} {_UNIT}|{_NAMED})|\bat the latest by (?:{_NAMED})",
    rf"\bwithin (?:a period of )?(?:the (?:next|following) )?{_COUNT}(?: \w+)? {_UNIT}\b"
    r"(?: (?:of|from) [^,;:.]{3,60})?",
    r"\b(?:by|before|until|prior to|in time for|ahead of|as from|as of|from|at|(?:starting|beginning|"
    r"commencing) (?:in|from|on)) "
    rf"(?:{_NAMED})\b",
    r"\b(?:before|until|prior to|in time for|ahead of) (?:the|its|each|every) "
    rf"(?:[\w-]+ ){{0,4}}?{_MEETING}\b",
    rf"\b(?:at|to|during|in|in the course of) {_SITTING}\b",
    r"\bafter (?:its |the |their |prior )?(?:consideration|approval|adoption|review|examination|endorsement|"
    r"completion|consultations?|entry into force)(?: (?:by|of) [^,;:.]{3,60})?",
    rf"\b(?P<future>in|during|on) (?:the (?:year|period) )?{_DATE}\b",
)
# What was adopted, decided or held then: no deadline
_PAST = re.compile(
    r"\b(?:adopted|decided|endorsed|approved|agreed|held|established|issued|made|taken|given|launched|convened|"
    r"contained|presented|requested|signed)(?: [\w,-]+){0,5},? $"
)
# "approved annually by the Board": how often the Board acts, not whoever has the duty
_DONE = re.compile(r"(?<!\bbe)(?<!\bis)(?<!\bare) \w+(?:ed|en) $")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = re.compile(rf"\b{_MONTH}\b")

_FREQUENCY = any_of(
    r"\b(?:annually|yearly|biennially|triennially|quadrennially|quarterly|monthly|weekly|fortnightly|daily|"
    r"hourly|regularly|periodically|every|each|basis|intervals|regular|periodic)\b",
    r"\b(?:once|twice|times) (?:an?|per|in|during)\b",
    rf"^(?:an? )?{_OFTEN}\b(?! (?:session|conference|assembly))",
    r"\b(?:at|to|during|in) (?:the|its) (?:annual|regular) ",
)
_PROMPT = any_of(r"\b(?:immediately|without delay|promptly|forthwith|as soon as)\b")


class TimeKind(StrEnum):
    """What the words of a time say: how often, by a day or a year, by an event, or at once."""

    FREQUENCY = "frequency"
    DATE = "date"
    EVENT = "event"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True)
class Time:
    """When or how often, in the words of the text.

    >>> [time.kind.value for time in times("to report annually, beginning in 2031", 2030)]
    ['frequency', 'date']
    """

    words: str
    kind: TimeKind


def times(text: str, year: int) -> tuple[Time, ...]:
    """Return all words that say by when or how often, in order.

    Skips dates before `year`, the text's own, and dates of past acts ("adopted in …").
    """
    found: dict[str, Time] = {}
    for match in _DEADLINE.finditer(text):
        before = text[max(match.start() - 90, 0) : match.start()]
        is_anothers = text.startswith(" by ", match.end()) and _DONE.search(before)
        if _is_to_come(match, year) and not is_anothers and not _PAST.search(before):
            words = match.group().strip()
            found.setdefault(words.lower(), Time(words, _kind(words)))
    return tuple(found.values())


def _kind(words: str) -> TimeKind:
    if _FREQUENCY.search(words):
        return TimeKind.FREQUENCY
    if _PROMPT.search(words):
        return TimeKind.PROMPT
    return TimeKind.DATE if _YEAR.search(words) or _MONTHS.search(words) else TimeKind.EVENT


def _is_to_come(match: re.Match[str], year: int) -> bool:
    """Return True for a date to come; "in 2022" is no deadline in a text of 2022."""
    years = [int(digits) for digits in _YEAR.findall(match.group())]
    if match["future"]:
        return bool(years) and max(years) > year and min(years) >= year
    return not years or max(years) >= year
