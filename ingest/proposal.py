"""Which edition a text is, where its grammar does not know: what its first page says, field by field.

What is read of number, organ and year is certain if the text itself says all three and they name one
instrument. Everything else is proposed: a person judges it by the places that it was read at.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from corpus.bodies import shipped_bodies
from corpus.bodies.names import Name, name_reader
from corpus.bodies.ordinals import ordinal, roman_number
from corpus.bodies.registry import NOUNS, Body, Series
from corpus.catalogue import catalogue
from corpus.instruments import Edition, EditionStatus
from corpus.keys import EditionKey, InstrumentKey
from ingest.first_page import (
    SMALL_WORDS,
    Number,
    Organ,
    date_in,
    formula_organ,
    head_organ,
    is_adoption,
    is_dated,
    is_generic,
    labelled,
    names_organ,
    number_of,
    organ_in,
    session_in,
)
from ingest.grammar import Identity
from ingest.identity import bare
from ingest.lines import Line, ending, is_headline
from ingest.source import Source
from ingest.treaty.opening import opens

_MEETING = re.compile(r"\b(?:meeting|session|plenary)\b", re.IGNORECASE)
YEAR = "YEAR"
"""What stands in a proposed key for a year that was not found."""
_OPENING, _CLOSING = 40, 8  # lines in which an opening and the closing words stand
_CITING = 120  # lines in which citations show whose text it is
_KINDS = ("number", "title", "body", "date")
_DRAFT = re.compile(r"\W*draft\b", re.IGNORECASE)
_SHORT_NAME = 90  # characters that a name has at most
_SLUG = 60  # characters that a part of a key has at most
_NO_ISSUER = "other"  # of a text that does not say who adopted it
PROPERTIES, FILE_NAME = "the file's properties", "the file's name"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a field of an identity was read from: the field, its value, the place, the words there.

    The fields are "number", "body", "title" and "date"; `place` is "line 3", or one of PROPERTIES and
    FILE_NAME.
    """

    field: str
    value: str
    place: str
    words: str = ""

    def __str__(self) -> str:
        """Say it in one line: "date 2019-06-14: line 12, “Adopted at Oslo on 14 June 2019”"."""
        words = f", “{self.words}”" if self.words and self.words != self.value else ""
        return f"{self.field} {self.value}: {self.place}{words}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which edition a text may be: `year` is 0 where nothing says it, `adopted` a day or a year.

    `is_certain`: the text itself says number, organ and year, so that nobody need be asked. `is_draft`: its
    number or title calls it a draft.
    """

    issuer: str
    work: str
    year: int
    name: str
    title: str
    adopted: str
    evidence: tuple[Evidence, ...]
    is_certain: bool = False

    is_draft: bool = False

    @property
    def key(self) -> EditionKey | None:
        """The key of the edition, None where the year is not known."""
        return EditionKey(InstrumentKey(self.issuer, self.work), self.year) if self.year else None

    @property
    def key_text(self) -> str:
        """The key as a person edits it, with YEAR for a year that is not known."""
        return f"{self.issuer}/{self.work}/{self.year or YEAR}"

    def name_for(self, key: EditionKey, read: str) -> str:
        """Return what a text is called whose key a person gave: by its number, by the key, as it was read."""
        if any(one.field == "number" and one.place != FILE_NAME for one in self.evidence):
            return self.name
        return _name_of_key(key) or read

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as plain values; `read_proposal` is the inverse."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "evidence"}
        return {**plain, "evidence": [[one.field, one.value, one.place, one.words] for one in self.evidence]}


def read_proposal(document: Mapping[str, Any]) -> Proposal:
    """Read what `as_json` wrote. Raises KeyError, TypeError or ValueError when it is damaged."""
    rows = tuple(Evidence(*row) for row in document["evidence"])
    found = Proposal(**{**document, "evidence": rows})
    InstrumentKey(found.issuer, found.work)
    return found


def propose(source: Source, identity: Identity, called: str) -> Proposal:
    """Return which edition a text may be. `called` is the name of its file, without the ending."""
    return _FirstPage(source, called).proposal(identity)


def is_contradicted(source: Source) -> bool:
    """Return True if the formula names an organ that no known body has: a number alike says nothing then."""
    return _FirstPage(source, "").has_own_organ


def proposal_of(edition: Edition, *, year: int = 0, is_draft: bool = False) -> Proposal:
    """Return what an edition says of itself as a proposal, maybe with another year."""
    lines = {one.eid: one for one in edition.provisions if one.eid.startswith("pref")}
    rows = []
    for kind, eid, value in (
        ("number", "preface__docnumber", edition.name),
        ("title", "preface__title", edition.title),
    ):
        at = lines.get(eid)
        rows += [Evidence(kind, value, f"line {at.line}", at.text[:160])] if at and value else []
    key = edition.key
    return Proposal(
        key.instrument.issuer,
        key.instrument.work,
        year or key.year,
        edition.name,
        edition.title,
        "" if year else edition.adopted,
        tuple(rows),
        is_draft=is_draft or edition.status is EditionStatus.DRAFT,
    )


@dataclass(frozen=True)
class _At:
    """A line of the text: its words, the words of its place."""

    text: str
    place: str
    line: Line


@dataclass
class _FirstPage:
    """The first page of a text, from which each field is read with its place."""

    source: Source
    called: str
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Cut the opening off at the formula, or before the first paragraph that ends like one."""
        lines = [_At(bare(one.text), f"line {one.number}", one) for one in self.source.lines]
        lines = [one for one in lines[_header_length(lines) :] if one.text]
        self.formula = next((at for at, one in enumerate(lines[:_OPENING]) if formula_organ(one.text)), -1)
        end = self.formula if self.formula >= 0 else _prose_at(lines)
        self.opening = lines[:end]
        self._end = lines[end].line.number if end < len(lines) else 0
        self.formulas = lines[end : end + 1]
        self.closing = lines[max(end, len(lines) - _CLOSING) :]

    def proposal(self, identity: Identity) -> Proposal:
        """Read every field, and make key and name of them."""
        number = self._number()
        organ = self._organ(number)
        known = self._known_name(organ, number)
        adopted, year = self._date(number, known)
        title = self._title(identity, number)
        issuers = self._issuers(organ)
        session = next(filter(None, (session_in(one.text) for one in self.opening)), None)
        parts = _Parts(number, organ, year, title or self.called, issuers, session)
        listed = _listed(identity.name) if number is None else None
        if listed is not None:
            issuer, work, year, name = (
                listed.instrument.issuer,
                listed.instrument.work,
                listed.year,
                identity.name,
            )
            adopted = str(year)
            self._note("date", adopted, "the edition in force")
        elif known is not None:
            issuer, work = known.instrument.issuer, known.instrument.work
            name = _printed(known.series, {**({"year": year} if year else {}), **known.fields})
        else:
            issuer, work, name = parts.issuer, parts.work, parts.name
        is_draft = (number is not None and number.is_draft) or _DRAFT.match(title) is not None
        evidence = tuple(self.evidence[kind] for kind in _KINDS if kind in self.evidence)
        is_certain = self._is_certain(parts, known) and not _is_of_two_bodies(identity, number)
        return Proposal(issuer, work, year, name, title, adopted, evidence, is_certain, is_draft)

    def _is_certain(self, parts: _Parts, known: Name | None) -> bool:
        """Return True if the text itself says number, organ and year, and all name one instrument."""
        read = {kind: one.place.startswith("line") for kind, one in self.evidence.items()}
        is_named = known is not None or parts.is_proper
        is_alone = not self._further_numbers(parts.number)
        return is_named and is_alone and all(read.get(kind) for kind in ("number", "body", "date"))

    def _further_numbers(self, own: Number | None) -> tuple[str, ...]:
        """Return the numbers of other texts that seem to begin below: a file may hold several."""
        lines = (bare(one.text) for one in self.source.lines if one.number > self._end)
        found = (number for text in lines if len(text) < 200 and (number := number_of(text)))
        return tuple(one.printed for one in found if own is not None and one.number != own.number)

    def _issuers(self, organ: Organ | None) -> tuple[str, ...]:
        """Return the issuers that an organ's name means; of several the one whose texts this one cites."""
        issuers = _issuers(organ)
        if len(issuers) < 2 or organ is None:
            return issuers
        reader = name_reader(shipped_bodies())
        cited = Counter(
            name.series.issuer
            for line in self.source.lines[:_CITING]
            for name in reader.names(line.text)
            if name.series.issuer in issuers
        )
        if len(cited) != 1:
            return issuers
        (issuer,) = cited
        self._note("body", reader.bodies.organs[issuer].name, "the texts that it cites")
        return (issuer,)

    def _note(self, kind: str, value: str, place: str, words: str = "") -> None:
        """Note where a field was read."""
        self.evidence[kind] = Evidence(kind, value, place, words[:160])

    @property
    def has_own_organ(self) -> bool:
        """Whether the formula names an organ that is not known and no piece of a name that many have."""
        formula = next((one.text for one in self.formulas), "")
        organ = formula_organ(formula)
        if organ is None or _is_generic(organ.name):
            return False
        return not name_reader(shipped_bodies()).organs.adopting(formula)

    # -- the number -------------------------------------------------------------------------------

    def _number(self) -> Number | None:
        """Return the number by its line: one with a noun before a symbol alone; else by the properties."""
        found = [(one, number) for one in self.opening if (number := number_of(one.text))]
        found.sort(key=lambda row: row[1].printed == row[1].number)
        for one, number in found:
            self._note("number", number.printed, one.place, one.text)
            return number
        for text in (self.source.metadata.number, self.source.metadata.title):
            if number := number_of(text):
                self._note("number", number.printed, PROPERTIES, text)
                return number
        return None

    # -- who adopts -------------------------------------------------------------------------------

    def _organ(self, number: Number | None) -> Organ | None:
        """Return who adopts: by the formula, the number's line, a sentence of adoption, the masthead."""
        for one, organ in self._organs(number):
            self._note("body", organ.name, one.place, one.text)
            return self._whole(organ)
        author = self.source.metadata.author
        if author and names_organ(author):
            self._note("body", author, PROPERTIES)
            return Organ(author)
        return None

    def _organs(self, number: Number | None) -> Iterator[tuple[_At, Organ]]:
        """Walk the organs that the first page names, the surest first."""
        yield from ((one, organ) for one in self.formulas if (organ := formula_organ(one.text)))
        if number is not None and number.organ is not None:
            at = next(one for one in self.opening if number_of(one.text) == number)
            yield at, number.organ
        stated = [one for one in (*self.opening, *self.closing) if is_adoption(one.text)]
        yield from ((one, organ) for one in stated if (organ := organ_in(one.text)))
        organs = name_reader(shipped_bodies()).organs
        for one in self.opening:
            if names_organ(one.text):
                yield one, Organ(head_organ(one.text))
            elif organs.called(labelled(one.text)):
                yield one, Organ(labelled(one.text))
            elif _MEETING.search(one.text) and is_headline(one.text) and (held := organs.anywhere(one.text)):
                yield one, Organ(held)

    def _whole(self, organ: Organ) -> Organ:
        """Return an organ with the organization that a masthead names: "The Assembly," alone says little."""
        if not _is_generic(organ.name):
            return organ
        heads = [head_organ(one.text) for one in self.opening if names_organ(one.text)]
        stated = (organ_in(one.text) for one in self.opening if is_adoption(one.text))
        heads += [one.name for one in stated if one]
        words = organ.name.casefold()
        for head in heads:
            if words in head.casefold() and not _is_generic(head):
                return replace(organ, name=head)
        other = next((head for head in heads if not _is_generic(head)), "")
        return replace(organ, name=f"{organ.name} of the {other}") if other else organ

    # -- a body that is known ---------------------------------------------------------------------

    def _known_name(self, organ: Organ | None, number: Number | None) -> Name | None:
        """Return the text's name as a body that is known writes it, None where nothing has one."""
        reader = name_reader(shipped_bodies())
        issuers = _issuers(organ)
        for one in self.opening if issuers or organ is None else ():
            plain = _name_at_start(one.text, issuers) if issuers else self._by_form(one.text)
            if plain is not None:
                self._note("number", plain.printed, one.place, one.text)
                return plain
        found = _name_of_file(self.called, issuers)
        if found is not None and number is None:
            self._note("number", found.printed, FILE_NAME, self.called)
            if organ is None:
                self._note("body", reader.bodies.organs[found.series.issuer].name, FILE_NAME, self.called)
            return found
        return None

    def _by_form(self, text: str) -> Name | None:
        """Return the name with which a line begins by its form: of the one body that the text names."""
        found = {name.series.issuer: name for name in _of_any_body(text)}
        if not found:
            return None
        words = " ".join(line.text for line in self.source.lines).casefold()
        bodies = {body.key: body for body in shipped_bodies().bodies}
        named = [
            issuer
            for issuer in found
            if any(re.search(rf"\b{re.escape(name.casefold())}\b", words) for name in _names(bodies, issuer))
        ]
        if len(named) != 1:
            return None
        organ = name_reader(shipped_bodies()).bodies.organs[named[0]]
        self._note("body", organ.name, "the organizations that it names")
        return found[named[0]]

    # -- the day ----------------------------------------------------------------------------------

    def _date(self, number: Number | None, known: Name | None) -> tuple[str, int]:
        """Return the day of adoption, or its year, and the year."""
        stated = (number.year if number else None) or (known.year if known else None)
        found = next(self._dates(str(stated or "")), ("", "", ""))
        if found[0]:
            self._note("date", *found)
            return found[0], int(found[0][:4])
        if stated:
            at = self.evidence.get("number")
            self._note("date", str(stated), at.place if at else FILE_NAME, at.words if at else "")
            day = date_in(self.source.metadata.date)
            return day if day.startswith(str(stated)) else str(stated), int(stated)
        for text, place in ((self.source.metadata.date, PROPERTIES), (self.called, FILE_NAME)):
            if date := date_in(text):
                self._note("date", date, place, text)
                return date, int(date[:4])
        return "", 0

    def _dates(self, stated: str) -> Iterator[tuple[str, str, str]]:
        """Walk the dates that the text says it was adopted on, each with its place and words.

        `stated` is the year that its number says: no other counts.
        """
        sentences = [one for one in self.opening if is_adoption(one.text)]
        sentences += [one for one in self.closing if is_adoption(one.text[:12])]
        short = [one for one in self.opening if len(one.text) <= 160]
        closing = [one for one in self.closing if is_dated(one.text)]
        for one in (*sentences, *short, *self.formulas, *closing):
            if number_of(one.text) is None and (date := date_in(one.text)) and date.startswith(stated):
                yield date, one.place, one.text

    # -- the title --------------------------------------------------------------------------------

    def _title(self, identity: Identity, number: Number | None) -> str:
        """Return the title: as the grammar read it, in the number's line, below it, in the properties."""
        if identity.title and identity.title[:1].isupper() and not ending(identity.title):
            self._note("title", identity.title, self._place_of(identity.title))
            return identity.title
        if number is not None and number.title:
            at = self.evidence["number"]
            self._note("title", number.title, at.place, at.words)
            return number.title
        below = self.opening
        if number is not None and self.evidence["number"].place.startswith("line"):
            places = [one.place for one in self.opening]
            below = self.opening[places.index(self.evidence["number"].place) + 1 :]
        stated = self.source.metadata.title
        if number is None and stated and not self.source.whole:  # a header that somebody wrote for the text
            self._note("title", stated, PROPERTIES)
            return stated
        for one in (*below, *self.opening):
            if self._is_title(one):
                self._note("title", one.text, one.place)
                return one.text
        if stated:
            self._note("title", stated, PROPERTIES)
        return stated

    def _is_title(self, one: _At) -> bool:
        """Return True for a headline that is no number, organ, session, date or sentence of adoption."""
        text = one.text
        is_other = number_of(text) or session_in(text) or is_adoption(text) or names_organ(text)
        is_other = is_other or opens(one.line)
        is_dated = bool(date_in(text)) and len(text) < 60
        is_words = is_headline(text) and text[:1].isupper() and " " in text
        return is_words and not (is_other or (is_dated and not one.line.heading))

    def _place_of(self, words: str) -> str:
        """Return the place of the line that begins with some words."""
        start = words[:30].casefold()
        found = (one.place for one in self.opening if start in one.text.casefold())
        return next(found, "the opening")


@dataclass(frozen=True)
class _Parts:
    """What key and name of a text are made of; `title` is the file's name where there is none."""

    number: Number | None
    organ: Organ | None
    year: int
    title: str
    issuers: Sequence[str]
    session: int | None  # that the masthead names

    @property
    def is_proper(self) -> bool:
        """Whether the organ is one and no other: a body that is known, or a name of its own."""
        return len(self.issuers) == 1 or (self.organ is not None and not _is_generic(self.organ.name))

    @property
    def issuer(self) -> str:
        """The issuer: of a body that is known, else made of the organ's name."""
        if len(self.issuers) == 1:
            return self.issuers[0]
        return (_issuer_of(self.organ.name) if self.organ else "") or _NO_ISSUER

    @property
    def work(self) -> str:
        """The kind and number; one that begins anew in each session or year has session or year in it."""
        if self.number is None:
            return _slug(self.title) or "text"
        short, slug = NOUNS[self.number.noun], _slug(self.number.number, small=True)
        if not slug.isdigit():
            return slug if slug.startswith(f"{short}-") else f"{short}-{slug}"
        if self._session:
            return f"{short}-{self._session}-{slug}"
        is_continued = self.number.place or not self.year
        return f"{short}-{slug}" if is_continued else f"{short}-{self.year}-{slug}"

    @property
    def _session(self) -> int | None:
        """The session in which the text was adopted."""
        own = self.number.session if self.number else None
        return own or (self.organ.session if self.organ else None) or self.session

    @property
    def name(self) -> str:
        """What people call the text: "Resolution 12 of the Lighthouse Assembly (2019)"."""
        year = f" ({self.year})" if self.year else ""
        if self.number is None:
            return self._unnumbered(year)
        number = self.number
        if number.place:
            return f"{number.printed} ({number.place}, {self.year})"
        if number.printed == number.number or _has_letters(number.number):
            return number.printed
        year = "" if str(self.year) in number.number else year
        for organ in (self._organ_called, self.organ.short if self.organ else "", ""):
            article = "" if _has_letters(organ) else "the "
            name = f"{number.printed} of {article}{organ}{year}"
            if organ and len(name) <= _SHORT_NAME:
                return name
        return f"{number.printed}{year}"

    def _unnumbered(self, year: str) -> str:
        """Name a text without number by its title, one with a long title by who adopted it."""
        title = re.sub(r"^(?:\[?draft\]? )", "", self.title, flags=re.IGNORECASE)
        if len(title) <= _SHORT_NAME or self.organ is None:
            return title[:1].upper() + title[1:_SHORT_NAME]
        noun = next((noun for noun in NOUNS if noun in title.lower()), "text")
        return f"{noun.capitalize()} of the {self.organ.name}{year}"

    @property
    def _organ_called(self) -> str:
        """What the organ is called, with its session where the number does not say it."""
        if self.organ is None:
            return ""
        is_plain = self.number is not None and self.number.number.isdigit() and not self.number.session
        session = self.organ.session if is_plain else None
        return f"{ordinal(session)} {self.organ.name}" if session else self.organ.name


def _is_of_two_bodies(identity: Identity, number: Number | None) -> bool:
    """Return True if the number has the letters of one body, and the formula names another."""
    return identity.key is not None and number is not None and _has_letters(number.number)


def _issuer_of(organ: str) -> str:
    """Return an issuer for an organ: of a body that is known by the body's key, else by all words."""
    known = name_reader(shipped_bodies()).organs.bodies_in(organ)
    body = next((one for one in shipped_bodies().bodies if known == [one.key]), None)
    if body is None:
        return _slug(organ)
    for name in sorted(body.names, key=len, reverse=True):
        organ = re.sub(rf"\b{re.escape(name)}\b", "", organ, flags=re.IGNORECASE)
    return _slug(f"{body.key} {organ}")


def _listed(name: str) -> EditionKey | None:
    """Return the edition in force of a text of the catalogue by its name."""
    return next((one.edition for one in catalogue().instruments if one.name == name), None)


def _issuers(organ: Organ | None) -> tuple[str, ...]:
    """Return the issuers of bodies that are known whose organ this is."""
    return name_reader(shipped_bodies()).organs.called(organ.name) if organ else ()


def _name_at_start(text: str, issuers: Sequence[str]) -> Name | None:
    """Return the name with which a line begins, as one of some bodies writes it; None for several."""
    reader = name_reader(shipped_bodies())
    names = (reader.names(text, issuer) for issuer in issuers)
    first = [row[0] for row in names if row and not row[0].start and row[0].series.issuer in issuers]
    return first[0] if len({name.instrument for name in first}) == 1 else None


def _names(bodies: Mapping[str, Body], issuer: str) -> Sequence[str]:
    """Return the names of an issuer's organization and organ that no common word is."""
    body = bodies[issuer.partition("-")[0]]
    organ = next(organ for organ in body.organs if organ.issuer == issuer)
    return [name for name in (*body.names, *organ.names) if not _is_generic(name)]


def _of_any_body(text: str) -> Iterator[Name]:
    """Walk the readings of a number's line by all series that write numbers in letters: "No. 83"."""
    for series in shipped_bodies().series:
        if text[: len(series.noun)].lower() != series.noun:
            continue
        for template in series.numbers:
            read = template.read(text, len(series.noun) + 1)
            if read and re.search(r"[A-Za-z]", text[len(series.noun) : read[0]]):
                yield Name(0, read[0], series, read[1])


def _name_of_file(called: str, issuers: Sequence[str]) -> Name | None:
    """Return the name that a file's name is: "A_RES_74_132", "A.1126_30", "ga-728-VIII"."""
    reader = name_reader(shipped_bodies())
    found: dict[InstrumentKey, Name] = {}
    for text in _spellings(called):
        names = reader.names(text, typed=True)
        if len(names) == 1 and names[0].end - names[0].start == len(text):
            found[names[0].instrument] = names[0]
    return (
        next(iter(found.values()))
        if len(found) == 1 and (not issuers or next(iter(found)).issuer in issuers)
        else None
    )


def _spellings(called: str) -> Iterator[str]:
    """Walk how a number is written whose signs a file's name cannot have."""
    if not re.search(r"[A-Za-z]{2}|[A-Z]\b", called):
        return
    plain = re.sub(r"[_-]+", " ", called)
    yield from (called, called.replace("_", "/"), plain)
    yield from (re.sub(rf"[\s_-]+({_LAST})$", sign, called.replace("_", " ")) for sign in (r"(\1)",))
    yield re.sub(rf"[\s_-]+({_LAST})$", r" (\1)", plain)


_LAST = r"[IVXLC]+|[0-9]{1,4}"


def _name_of_key(key: EditionKey) -> str:
    """Return what people call a text with a key, as its body writes numbers; '' where nothing says it."""
    kind, _, number = key.instrument.work.partition("-")
    organ = shipped_bodies().organs.get(key.instrument.issuer)
    for series in organ.series if organ else ():
        read = series.key.read(number, any_case=True) if NOUNS[series.noun] == kind else None
        if read and read[0] == len(number):
            with suppress(KeyError):  # its name needs more than its key has
                return series.print({"year": key.year, **read[1]})
    return ""


def _printed(series: Series, fields: Mapping[str, int | str]) -> str:
    """Return what people call a text with a number."""
    return series.print(fields)


@cache
def _generic_words() -> frozenset[str]:
    """Return the words that organs of several organizations have in their names: "General", "Council"."""
    owners: dict[str, set[str]] = {}
    for issuer, organ in shipped_bodies().organs.items():
        for name in organ.names:
            for word in name.casefold().split():
                owners.setdefault(word, set()).add(issuer.partition("-")[0])
    return frozenset(word for word, bodies in owners.items() if len(bodies) > 1)


def _is_generic(organ: str) -> bool:
    """Return True for a name that many organizations have for an organ: "Assembly", "Executive Board"."""
    words = [word for word in organ.split() if word.casefold() not in _generic_words()]
    return is_generic(" ".join(words))


def _has_letters(number: str) -> bool:
    """Return True for a number with the initials of its body: "LC-IV/7"."""
    return any(roman_number(one) is None for one in re.findall(r"[A-Z]{2,}", number))


def _slug(text: str, *, small: bool = False) -> str:
    """Return words as a part of a key; small words are left out unless they are wanted."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.split(r"[^a-z0-9]+", re.sub(r"['’]", "", plain)) if word]
    words = [word for word in words if small or word not in SMALL_WORDS]
    slug = "-".join(words)
    return slug if len(slug) <= _SLUG else slug[: _SLUG + 1].rpartition("-")[0]


def _header_length(lines: Sequence[_At]) -> int:
    """Count the lines of the header of a Markdown file."""
    if not lines or lines[0].line.text != "---":
        return 0
    return next((at + 1 for at, one in enumerate(lines[1:60], 1) if one.line.text == "---"), 0)


def _prose_at(lines: Sequence[_At]) -> int:
    """Return where the first paragraph stands: a line that ends a sentence or goes on as one."""
    for at, one in enumerate(lines[:_OPENING]):
        is_sentence = ending(one.text) in (".", ";", ",") and len(one.text.split()) > 6
        if is_sentence and not is_adoption(one.text) and number_of(one.text) is None:
            return at
    return min(len(lines), _OPENING)
