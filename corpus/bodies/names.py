"""Names of texts in running words: "decision 7/CMA.3", "Resolution 16 (Rev. Buenos Aires, 2017) of WTDC".

A name is a noun with a number after it ("resolution 70/1"), or a number that needs none ("WHA66.9"). A list
after a noun in the plural is read number by number. Whose text it is follows from the organ that is named
beside it, else from the texts that are known, else from the organ whose text is read, else from the form of
the number; where that leaves more than one series, nothing is found: a name is never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain, product

from corpus.bodies.choice import Name, Reading, alike_last, choose_readings, is_sure
from corpus.bodies.inferred import any_series
from corpus.bodies.organs import OrganName, OrganReader
from corpus.bodies.registry import NOUNS, Bodies, Series
from corpus.bodies.templates import Template
from corpus.keys import InstrumentKey

__all__ = ["Name", "NameReader", "name_reader"]

_SHORT = {"res": "resolution", "dec": "decision", "rec": "recommendation"}
_NOUN = re.compile(
    rf"\b(?P<noun>{'|'.join(NOUNS)}|(?:res|dec|rec)(?=\.|\s))(?P<plural>s?)\.?\s*(?=[\w(])",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(rf"\b(?P<noun>{'|'.join(NOUNS)})s?\s+\Z", re.IGNORECASE)
_LISTED = re.compile(r"(?:,|;|,?\s+(?:and|or)|,?\s+as well as)(?: its)?\s+(?=\d|[A-Z]|no\.)")
_DATE = re.compile(
    r",? of (?:[1-9]|[12][0-9]|3[01]) (?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) (?P<year>[1-9][0-9]{3})"
)
_ITS = re.compile(r"\b(?:its|our) \Z")
_SIGN = re.compile(r"[Nn](?:o|r|os)\.?\s*(?=[0-9])|[Nn]°\s*")  # "Resolution No. 5"
_PADDED = re.compile(r"(?<![0-9])0")  # "15/02" is how another body writes it
_SMALL = re.compile(r"[0-9]{1,2}")
_BARE = Template("{n}")


class NameReader:
    """Finds names in texts, by what is known of bodies."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        self.organs = OrganReader(bodies)
        self._by_noun: defaultdict[str, list[Series]] = defaultdict(list)
        for series in bodies.series:
            self._by_noun[series.noun].append(series)
        every = [(series, number) for series in bodies.series for number in series.numbers]
        self._alone = [row for row in every if row[0].alone]
        # a person may leave out the noun where the form tells: "75/1", "2250 (2015)", "A.1126"
        telling = [row for row in every if len(row[1].fields) > 1 or not row[1].text.startswith("{")]
        self._typed = [*self._alone, *(row for row in telling if row[0].default)]

    def names(
        self,
        text: str,
        own: str = "",
        *,
        typed: bool = False,
        known: Collection[InstrumentKey] = (),
        also: Sequence[Series] = (),
    ) -> tuple[Name, ...]:
        """Return the names in a text, in order; two overlap only where one name means two known texts.

        `own` is the issuer whose text it is, '' where that is not known. `typed`: the words are a person's,
        in any case, who may leave out the noun ("75/1"). `known` are the texts that are meant first. `also`
        are series of a body that has no file.
        """
        reading = Reading(text, own, typed, known, also, bool(own) and own not in self.bodies.organs)
        every = (*self._after_nouns(reading), *self._without_nouns(reading))
        found: list[Name] = []
        for name in sorted(every, key=lambda name: (name.start, -name.end)):
            if not found or name.start >= found[-1].end or name.is_beside(found[-1]):
                found.append(name)
        return tuple(found)

    # -- names with a noun ----------------------------------------------------------------------

    def _after_nouns(self, reading: Reading) -> Iterator[Name]:
        """Walk the names that begin with a noun, and those that go on a list after it."""
        text = reading.text
        nouns = list(_NOUN.finditer(text))
        stops = [*(match.start() for match in nouns[1:]), len(text)]
        for match, stop in zip(nouns, stops, strict=False):
            organ = self.organs.before(text, match.start(), reading.own, any_case=reading.typed)
            if organ is None:
                continue
            if reading.typed and not organ.issuers:
                organ = self.organs.of_session(text, match.start())
            row = list(self._row(reading, match, stop, organ))
            # "its resolution" in a text of a body without a file: no other body's
            before = text[: match.start()]
            if reading.is_strange and _ITS.search(before) and not self.organs.anywhere(before):
                row = [
                    (at, [name for name in names if name.series.issuer == reading.own]) for at, names in row
                ]
            if match["noun"][0].islower() and not organ.issuers:
                row = [(at, [name for name in names if is_sure(name, text[at:])]) for at, names in row]
            row = [(at, names) for at, names in row if names]
            may_be_small = reading.typed or organ.issuers or match["noun"][0].isupper()
            if row and not may_be_small and _SMALL.fullmatch(text[row[0][0] : row[0][1][0].end]):
                continue  # "its recommendation 12": a small number after a lower-case noun is no name
            yield from self._listed(reading, organ, row, _noun(match))

    def _row(
        self, reading: Reading, match: re.Match[str], stop: int, organ: OrganName
    ) -> Iterator[tuple[int, Sequence[Name]]]:
        """Walk the numbers after a noun: one, after a plural as many as are listed before the next noun.

        In a list whose texts are described ("70/1, on the 2030 Agenda, and 70/125") a bare number is none.
        """
        text, noun, at = reading.text, _noun(match), match.end()
        numbers = self._numbers(reading, at, noun, organ)
        while numbers:
            yield at, numbers
            if not match["plural"]:
                return
            end = max(number.end for number in numbers)
            dated = _DATE.match(text, end)
            end = dated.end() if dated else end
            for listed in _LISTED.finditer(text, end, stop):
                at = listed.end()
                numbers = self._numbers(reading, at, noun, organ)
                is_beside = listed.start() == end
                if numbers and (is_beside or not text[at : max(number.end for number in numbers)].isdigit()):
                    break
            else:
                return

    def _listed(
        self, reading: Reading, organ: OrganName, row: Sequence[tuple[int, Sequence[Name]]], noun: str
    ) -> Iterator[Name]:
        """Choose the series of each number of a list; the organ and the edition after the last are all's."""
        if not row:
            return
        last = max(number.end for number in row[-1][1])
        after = self.organs.after(reading.text, last, reading.own, any_case=reading.typed)
        if after is None:
            return
        if any(issuer not in self.bodies.organs for issuer in after.issuers):
            row = [(at, self._numbers(reading, at, noun, after)) for at, _ in row]
        issuers = (*organ.issuers, *after.issuers)
        chosen = [(at, choose_readings(numbers, issuers, reading)) for at, numbers in row]
        shared = next(iter(chosen[-1][1]), None)
        if shared:  # "50 and 52 (Rev. Lisbon, 2009)": also the first is of that conference
            chosen = [
                (at, alike_last(numbers, row[place][1], shared)) for place, (at, numbers) in enumerate(chosen)
            ]
        for place, (at, numbers) in enumerate(chosen):
            for number in numbers:
                fields = number.fields
                if shared and number.series is shared.series and len(fields) < len(shared.fields):
                    fields = {**shared.fields, **fields}
                start, dated = at if place else organ.start, _year(reading.text, number.end)
                yield replace(number, start=start, fields=fields, dated=dated)

    def _numbers(self, reading: Reading, at: int, noun: str, organ: OrganName) -> list[Name]:
        """Return the readings of the number that begins at a place; of each series the longest."""
        found: dict[int, Name] = {}
        sign = _SIGN.match(reading.text, at)
        starts = (at, sign.end()) if sign else (at,)
        for series in self._series_of(reading, noun, organ):
            for template, start in product(series.numbers, starts):
                read = template.read(reading.text, start, any_case=reading.typed)
                is_padded = read is not None and _PADDED.search(reading.text, start, read[0]) is not None
                if read and not (is_padded and series.default and reading.is_strange):
                    before = found.get(id(series))
                    if before is None or before.end < read[0]:
                        found[id(series)] = Name(at, read[0], series, read[1])
        return [*found.values(), *self._completed(reading, starts[-1], noun, organ)]

    def _completed(self, reading: Reading, at: int, noun: str, organ: OrganName) -> Iterator[Name]:
        """Walk the readings of a bare number whose session or year stands with the organ.

        "the 24th CGPM's resolution 5", "(CIPM, 1946, Resolution 2)".
        """
        read = _BARE.read(reading.text, at)
        if read is None:
            return
        after = self.organs.after(reading.text, read[0], reading.own, any_case=reading.typed)
        beside = organ if organ.said or after is None else after
        for series in self._series_of(reading, noun, organ):
            missing = {*series.key.fields} - {"n"}
            if series.issuer in beside.issuers and missing and missing <= beside.said.keys():
                fields = {**read[1], **{name: beside.said[name] for name in missing}}
                yield Name(at, read[0], series, fields)

    def _series_of(self, reading: Reading, noun: str, organ: OrganName) -> Iterator[Series]:
        """Walk the series that texts of a kind may have, also those of bodies without a file."""
        strange = [any_series(issuer) for issuer in organ.issuers if issuer not in self.bodies.organs]
        yield from (series for series in (*reading.also, *chain(*strange)) if series.noun == noun)
        yield from self._by_noun[noun]

    # -- numbers that stand alone ---------------------------------------------------------------

    def _without_nouns(self, reading: Reading) -> Iterator[Name]:
        if reading.typed:
            yield from self._by_templates(reading, self._loose, self._typed)
        else:
            yield from self._by_templates(reading, self._exact, self._alone)
        also = [(series, number) for series in reading.also if series.alone for number in series.numbers]
        if also:
            yield from self._by_templates(reading, re.compile(_pattern_of(also)), also)

    def _by_templates(
        self, reading: Reading, pattern: re.Pattern[str], templates: Sequence[tuple[Series, Template]]
    ) -> Iterator[Name]:
        """Walk the numbers that a pattern finds, by the first template that reads them."""
        for match in pattern.finditer(reading.text):
            for series, template in templates:
                read = template.read(reading.text, match.start(), any_case=reading.typed)
                noun = None if series.alone else _NOUN_BEFORE.search(reading.text, 0, match.start())
                if noun is not None and noun["noun"].lower() != series.noun:
                    continue  # another kind of text has the number: "Measure 15 (2009)"
                if read is None or read[0] != match.end():
                    continue
                # a number as short as "A.5" must be that of a text that is known
                is_long = series.alone or len(template.fields) > 1
                if is_long or series.instrument(read[1]) in reading.known:
                    start = match.start()
                    organ = self.organs.before(reading.text, start, reading.own, any_case=reading.typed)
                    start = organ.start if organ else start
                    yield Name(start, match.end(), series, read[1], _year(reading.text, match.end()))
                    break

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return re.compile(_pattern_of(self._alone))

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        return re.compile(_pattern_of(self._typed), re.IGNORECASE)


@lru_cache(maxsize=4)
def name_reader(bodies: Bodies) -> NameReader:
    """Return the reader of names for some bodies."""
    return NameReader(bodies)


def _pattern_of(templates: Sequence[tuple[Series, Template]]) -> str:
    shapes = sorted((template.pattern(named=False) for _, template in templates), key=len, reverse=True)
    return rf"(?<![\w/.-])(?:{'|'.join(shapes)})"


def _noun(match: re.Match[str]) -> str:
    noun = match["noun"].lower()
    return _SHORT.get(noun, noun)


def _year(text: str, at: int) -> int | None:
    """Return the year of the date that follows a name."""
    dated = _DATE.match(text, at)
    return int(dated["year"]) if dated else None
