"""The number of a text by the lines of its head, and whether it is the text's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.bodies.registry import NOUNS
from ingest.first_page import organ_in
from ingest.identity import (
    Number,
    code_of,
    has_letters,
    is_code,
    issuers_of,
    number_line,
    number_of,
    subject,
    year_in_number,
)
from ingest.masthead import At, Masthead
from ingest.proposal import PROPERTIES
from ingest.source import Metadata

_LONGEST = 200  # characters of a line that may begin another text
# a symbol behind a heading: "(95/553/EG)", "(LAMP/2019/3)"
_BRACKETED = re.compile(r"\((?P<symbol>(?=[^)]*[0-9])(?=[^)]*[A-Z]{2})[0-9A-Z]+(?:/[0-9A-Z]+){1,3})\)$")


def own_number(head: Masthead, metadata: Metadata, called: str) -> tuple[Number, At] | None:
    """Return the number of a text and its line: one with a noun before a symbol alone; else a property.

    `called` is the name of its file, or the number at which that was cut.
    """
    return next(_numbers(head, metadata, called), None)


def _numbers(head: Masthead, metadata: Metadata, called: str) -> Iterator[tuple[Number, At]]:
    """Walk what may be the number of a text, the surest first."""
    read = (
        (number_of(one.text) and (number_of(one.block) or number_of(one.text)), one) for one in head.opening
    )
    numbered = [(number, one) for number, one in read if number]
    yield from sorted(numbered, key=lambda row: row[0].rank)
    issuers = next(filter(None, (issuers_of(one.text) for one in (*head.formulas, *head.opening))), ())
    if line := number_line(tuple(one.text for one in head.opening), issuers):
        one, name = head.opening[line.at], line.name
        title = subject(one.text[line.title :]) if line.title else ""
        yield Number(name.series.noun, one.text[: line.end], name.printed, title, year=name.year), one
    for one in head.opening:
        code = code_of(one.text)
        if code is not None and code[0] == called:
            yield Number("", code[0], code[0], subject(code[1]), year=year_in_number(code[0])), one
    for one in (one for one in head.opening if one.level):
        match = _BRACKETED.search(one.text)
        symbol = match["symbol"] if match else one.text if is_code(one.text) else ""
        if symbol:
            yield Number("", symbol, symbol, organ=organ_in(one.text)), one
    for text in (metadata.number, metadata.title):
        if number := number_of(text):
            yield number, At(text, PROPERTIES)


def is_own(number: Number, head: Masthead) -> bool:
    """Return True for a number that is the text's, not that of the paper that has it: "Document No. 12".

    A noun that no list has is what the text calls itself.
    """
    if number.noun in ("", *NOUNS) or has_letters(number.number):
        return True
    noun = re.compile(rf"\b{number.noun}\b", re.IGNORECASE)
    return any(noun.search(one.text) for one in head.body)


def has_further(own: Number | None, head: Masthead) -> bool:
    """Return True if another text's number stands in the head, or one of its kind begins a line below."""
    lines = (*head.opening, *head.body[1:])
    read = [(one, number) for one in lines if len(one.text) < _LONGEST and (number := number_of(one.text))]
    if own is None:
        return len(read) > 1
    kinds = [own.noun, *NOUNS]
    numbers = [one.number for at, one in read if one.noun in (kinds if at in head.opening else kinds[:1])]
    codes = [one.text for one in lines if not own.noun and is_code(one.text)]
    return any(number != own.number for number in (*codes, *numbers))
