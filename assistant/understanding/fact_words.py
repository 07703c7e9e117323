"""The words of a clause that answer a question for a number, a date, a length of time, a sum or a share.

A grammar of how texts write them, and nothing else: where a clause has two, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.facts import DateKind, FactAsked
from assistant.understanding.forms import COUNTED, Fact
from index.tokens import words

Span = tuple[int, int]

_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)
_IN_DIGITS = r"(?:\d{1,3}(?:[,   ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[  ](?:thousand|million|billion))?"
_NUMBER = rf"(?:{_IN_DIGITS}|(?:{_ONES})(?:(?:-| and | )(?:{_ONES}))*)"
_NUMBERS_SAID = rf"{_NUMBER}(?:(?: to | or |[-–]){_NUMBER})?"
_MONTH = (  # "may" is no month
    "(?-i:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?|\w+ day)"
_DATE = (
    rf"(?:(?:{_DAY}(?: (?:to|and|-|–) |[-–]))?{_DAY}(?: day)?(?: of)? {_MONTH}(?:,? {_YEAR})?"
    rf"|{_MONTH} {_DAY}(?:,? {_YEAR})?|{_MONTH},?(?: of)? {_YEAR}"
    rf"|{_YEAR}(?:-\d\d-\d\d|[-–/](?:{_YEAR}|\d\d))?)"
)
_UNIT = (
    "(?:calendar |working |business |consecutive |full |clear )?(?:minute|hour|day|week|month|year|decade)s?"
)
_PERIOD = rf"(?:{_NUMBER}|an?)(?: \({_NUMBER}\))?[- ]{_UNIT}"
_BOUND = "(?:not?|nor) (?:less|more|fewer|sooner|earlier|later) than"
_DUE = (
    rf"(?:{_BOUND}|at least|within|before|by|from|until|up to|as of|on|"
    "in|since|after)(?:(?: the)? (?:end|beginning|close)(?: of)?)?"
)
_EVENT = "(?:of|after|before|from|following|prior to|in advance of)"
_ORDINAL = "(?:other|second|third|fourth|fifth)"
_TIMES = (
    rf"(?:at least )?(?:(?:once|twice|{_NUMBER} times) (?:an?|per|(?:in )?(?:each|every))"
    rf" (?:{_NUMBER} )?{_UNIT}"
    rf"|(?:each|every) (?:{_ORDINAL} |{_NUMBER} )?{_UNIT}"
    r"|(?:bi|tri|quadr)ennially|(?:semi-|bi)?annually|(?:bi-?)?monthly|(?:bi-?)?weekly|quarterly|yearly|daily"
    r"|on an? (?:annual|biennial|quadrennial|monthly|quarterly|yearly) basis)"
)
_CURRENCY = r"(?:CHF|USD|US\$|EUR|SDR|GBP|\$|€|£)"
_CURRENCY_SAID = "(?:(?:Swiss |French )?francs?|(?:United States |US )?dollars?|euros?|pounds?)"
_MAJORITY = (
    "(?:(?:an?|the) )?(?:(?:two|three)[- ](?:thirds|quarters|fourths|fifths)"
    "|one[- ](?:third|half|quarter|fifth))(?: majority)?"
    "|(?:(?:an?|the) )?(?:(?:simple|absolute) )?majority|half"
)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.:/])(?:{pattern})(?![\w/])", re.IGNORECASE)


_DATES = _words(rf"{_DUE} {_PERIOD}(?: {_EVENT} [^,.;:()]+)?|(?:{_DUE} )?(?:the )?{_DATE}")
_YEARS = _words(_YEAR)
_MONTHS = _words(rf"(?:{_DUE} )?{_DATE}")
_PERIODS = _words(
    rf"(?<!once )(?<!twice )(?<!times )(?:(?:for|within|at (?:least|most)|up to|{_BOUND}) )*{_PERIOD}"
)
_OFTEN = _words(_TIMES)
_SUMS = _words(rf"{_CURRENCY}\s?{_NUMBER}|{_NUMBER}\s?(?:{_CURRENCY}|{_CURRENCY_SAID})")
_SHARES = _words(rf"{_NUMBER}(?:\s?%| ?per ?cent)|{_MAJORITY}")
_NUMBERS = _words(_NUMBER)
_COUNTS = _words(_NUMBERS_SAID)
_WORD = re.compile(r"[- ]([A-Za-z’'-]+)")
_COUNTED_WITHIN = 4  # words behind a number
_NAMES = re.compile(  # of texts and of parts of them: their numbers are no answer
    r"(?:Resolutions?|Decisions?|Annex(?:es)?|Articles?|Nos?\.|Recommendations?|[Pp]aragraphs?|[Ss]ections?|Appendix|"
    r"Rules?|Goals?|Targets?|[Dd]ocument)\s+[\w./-]+(?:\s*\([^()]*\))?|\([^()]*\d{4}\)|\b[A-Z]+[-/]\d[\w/-]*|\b\d+/\d+\b"
)
_YES_OR_NO = re.compile(
    r"\s*(?:is|are|was|were|can|may|must|shall|should|will|would|do|does|did|has|have|why)\b", re.IGNORECASE
)
_DIFFERENCE = re.compile(r"\bby how (?:much|many)\b", re.IGNORECASE)
_HOW_LONG = re.compile(r"\bhow long\b", re.IGNORECASE)
_QUESTION_WORD = re.compile(r"\b(?:what|which|how|when|who|whom|where|why)\b", re.IGNORECASE)
_WHICH_YEAR = re.compile(r"\b(?:what|which) years?\b", re.IGNORECASE)


def fact_words(question: str, fact: FactAsked, text: str) -> Span | None:
    """Return where a clause has the words that a question asks for; None unless it has them exactly once.

    What the question says itself is no answer to it. A question for several things gets none.

    >>> from assistant.understanding.facts import fact_asked
    >>> question, text = "How often does the Board meet?", "The Board shall meet every two years."
    >>> text[slice(*fact_words(question, fact_asked(question, ()), text))]
    'every two years'
    """
    if _YES_OR_NO.match(question) or _DIFFERENCE.search(question):
        return None
    if len(_QUESTION_WORD.findall(question)) > 1:  # the words would answer a part of it
        return None
    if fact.kind == Fact.SHARE and _SHARES.search(question):  # "what if three per cent is not feasible?"
        return None
    bare = _NAMES.sub(lambda name: "_" * len(name[0]), text)
    found = [span for span in _spans(question, fact, bare) if not _is_said(text[slice(*span)], question)]
    return found[0] if len({text[slice(*span)].lower() for span in found}) == 1 else None


def _spans(question: str, fact: FactAsked, text: str) -> Iterator[Span]:
    """Walk where a text has a fact of the kind asked for."""
    if fact.kind == Fact.NUMBER:
        counted = COUNTED.search(question)
        yield from _counted(words(counted[1]), text) if counted else ()
        return
    pattern = {Fact.MONEY: _SUMS, Fact.SHARE: _SHARES, Fact.DATE: _DATES}.get(fact.kind)
    if fact.kind == Fact.DATE and fact.when == DateKind.OFTEN:
        pattern = _PERIODS if _HOW_LONG.search(question) else _OFTEN
    elif fact.kind == Fact.DATE and _WHICH_YEAR.search(question):
        pattern = _YEARS
    elif fact.kind == Fact.DATE and fact.when == DateKind.MONTH:
        pattern = _MONTHS
    for match in pattern.finditer(text) if pattern else ():
        yield match.span()


def _counted(stems: Sequence[str], text: str) -> Iterator[Span]:
    """Walk numbers with what they count: "four Vice-Chairmen"."""
    for number in _COUNTS.finditer(text):
        end, missing = number.end(), set(stems)
        for _ in range(_COUNTED_WITHIN):
            word = _WORD.match(text, end)
            if word is None or not missing:
                break
            end, missing = word.end(), missing - set(words(word[1]))
        if stems and not missing:
            yield number.start(), end


def _is_said(found: str, question: str) -> bool:
    """Return True if a question has all numbers, or all words, of what was found."""
    numbers = _NUMBERS.findall(found) or words(found)
    return all(re.search(rf"(?<!\w){re.escape(number)}(?!\w)", question, re.IGNORECASE) for number in numbers)
