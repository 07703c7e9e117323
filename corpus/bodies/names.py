"""Names of texts in running words: "decision 7/CMA.3", "Resolution 16 (Rev. Buenos Aires, 2017) of WTDC".

A name is a noun with a number after it ("resolution 70/1"), or a number that needs none ("WHA66.9"). A list
after a noun in the plural is read number by number. Whose text it is follows from the organ that is named
beside it, else from the organ whose text is read, else from the form of the number; where that leaves more
than one series, nothing is found: a name is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.bodies.ordinals import ORDINALS
from corpus.bodies.registry import NOUNS, Bodies, Series
from corpus.bodies.templates import Fields, Template
from corpus.keys import EditionKey, InstrumentKey

_SHORT = {"res": "resolution", "dec": "decision", "rec": "recommendation"}
_LOOK_BACK = 120  # characters before a noun in which the organ is named
_NOUN = re.compile(
    rf"\b(?P<noun>{'|'.join(NOUNS)}|(?P<short>res|dec|rec)(?=\.?\s))(?P<plural>s?)\.?\s+(?=[\w(])",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:,|;|,?\s+(?:and|or)|,?\s+as well as)(?: its)?\s+(?=\d|[A-Z])")
# What may not follow a number: more of one, or an edition that could not be read, "(Rev. Rome, 0030)".
_ENDS = re.compile(r"(?![\w/]|[.-]\w| \((?:Rev\.|[^()]{1,60}, [0-9]{4}\)))")
_DATE = re.compile(
    r",? of (?:[1-9]|[12][0-9]|3[01]) (?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) (?P<year>[1-9][0-9]{3})"
)
_BODY = (  # somebody's, and not known whose
    r"(?:[A-Z][\w-]+ )*(?:Assembly|Board|Body|Commission|Committee|Conference|Congress|Council|Forum|Union)"
    r"(?: (?:on|of|for)(?: the)? [A-Z][\w-]+(?: (?:and )?[A-Z][\w-]+)*)?"
)
_UNKNOWN = re.compile(rf"\b(?:{_BODY}|[A-Z]{{3,8}})(?: \([A-Z]{{2,9}}\))?(?:’s|'s)? $")
_UNKNOWN_AFTER = re.compile(rf",? (?:of|by) the (?!(?i:this|present)\b){_BODY}\b")
_ORDINAL = rf"(?:[1-9][0-9]{{0,2}}(?:st|nd|rd|th)|(?i:{'|'.join(ORDINALS)}))"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a text: where it stands, and what it names."""

    start: int
    end: int
    series: Series
    fields: Mapping[str, int | str]
    dated: int | None = None  # the year of a date after it

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
class _Number:
    """A number at a place, as one series writes it."""

    end: int
    series: Series
    fields: Fields


class NameReader:
    """Finds names in texts, by what is known of bodies."""

    def __init__(self, bodies: Bodies) -> None:
        """Take the bodies that may be named."""
        self.bodies = bodies

    def names(self, text: str, own: str = "", *, any_case: bool = False) -> tuple[Name, ...]:
        """Return the names in a text, in order and without overlap.

        `own` is the issuer whose text it is, '' where that is not known; `any_case` is for what people type.
        """
        found: list[Name] = []
        for name in sorted(
            (*self._after_nouns(text, own, any_case), *self._alone(text, any_case)),
            key=lambda name: (name.start, -name.end),
        ):
            if not found or name.start >= found[-1].end:
                found.append(name)
        return tuple(found)

    def adopting(self, formula: str) -> tuple[str, ...]:
        """Return the issuers that a formula may mean: "The Sixty-sixth World Health Assembly,".

        A name that several organizations have ("The Assembly,") means all of theirs, unless the formula
        also names the organization.
        """
        match = self._organ_anywhere.search(formula)
        if match is None:
            return ()
        issuers = self._issuers[_plain(match["organ"])]
        rest = _plain(formula[match.end() :])
        of = [body.key for body in self.bodies.bodies if any(_plain(name) in rest for name in body.names)]
        return tuple(issuer for issuer in issuers if issuer.partition("-")[0] in of) or tuple(issuers)

    # -- names with a noun ----------------------------------------------------------------------

    def _after_nouns(self, text: str, own: str, any_case: bool) -> Iterator[Name]:
        """Walk the names that begin with a noun, and those that go on a list after it."""
        nouns = list(_NOUN.finditer(text))
        stops = [*(match.start() for match in nouns[1:]), len(text)]
        for match, stop in zip(nouns, stops, strict=False):
            noun = _SHORT.get(match["noun"].lower(), match["noun"].lower())
            before = self._named_before(text, match.start(), own)
            if before is None:
                continue
            start, named = before
            row = list(self._row(text, match, noun, stop, any_case))
            is_typed = any_case or named or match["noun"][0].isupper()
            if row and not is_typed and re.fullmatch(r"[0-9]{1,2}", text[row[0][0] : row[0][1][0].end]):
                continue  # "its recommendation 12": a small number after a lower-case noun is no name
            yield from self._listed(text, start, row, named, own)

    def _row(
        self, text: str, noun_match: re.Match[str], noun: str, stop: int, any_case: bool
    ) -> Iterator[tuple[int, Sequence[_Number]]]:
        """Walk the numbers after a noun: one, after a plural as many as are listed before the next noun.

        In a list whose texts are described ("70/1, on the 2030 Agenda, and 70/125") a bare number is none.
        """
        at = noun_match.end()
        numbers = self._numbers(text, at, noun, any_case)
        while numbers:
            yield at, numbers
            if not noun_match["plural"]:
                return
            end = max(number.end for number in numbers)
            dated = _DATE.match(text, end)
            end = dated.end() if dated else end
            listed = _LISTED.match(text, end)
            if listed and (numbers := self._numbers(text, listed.end(), noun, any_case)):
                at = listed.end()
                continue
            at, numbers = self._further(text, end, stop, noun, any_case)

    def _further(self, text: str, at: int, stop: int, noun: str, any_case: bool) -> tuple[int, list[_Number]]:
        """Return the next number of a list behind the words that describe the one before."""
        for match in _LISTED.finditer(text, at, stop):
            numbers = self._numbers(text, match.end(), noun, any_case)
            if numbers and not text[match.end() : max(number.end for number in numbers)].isdigit():
                return match.end(), numbers
        return stop, []

    def _listed(
        self,
        text: str,
        start: int,
        row: Sequence[tuple[int, Sequence[_Number]]],
        named: Sequence[str],
        own: str,
    ) -> Iterator[Name]:
        """Choose the series of each number of a list; the organ and the edition after the last are all's."""
        if not row:
            return
        last = max(number.end for number in row[-1][1])
        after = self._named_after(text, last, own)
        if after is None:
            return
        chosen = [
            (at, number)
            for at, numbers in row
            if (number := _choice(numbers, (*named, *after[1]), own)) is not None
        ]
        shared = chosen[-1][1] if chosen else None
        for place, (at, number) in enumerate(chosen):
            fields = number.fields
            if shared is not None and number.series is shared.series and len(fields) < len(shared.fields):
                fields = {**shared.fields, **fields}
            dated = _DATE.match(text, number.end)
            year = int(dated["year"]) if dated else None
            yield Name(at if place else start, number.end, number.series, fields, year)

    def _numbers(self, text: str, at: int, noun: str, any_case: bool) -> list[_Number]:
        """Return the readings of the number that begins at a place; of each series the longest."""
        found: dict[int, _Number] = {}
        for series in self._by_noun.get(noun, ()):
            for template in series.numbers:
                read = template.read(text, at, any_case=any_case)
                if read is None or not _ENDS.match(text, read[0]):
                    continue
                before = found.get(id(series))
                if before is None or before.end < read[0]:
                    found[id(series)] = _Number(read[0], series, read[1])
        return list(found.values())

    @cached_property
    def _by_noun(self) -> Mapping[str, Sequence[Series]]:
        """The series by their noun."""
        found: dict[str, list[Series]] = {}
        for series in self.bodies.series:
            found.setdefault(series.noun, []).append(series)
        return found

    # -- numbers that stand alone ---------------------------------------------------------------

    def _alone(self, text: str, any_case: bool) -> Iterator[Name]:
        """Walk the numbers that need no noun."""
        pattern = self._alone_loose if any_case else self._alone_exact
        for match in pattern.finditer(text):
            for series, template in self._templates_alone:
                read = template.read(text, match.start(), any_case=any_case)
                if read and read[0] == match.end():
                    dated = _DATE.match(text, match.end())
                    yield Name(*match.span(), series, read[1], int(dated["year"]) if dated else None)
                    break

    @cached_property
    def _templates_alone(self) -> Sequence[tuple[Series, Template]]:
        """The ways of writing numbers that need no noun, with their series."""
        return [
            (series, number) for series in self.bodies.series if series.alone for number in series.numbers
        ]

    @cached_property
    def _alone_pattern(self) -> str:
        shapes = sorted((template.shape for _, template in self._templates_alone), key=len, reverse=True)
        return rf"(?<![\w/.-])(?:{'|'.join(shapes)}){_ENDS.pattern}"

    @cached_property
    def _alone_exact(self) -> re.Pattern[str]:
        return re.compile(self._alone_pattern)

    @cached_property
    def _alone_loose(self) -> re.Pattern[str]:
        return re.compile(self._alone_pattern, re.IGNORECASE)

    # -- organs ---------------------------------------------------------------------------------

    def _named_before(self, text: str, at: int, own: str) -> tuple[int, Sequence[str]] | None:
        """Return where a name begins whose noun begins at a place, and the organs named before the noun.

        None where it is somebody's who is not known.
        """
        before = text[max(at - _LOOK_BACK, 0) : at]
        match = self._organ_before.search(before)
        if match and (issuers := self._meant(match["organ"], own)):
            return at - len(before) + match.start(), issuers
        return None if _UNKNOWN.search(before) else (at, ())

    def _named_after(self, text: str, at: int, own: str) -> tuple[int, Sequence[str]] | None:
        """Return where a name ends, and the organs named after its number; None as `_named_before`."""
        match = self._organ_after.match(text, at)
        if match and (issuers := self._meant(match["organ"], own)):
            return match.end(), issuers
        return None if _UNKNOWN_AFTER.match(text, at) else (at, ())

    def _meant(self, name: str, own: str) -> Sequence[str]:
        """Return the issuers that a name means, in the organization whose text it is where it has one so."""
        issuers = self._issuers.get(_plain(name), ())
        within = [issuer for issuer in issuers if issuer.partition("-")[0] == own.partition("-")[0]]
        return within or issuers

    @cached_property
    def _issuers(self) -> Mapping[str, Sequence[str]]:
        """The issuers by the names of their organs; the name of a body means all of its organs."""
        found: dict[str, list[str]] = {}
        for body in self.bodies.bodies:
            for name in body.names:
                found.setdefault(_plain(name), []).extend(organ.issuer for organ in body.organs)
            for organ in body.organs:
                for name in organ.names:
                    found.setdefault(_plain(name), []).append(organ.issuer)
        return found

    @cached_property
    def _organ_names(self) -> str:
        """The names of organs and of bodies as a pattern."""
        bodies = (name for body in self.bodies.bodies for name in body.names)
        organs = (name for organ in self.bodies.organs.values() for name in organ.names)
        return _any_of({*bodies, *organs})

    @cached_property
    def _organ_anywhere(self) -> re.Pattern[str]:
        organs = {name for organ in self.bodies.organs.values() for name in organ.names}
        return re.compile(rf"\b(?P<organ>{_any_of(organs)})\b", re.IGNORECASE)

    @cached_property
    def _organ_before(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:\b|(?P<open>\())(?P<organ>{self._organ_names})(?(open)\)|(?: \([\w ]{{2,12}}\))?)(?:’s|'s)?\s*$"
        )

    @cached_property
    def _organ_after(self) -> re.Pattern[str]:
        verb = r"(?:,? (?:of|by)|,? (?:as )?adopted (?:unanimously )?by|,? adopted at)"
        return re.compile(rf"{verb} (?:the )?(?:{_ORDINAL} )?(?P<organ>{self._organ_names})\b")


@lru_cache(maxsize=4)
def name_reader(bodies: Bodies) -> NameReader:
    """Return the reader of names for some bodies."""
    return NameReader(bodies)


def _choice(numbers: Sequence[_Number], named: Sequence[str], own: str) -> _Number | None:
    """Return the reading of a number that the words around it leave, None where they leave more than one."""
    if named:
        numbers = [number for number in numbers if number.series.issuer in named]
    else:
        there = [number for number in numbers if number.series.is_of_conference(number.fields)]
        ours = [number for number in numbers if number.series.issuer == own]
        rest = [number for number in numbers if number.series.default or number.series.alone]
        numbers = [number for number in there if number in ours] or there or [*ours, *rest]
    longest = max((number.end for number in numbers), default=0)
    left = [number for number in numbers if number.end == longest]
    left = [number for number in left if number.series.issuer == own] or left
    targets = {number.series.instrument(number.fields) for number in left}
    return left[0] if len(targets) == 1 else None


def _any_of(names: Set[str]) -> str:
    """Return a pattern of names, the longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)


def _plain(name: str) -> str:
    """Return a name as names are compared."""
    return " ".join(name.split()).casefold()
