"""When and under what conditions: the words of a mandate that say by when or how often, and if."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.forms import any_of

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_COUNT = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty|sixty|"
    r"ninety|an?|each|the (?:first|next|following))"
)
_UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|biennium|quadrennium|session)s?"
_DATE = rf"(?:(?:\d{{1,2}} )?{_MONTH}(?: (?:19|20)\d\d)?|(?:19|20)\d\d(?:-(?:19|20)?\d\d)?)"
_DATE = rf"{_DATE}(?: (?:of )?(?:each|every) year)?"
_MEETING = r"(?:session|meeting|conference|assembly|congress|summit|anniversary|biennium|quadrennium|forum)"
_OFTEN = r"(?:annual|yearly|biennial|triennial|quadrennial|quarterly|monthly|periodic|regular)"
_NEXT = (
    r"(?:next|following|forthcoming|coming|ordinary|annual|regular|(?:19|20)\d\d"
    r"|[\w-]*(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|th))"
)
_SITTING = rf"(?:the |its |each |every |that )(?:[\w-]+ ){{0,2}}?{_NEXT}(?: [\w-]+){{0,4}}? {_MEETING}s?"
_NAMED = (  # "the next plenipotentiary conference", "its eighty-third session", "the end of 2030"
    rf"(?:the |its |each |every )?(?:end|close|beginning|start|middle|opening) of "
    rf"(?:(?:the )?(?:year )?{_DATE}|(?:the|its) (?:[\w-]+ ){{0,3}}?{_MEETING})"
    rf"|{_SITTING}|(?:the year )?{_DATE}"
)
_DEADLINE = any_of(
    r"\b(?:annually|yearly|biennially|triennially|quadrennially|quarterly|monthly|weekly|fortnightly|"
    r"daily|hourly)\b",
    r"\b(?:regularly|periodically|immediately|without delay|promptly|forthwith)\b",
    r"\b(?:as soon as (?:possible|practicable))\b",
    r"\b(?:on an? |at )(?:annual|yearly|biennial|quarterly|monthly|regular|periodic) (?:basis|intervals)\b",
    rf"\b(?:an?|(?<!the )(?<!its )(?<!their )(?<!on )(?={_OFTEN} \w+s\b)) ?{_OFTEN} "
    r"(?:progress |written |comprehensive |activity )?(?:report(?:s|ing)?|updates?|briefings?)\b",
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
    rf"\b(?P<future>in|during|on) (?:the (?:year|period) )?{_DATE}\b",
)
_NAME = re.compile(r"\((?:Rev\. )?[^()]*\d{4}\)|\b\d{1,3}/\d{1,4}\b")  # "(Rev. Bucharest, 2022)", "70/1"
# What was adopted, decided or held then: no deadline
_PAST = re.compile(
    r"\b(?:adopted|decided|endorsed|approved|agreed|held|established|issued|made|taken|given|launched|convened|"
    r"contained|presented|requested|signed)(?: [\w,-]+){0,5},? $"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_FIT = (
    r"(?:appropriate|necessary|possible|applicable|required|needed|relevant|practicable|feasible|"
    r"(?:so )?requested|need be)"
)
_END = r"[^,;:.]*(?:(?:\.(?=\d)|(?<=No)\.|(?<=Nos)\.)[^,;:.]*)*"
_CONDITION = any_of(
    rf"\b(?<!soon )(?:as|if|when|where|whenever|wherever)(?: and (?:as|if|when|where))? "
    rf"(?:deemed |considered )?{_FIT}\b",
    r"\b(?:subject to|provided that|on (?:the )?condition that|without prejudice to|unless|"
    r"except (?:for|where|when|in|if|that)|save (?:for|where|that|in)|in the event (?:of|that)|"
    rf"only (?:if|when|where|after|with))\b{_END}",
    r"\b(?:to the (?:fullest |greatest |maximum )?extent (?:possible|practicable|feasible)"
    r"|(?:in )?so far as (?:possible|practicable)|insofar as (?:possible|practicable)"
    r"|as far as (?:possible|practicable))\b",
    rf"\b(?:to the extent that|insofar as|in so far as|so long as|as long as)\b{_END}",
    r"\b(?:(?:up)?on (?:(?:their|its|the) )?|at (?:the|their|its) )request\b(?: of [^,;:.]+)?",
    r"\bwithin (?:(?:the|its|their|his|her|our) )?(?:[\w-]+ (?:and )?){0,4}?"
    r"(?:resources|means|limits?|budgets?|mandates?|competences?|remits?|appropriations|ceilings?|credits|"
    r"constraints|allocations?)\b(?: and (?:[\w-]+ ){0,2}?"
    r"(?:resources|means|budgets?|mandates?|competences?))?"
    rf"(?: (?:of|available|allocated|established|set|laid) {_END})?",
    rf"\b(?:if|whenever)\b{_END}",
    rf"(?:^|(?<=, )|(?<=and ))(?:where|wherever|when)\b{_END}",
)  # fmt: skip
_GOES_ON = re.compile(r" and (?:to|that|shall|[a-z]+ing)\b.*| and$", re.DOTALL)


def deadline(text: str, year: int) -> str | None:
    """Return the words that say by when or how often, as the text has them, or None.

    A year before that of the text is none.

    >>> deadline("to report to the Council by 2030 on the plan of 2022", 2026)
    'by 2030'
    """
    plain = _NAME.sub(lambda match: " " * len(match.group()), text)
    for match in _DEADLINE.finditer(plain):
        if _is_to_come(match, year) and not _PAST.search(plain[max(match.start() - 90, 0) : match.start()]):
            return text[match.start() : match.end()].strip()
    return None


def _is_to_come(match: re.Match[str], year: int) -> bool:
    """Tell a date to come from one that passed; "in 2022" is no deadline in a text of 2022."""
    years = [int(one) for one in _YEAR.findall(match.group())]
    if match["future"]:
        return bool(years) and max(years) > year
    return not years or max(years) >= year


def conditions(text: str) -> tuple[str, ...]:
    """Return the words that make what is asked conditional, in order, as the text has them.

    >>> conditions("to assist, where appropriate, within available resources")
    ('where appropriate', 'within available resources')
    """
    return tuple(dict.fromkeys(_conditions(text)))


def _conditions(text: str) -> Iterator[str]:
    """Walk the conditions of a text."""
    for match in _CONDITION.finditer(text):
        yield _GOES_ON.sub("", match.group()).strip()
