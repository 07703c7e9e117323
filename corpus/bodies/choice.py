"""Which series a number in a text belongs to: by the organ beside it, the texts that are known, its form."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.bodies.registry import Series
from corpus.bodies.templates import Fields
from corpus.keys import InstrumentKey


@dataclass(frozen=True, slots=True)
class Number:
    """A number at a place, as one series writes it."""

    end: int
    series: Series
    fields: Fields

    @property
    def instrument(self) -> InstrumentKey:
        """The instrument that has the number."""
        return self.series.instrument(self.fields)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and how: whose text it is, whether somebody typed it, which texts are known."""

    text: str
    own: str
    typed: bool
    known: Collection[InstrumentKey]
    also: Sequence[Series]
    is_strange: bool  # whether it is the text of a body that has no file


def choice(numbers: Sequence[Number], issuers: Sequence[str], reading: Reading) -> list[Number]:
    """Return the reading of a number that the words around it leave, several only of texts that are known."""
    if issuers:
        numbers = [number for number in numbers if number.series.issuer in issuers]
    known = _longest([number for number in numbers if number.instrument in reading.known])
    if known:
        return known
    if not issuers:
        numbers = _likely(numbers, reading)
    left = _longest([number for number in numbers if not number.series.fallback] or numbers)
    left = [number for number in left if number.series.issuer == reading.own] or left
    if len({number.instrument for number in left}) > 1:  # "UN resolution 70/1": of one of its organs
        left = [number for number in left if number.series.default]
    return left[:1] if len({number.instrument for number in left}) == 1 else []


def is_sure(number: Number, text: str) -> bool:
    """Return True for a number that names a text also after a lower-case noun: no "recommendation 3.2"."""
    return not number.series.fallback or re.match(r"[\d./-]*[A-Z]", text) is not None


def alike_last(chosen: list[Number], numbers: Sequence[Number], last: Number) -> list[Number]:
    """Return the reading of a number in a list that is like the last, where its own says less or nothing.

    A bare number is of the last one's session: "Resolutions 1 and 3 of the 24th CGPM".
    """
    if chosen and not chosen[0].fields.keys() < last.fields.keys():
        return chosen
    alike = [number for number in numbers if number.series is last.series]
    if not alike and not chosen:  # "Recommendations ITU-T X.1205, X.805 and ITU-T Y.2701"
        alike = [number for number in numbers if number.series.issuer == last.series.issuer]
    if alike or not {"n", "session"} <= last.fields.keys():
        return alike or chosen
    for number in numbers:
        if number.fields.keys() == {"n"}:
            return [Number(number.end, last.series, {**last.fields, **number.fields})]
    return chosen


def _likely(numbers: Sequence[Number], reading: Reading) -> list[Number]:
    """Return the readings that are likely where no organ is named.

    A number of a counter and a year is no other body's in the text of a body that may number so itself.
    """
    there = [number for number in numbers if number.series.is_of_conference(number.fields)]
    ours = [number for number in numbers if number.series.issuer == reading.own]
    rest = [number for number in numbers if number.series.default or number.series.alone]
    rest = [number for number in rest if not (reading.is_strange and number.series.is_anyones)]
    return [number for number in there if number in ours] or there or [*ours, *rest]


def _longest(numbers: Sequence[Number]) -> list[Number]:
    """Return the readings that go on longest, one for each instrument."""
    longest = max((number.end for number in numbers), default=0)
    found = {number.instrument: number for number in numbers if number.end == longest}
    return list(found.values())
