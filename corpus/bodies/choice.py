"""Which series a number in a text belongs to: by the organ beside it, the texts that are known, its form."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from corpus.bodies.registry import Series
from corpus.bodies.templates import Fields
from corpus.keys import EditionKey, InstrumentKey


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a text: where it stands, and what it names."""

    start: int
    end: int
    series: Series
    fields: Fields
    dated: int | None = None  # the year of a date after it

    def is_beside(self, other: Name) -> bool:
        """Whether the same words name another text."""
        return (self.start, self.end) == (other.start, other.end) and self.instrument != other.instrument

    @property
    def instrument(self) -> InstrumentKey:
        """The instrument that is named."""
        return self.series.instrument(self.fields)

    @property
    def year(self) -> int | None:
        """The year of the edition that is named, None where the name does not say it."""
        return self.dated or self.series.year(self.fields)

    @property
    def target(self) -> EditionKey | InstrumentKey:
        """The edition that is named, else the instrument."""
        return EditionKey(self.instrument, self.year) if self.year else self.instrument

    @property
    def printed(self) -> str:
        """The text's usual name."""
        return self.series.print(self.fields)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and how: whose text it is, whether somebody typed it, which texts are known."""

    text: str
    own: str
    typed: bool
    known: Collection[InstrumentKey]
    also: Sequence[Series]
    is_strange: bool  # whether it is the text of a body that has no file


def choose_readings(numbers: Sequence[Name], issuers: Sequence[str], reading: Reading) -> list[Name]:
    """Return the readings of a number that fit its context; more than one only if all are known texts."""
    if issuers:
        numbers = [number for number in numbers if number.series.issuer in issuers]
    known = _longest([number for number in numbers if number.instrument in reading.known])
    if known:
        return known
    if not issuers:  # nobody is named
        of_conference = [number for number in numbers if number.series.is_of_conference(number.fields)]
        ours = [number for number in numbers if number.series.issuer == reading.own]
        rest = [number for number in numbers if number.series.default or number.series.alone]
        # of a counter and a year it is no other body's in the text of one that may number so itself
        rest = [number for number in rest if not (reading.is_strange and number.series.is_anyones)]
        numbers = [number for number in of_conference if number in ours] or of_conference or [*ours, *rest]
    left = _longest([number for number in numbers if not number.series.fallback] or numbers)
    left = [number for number in left if number.series.issuer == reading.own] or left
    if len({number.instrument for number in left}) > 1:  # "UN resolution 70/1": of one of its organs
        left = [number for number in left if number.series.default]
    return left[:1] if len({number.instrument for number in left}) == 1 else []


def is_sure(number: Name, text: str) -> bool:
    """Return True for a number that names a text also after a lower-case noun: no "recommendation 3.2"."""
    return not number.series.fallback or re.match(r"[\d./-]*[A-Z]", text) is not None


def alike_last(chosen: list[Name], numbers: Sequence[Name], last: Name) -> list[Name]:
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
            return [replace(number, series=last.series, fields={**last.fields, **number.fields})]
    return chosen


def _longest(numbers: Sequence[Name]) -> list[Name]:
    """Return the readings that go on longest, one for each instrument."""
    longest = max((number.end for number in numbers), default=0)
    found = {number.instrument: number for number in numbers if number.end == longest}
    return list(found.values())
