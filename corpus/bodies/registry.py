"""The bodies that adopt texts: their organs, and how these number what they adopt."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.bodies.templates import Fields, Template
from corpus.keys import EditionKey, InstrumentKey

NOUNS: Mapping[str, str] = {
    "resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op", "report": "rep",
    "declaration": "decl", "convention": "conv", "protocol": "prot", "regulation": "reg",
    "directive": "dir", "measure": "measure", "statement": "stat",
}  # fmt: skip
"""The kinds of text, by their noun, with the first word of their keys."""

NOT_SLUG = re.compile(r"[^a-z0-9]+")
_OLDEST = 45  # 1945 and 2044 are the years that two digits may mean


@dataclass(frozen=True, slots=True)
class Sessions:
    """When and where the sessions of an organ were held, as far as it is known.

    `conferences` are those that names give by place and year: "Bucharest, 2022".
    """

    years: Mapping[int, int]
    first: int = 0  # the year of the first session, where sessions are regular
    every: int = 1  # years from one session to the next
    conferences: frozenset[tuple[str, int]] = frozenset()

    def year(self, session: int) -> int | None:
        """Return the year of a session, None where it is not known."""
        if session in self.years:
            return self.years[session]
        return self.first + (session - 1) * self.every if self.first else None


@dataclass(frozen=True)
class Series:
    """The texts of one kind that an organ numbers in one way.

    `numbers` are the ways of writing a number, the usual one first. `alone`: whether a number is
    recognised without the noun before it ("WHA66.9"). `default`: whether a number of this form belongs here
    if nothing says whose it is; `fallback`: whether it does only if no other series has such a number.
    """

    issuer: str
    noun: str
    numbers: tuple[Template, ...]
    key: Template
    name: Template
    sessions: Sessions
    alone: bool = False
    default: bool = False
    fallback: bool = False

    @property
    def is_anyones(self) -> bool:
        """Whether numbers are of a counter and a year without more, as those of many bodies: "2012/8"."""
        usual = self.numbers[0]
        return not usual.has_letters and {"n", "year"} >= set(usual.fields)

    def is_of_conference(self, fields: Fields) -> bool:
        """Whether a number names one of the organ's conferences by place and year."""
        place = str(fields.get("place", "")).casefold()
        return (place, fields.get("year")) in self.sessions.conferences

    def instrument(self, fields: Fields) -> InstrumentKey:
        """Return the key of the text with a number."""
        number = NOT_SLUG.sub("-", self.key.print(fields).lower()).strip("-")
        return InstrumentKey(self.issuer, f"{NOUNS[self.noun]}-{number}")

    def year(self, fields: Fields) -> int | None:
        """Return the year of adoption that a number says itself or by its session, None where it does not."""
        if "year" in fields:
            return int(fields["year"])
        session = fields.get("rev", fields.get("session"))
        year = self.sessions.year(int(session)) if session is not None else None
        if year is None and "yy" in fields and "rev" not in fields:
            short = int(fields["yy"])
            return short + (1900 if short >= _OLDEST else 2000)
        return year

    def called(self, key: InstrumentKey, year: int | None = None) -> str:
        """Return what people call the text with a key, adopted in a year; '' if the key says too little."""
        kind, _, number = key.work.partition("-")
        is_here = (key.issuer, kind) == (self.issuer, NOUNS[self.noun])
        read = self.key.read(number, any_case=True) if is_here else None
        if read is None or read[0] != len(number):
            return ""
        try:
            return self.print({**({"year": year} if year else {}), **read[1]})
        except KeyError:
            return ""

    def print(self, fields: Fields) -> str:
        """Return what people call the text with a number: "WHA66.9", "UNGA Resolution 75/1"."""
        return self.name.print(fields)


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty that is named with its articles; `own` are the names that only texts of the body give it."""

    key: EditionKey
    names: tuple[str, ...]
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Organ:
    """An organ of a body: what it is called, and the series of its texts."""

    issuer: str
    name: str
    names: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Body:
    """An organization and its organs.

    `names` are all its names, the usual one first; `checked` is the number of real texts that its file was
    checked on. `relations` are verbs of its own by what they do to a text that is named with them.
    """

    key: str
    name: str
    names: tuple[str, ...]
    organs: tuple[Organ, ...]
    checked: int = 0
    relations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    treaties: tuple[Treaty, ...] = ()

    def called(self, organ: Organ) -> str:
        """Return the name of an organ with that of the body: "ITU Plenipotentiary Conference"."""
        is_whole = any(name in organ.name for name in self.names)
        return organ.name if is_whole else f"{self.names[0]} {organ.name}"


class Bodies:
    """All bodies that are known; `added` are the files of a home among them, each as its key and its text.

    `organs` are those of all bodies by their issuer, `series` all series in the order of the files,
    `treaties` those of the files by their keys. `names` are the names of bodies and organs by the issuer of a
    key, `organizations` those of each body by its key, the usual one first, `every_name` all in small
    letters.
    `mark` tells the files of a home from others: their hash, '' without any.
    """

    def __init__(self, bodies: tuple[Body, ...], added: tuple[tuple[str, str], ...] = ()) -> None:
        self.bodies, self.added = bodies, added
        self.organs = {organ.issuer: organ for body in bodies for organ in body.organs}
        self.series = tuple(series for organ in self.organs.values() for series in organ.series)
        self.treaties = {treaty.key.instrument: treaty for body in bodies for treaty in body.treaties}
        self.organizations = {body.key: body.names for body in bodies}
        self.names = {body.key: body.name for body in bodies}
        self.names |= {organ.issuer: body.called(organ) for body in bodies for organ in body.organs}
        every = (*self.organizations.values(), *(organ.names for organ in self.organs.values()))
        self.every_name = {name.casefold() for names in every for name in names}
        self.mark = hashlib.sha256(repr(added).encode()).hexdigest()[:16] if added else ""

    def called(self, key: InstrumentKey, year: int | None = None) -> str:
        """Return what people call the text with a key, adopted in a year; '' where its body is not known."""
        if treaty := self.treaties.get(key):
            return treaty.names[0]
        organ = self.organs.get(key.issuer)
        return next(filter(None, (series.called(key, year) for series in organ.series)), "") if organ else ""
