"""Where the text of an annex begins after a heading that has run into it, and labelled units in a row.

"Strategic goals The strategic goals are …"      a sentence's first word without a stop before it
"Targets Targets show …"                         the heading's words again
"Goal 1: Piers … Goal 2: Boats …"                labels that count
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from ingest.lines import is_headline

_LONGEST = 200  # characters of a heading
# Words that have a capital only where a sentence begins.
_FIRST_WORDS = (
    "A|An|In|It|For|With|By|As|Since|While|When|Where|During|Being|Bearing"
    "|Pursuant|According|Recognizing|Considering|To|Each|All|Such|There|On|At|From|Under|Following"
    "|Among|Within|Given|However|Further|If|Any|No|Set"
)
_AUXILIARY = "is|are|was|were|will|has|have|had|shall|should|may|can|must|would|could"
_SENTENCE = re.compile(
    r"(?<=[\w)\]%\"”]) +(?=(?:The (?!Hague\b)|(?:This|These|Those|Its) "
    rf"|(?:{_FIRST_WORDS})\b,? [a-z0-9\"“(]))"
)
_SUBJECT = re.compile(rf"(?:(?<!\S)(?:[a-z][^ ]*|[0-9][^ ]*)|\)) +(?=[A-Z][\w/-]* (?:{_AUXILIARY})\b)")
_QUOTE = re.compile(r"(?<=[a-z)]) +(?=[\"“][A-Z])")
_ITEM = re.compile(r"(?<=[a-z0-9)]) +(?=(?:\(?[1a]\)|[1]\.?|[-–−•]) [A-Z\"“])")
_AGAIN = re.compile(
    r"\A(?P<heading>(?P<words>[A-Z][\w-]*(?: [\w()-]+){0,5}?)(?: \([^()]{2,12}\))?)"
    r" +(?=(?:The |A |An )?(?P=words)s?(?!\w))",
    re.IGNORECASE,
)
_FUNCTION_WORDS = frozenset(
    "a an and as at but by for from if in into nor of on or per so than that the then to under until up via"
    " when where whether which while who with including".split()
)
_INNER_STOP = re.compile(r"(?<!\b[A-Z])(?<!\bRev)(?<!\bNo)[.;!?] ")
_STOP = re.compile(r"(?:[.!?][\"'”’)\]]*|(?<=[a-z])[.!?][0-9]{1,2})(?= +[\"“(]?[A-Z])")
# "Goal 1: Piers", "Goal 1 - Piers", "Target 1.2: By 2030", "Table 3: Boats"
_LABEL = re.compile(
    r"(?<=\S) +(?=(?P<noun>[A-Z][a-z]+) (?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?::| [-–]) [A-Z\"“])"
)
# "R.1-a: More boats", "R.1-2: Charts", "R.2 Piers of stone: Build"
_CODE = re.compile(
    r"(?<=[^\s•●▪−–-]) +(?=[A-Z][.-][0-9]{1,2}(?:[.-](?:[a-z]|[0-9]{1,2}):| [A-Z][^.:]{2,90}: [A-Z]))"
)


def heading_end(text: str, *, strict: bool = False) -> int:
    """Return where the text begins after a heading at its start; 0 where no heading has run into it.

    `strict` takes only the surest signs, for a heading in the midst of a paragraph.

    >>> heading_end("Strategic goals The goals are listed hereafter.")
    16
    """
    window = text[:_LONGEST]
    signs = (_SENTENCE,) if strict else (_SENTENCE, _SUBJECT, _QUOTE, _ITEM)
    ends = [
        found.end()
        for sign in signs
        for found in sign.finditer(window)
        if _is_heading(window[: found.end()].rstrip())
    ]
    again = _AGAIN.match(window)
    if (
        again
        and _is_heading(again["heading"])
        and re.match(r"(?:The |A )?.{2,60}? [a-z]", window[again.end() :])
    ):
        ends.append(again.end())
    return min(ends, default=0)


def headings_inside(text: str) -> list[int]:
    """Return the places, after the first sentence, where headings begin and where their text does."""
    places: list[int] = []
    for stop in _STOP.finditer(text):
        begin = stop.end() + 1
        end = heading_end(text[begin : begin + _LONGEST], strict=True)
        if end:
            places += [begin, begin + end]
    return places


def label_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Return the nouns whose numbers count on in a text: they label units."""
    last: dict[str, list[tuple[int, ...]]] = {}
    for text in texts:
        for found in _LABEL.finditer(" " + text if text else ""):
            number = tuple(map(int, found["n"].split(".")))
            last.setdefault(found["noun"], []).append(number)
    return frozenset(noun for noun, found in last.items() if any(_next(a, b) for a, b in pairwise(found)))


def labels(text: str, nouns: frozenset[str]) -> list[int]:
    """Return the places where labelled units begin inside a text."""
    places = [found.end() for found in _LABEL.finditer(text) if found["noun"] in nouns]
    codes = [found.end() for found in _CODE.finditer(text)]
    return sorted({*places, *(codes if len(codes) > 1 else [])})


def _next(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Return True if a label counts on from another: 1 → 2, 1.3 → 1.4."""
    return len(first) == len(second) and first[:-1] == second[:-1] and second[-1] == first[-1] + 1


def _is_heading(words: str) -> bool:
    """Return True for a heading, False for the first words of a sentence."""
    parts = words.split()
    return (
        is_headline(words)
        and not _INNER_STOP.search(words)
        and len(parts) <= 22
        and parts[-1].lower() not in _FUNCTION_WORDS
        and not any(part in _AUXILIARY.split("|") for part in parts)
    )
