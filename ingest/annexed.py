"""Where units begin inside a line of an annex whose paragraphs a conversion has run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from ingest.lines import is_headline
from ingest.markers import cut_marker
from ingest.runon import heading_end, headings_inside, labels

_DASH_OR_BRACKET = re.compile(r"(?P<bracket>[()])|(?<![0-9.])(?<!\b[A-Z]) (?=[-–] [A-Z\"“])")
_MINUS = re.compile(r" (?=− \S)")
_FEWEST_DASHES = 3  # fewer part a name from its explanation: "the Harbour Office - HO"
_LETTERED = re.compile(r" (?=(?P<n>[0-9]{1,2})\.(?P<letter>[a-z]) [A-Z])")
_APPENDIX = re.compile(r"(?<=[.;]) (?=(?:Annex|Appendix|Attachment) (?:[0-9]{1,2}|[A-Z]) [-–—] [A-Z])")
# a row of a table in a row of rows: its label and three amounts or more
_AMOUNT = r"[-–]?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?%?(?= |$)"
_ROW = re.compile(rf"(?<=[\w%)]) {_AMOUNT}(?: {_AMOUNT}){{2,}} (?!{_AMOUNT})(?=\S)")


def annex_places(
    text: str, start: int, nouns: frozenset[str], *, titled: bool, sections: AbstractSet[str]
) -> Iterator[int]:
    """Give the places after `start` where a title's text, headings and labelled units begin.

    `titled` tells that an annex's title stands at the start; `nouns` are those that label units;
    `sections` are the numbers of the annex's sections.
    """
    marked = cut_marker(text[start : start + 60])
    number = marked.reading("number", "decimal")
    if titled or number:
        begin = start + (marked.offset if number else 0)
        end = heading_end(text[begin:])
        if end and is_headline(text[begin : begin + end].strip()):
            yield begin + end
    yield from (found.end() for found in _LETTERED.finditer(text, start) if found["n"] in sections)
    yield from (start + place for place in headings_inside(text[start:]))
    yield from (start + place for place in labels(text[start:], nouns))
    yield from _dashes(text, start)
    yield from (found.end() for found in _APPENDIX.finditer(text, start))
    yield from (found.end() for found in _ROW.finditer(text, start))


def _dashes(text: str, start: int) -> Iterator[int]:
    """Give the places of the items that dashes begin, outside brackets."""
    yield from (found.end() for found in _MINUS.finditer(text, start))
    depth = 0
    outside: list[int] = []
    for found in _DASH_OR_BRACKET.finditer(text, start):
        if found["bracket"]:
            depth = depth + 1 if found["bracket"] == "(" else max(0, depth - 1)  # "a)" closes nothing
        elif not depth:
            outside.append(found.end())
    if len(outside) >= _FEWEST_DASHES:
        yield from outside
