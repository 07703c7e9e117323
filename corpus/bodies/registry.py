"""The bodies that adopt texts, read from their files: their organs, and how these number what they adopt.

A file describes one organization (`corpus/README.md` has an example). The files of a home's `bodies`
folder come after those that ship; one with the same name takes the place of a shipped one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from corpus.bodies.templates import Fields, Template
from corpus.errors import ResolutionsError
from corpus.instruments import Relation
from corpus.keys import EditionKey, InstrumentKey

NOUNS: Mapping[str, str] = {
    "resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op", "report": "rep",
    "declaration": "decl", "convention": "conv", "protocol": "prot", "regulation": "reg",
    "directive": "dir", "measure": "measure", "statement": "stat",
}  # fmt: skip
"""The kinds of text, by their noun, with the first word of their keys."""

_KEY = re.compile(r"[a-z0-9]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_FOLDER = Path(__file__).parent


class BadBody(ResolutionsError):
    """A file of a body that cannot be used; the message gives file, line and remedy."""


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
    if nothing says whose it is.
    """

    issuer: str
    noun: str
    numbers: tuple[Template, ...]
    key: Template
    name: Template
    sessions: Sessions
    alone: bool = False
    default: bool = False

    def is_of_conference(self, fields: Fields) -> bool:
        """Whether a number names one of the organ's conferences by place and year."""
        place = str(fields.get("place", "")).casefold()
        return (place, fields.get("year")) in self.sessions.conferences

    def instrument(self, fields: Fields) -> InstrumentKey:
        """Return the key of the text with a number."""
        number = _NOT_SLUG.sub("-", self.key.print(fields).lower()).strip("-")
        return InstrumentKey(self.issuer, f"{NOUNS[self.noun]}-{number}")

    def year(self, fields: Fields) -> int | None:
        """Return the year of adoption that a number says itself or by its session, None where it does not."""
        if "year" in fields:
            return int(fields["year"])
        session = fields.get("rev", fields.get("session"))
        return self.sessions.year(int(session)) if session is not None else None

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


@dataclass(frozen=True, eq=False)
class Bodies:
    """All bodies that are known."""

    bodies: tuple[Body, ...]

    @cached_property
    def organs(self) -> Mapping[str, Organ]:
        """The organs by their issuer."""
        return {organ.issuer: organ for body in self.bodies for organ in body.organs}

    @cached_property
    def treaties(self) -> Mapping[InstrumentKey, Treaty]:
        """The treaties by their keys."""
        return {treaty.key.instrument: treaty for body in self.bodies for treaty in body.treaties}

    def called(self, key: InstrumentKey, year: int | None = None) -> str:
        """Return what people call the text with a key, adopted in a year; '' where its body is not known."""
        if treaty := self.treaties.get(key):
            return treaty.names[0]
        organ = self.organs.get(key.issuer)
        return next(filter(None, (one.called(key, year) for one in organ.series)), "") if organ else ""

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """All series, in the order of the files."""
        return tuple(series for organ in self.organs.values() for series in organ.series)


@cache
def shipped_bodies() -> Bodies:
    """Return the bodies that come with the project."""
    return Bodies(tuple(read_body(path) for path in sorted(_FOLDER.glob("*.toml"))))


def with_bodies_of(folder: Path) -> tuple[Bodies, tuple[str, ...]]:
    """Return the shipped bodies with those of a folder, and a line for each file that cannot be used."""
    found = {body.key: body for body in shipped_bodies().bodies}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.stem] = read_body(path)
        except BadBody as error:
            faults.append(str(error))
    return Bodies(tuple(found.values())), tuple(faults)


def read_body(path: Path) -> Body:
    """Read the file of a body. Raises BadBody."""
    if not _KEY.fullmatch(path.stem):
        raise BadBody(f"{path}: the file's name becomes part of keys; use lower-case letters and digits only")
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise BadBody(f"{path}: {error}") from None
    try:
        return _body(path.stem, table)
    except (ResolutionsError, KeyError, TypeError, ValueError) as error:
        said = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else str(error)
        raise BadBody(f"{path}, line {_line_of(said, text)}: {said}") from None


def _line_of(said: str, text: str) -> int:
    """Return the line of the value that a message quotes first, else 1."""
    quoted = re.search(r"'([^']+)'", said)
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if quoted and quoted[1] in line), 1)


def _body(key: str, table: Mapping[str, Any]) -> Body:
    """Build a body from its table."""
    _refuse_unknown(table, "name", "also", "usual", "checked", "relations", "treaty", "organ")
    relations = table.get("relations", {})
    _refuse_unknown(relations, *Relation)
    for name, verbs in relations.items():
        if not isinstance(verbs, list):
            raise ValueError(f"'{name}' takes a list of verbs, as in {name} = ['retire']")
    organs = tuple(_organ(f"{key}-{name}", organ) for name, organ in table["organ"].items())
    also = tuple(table.get("also", ()))
    usual = table.get("usual", next(iter(also), table["name"]))
    names = tuple(dict.fromkeys((usual, table["name"], *also)))
    treaties = tuple(_treaty(key, treaty) for treaty in table.get("treaty", ()))
    return Body(key, table["name"], names, organs, table.get("checked", 0), relations, treaties)


def _treaty(body: str, table: Mapping[str, Any]) -> Treaty:
    """Build a treaty from its table."""
    _refuse_unknown(table, "name", "also", "own", "year", "key")
    work = table.get("key", _NOT_SLUG.sub("-", table["name"].lower()).strip("-"))
    key = EditionKey(InstrumentKey(body, work), table["year"])
    return Treaty(key, (table["name"], *table.get("also", ())), tuple(table.get("own", ())))


def _organ(issuer: str, table: Mapping[str, Any]) -> Organ:
    """Build an organ from its table."""
    _refuse_unknown(table, "name", "also", "sessions", "conferences", "series")
    sessions = _sessions(table.get("sessions", {}), table.get("conferences", ()))
    series = tuple(_series(issuer, sessions, one) for one in table.get("series", ()))
    return Organ(issuer, table["name"], (table["name"], *table.get("also", ())), series)


def _sessions(table: Mapping[str, int], conferences: Sequence[str]) -> Sessions:
    """Read the years of sessions, a rule or a table of them, and conferences. Raises ValueError."""
    held: set[tuple[str, int]] = set()
    for conference in conferences:
        place, comma, year = conference.rpartition(", ")
        if not (comma and year.isdigit()):
            raise ValueError(
                f"'{conference}' is no conference; write place and year, as in 'Bucharest, 2022'"
            )
        held.add((place.casefold(), int(year)))
    years = {int(session): year for session, year in table.items() if session.isdigit()}
    _refuse_unknown(table, "first", "every", *map(str, years))
    return Sessions(years, table.get("first", 0), table.get("every", 1), frozenset(held))


def _series(issuer: str, sessions: Sessions, table: Mapping[str, Any]) -> Series:
    """Build a series from its table."""
    _refuse_unknown(table, "noun", "numbers", "key", "name", "alone", "default")
    noun = table["noun"]
    if noun not in NOUNS:
        raise ValueError(f"'{noun}' is no kind of text; use one of: {', '.join(NOUNS)}")
    numbers = tuple(Template(text) for text in table["numbers"])
    alone = table.get("alone", False)
    named = table.get("name", numbers[0].text if alone else f"{noun.capitalize()} {numbers[0].text}")
    key = table.get("key", "-".join(f"{{{name}}}" for name in ("session", "n") if name in numbers[0].fields))
    return Series(
        issuer,
        noun,
        numbers,
        _key_template(key, numbers[0]),
        Template(named),
        sessions,
        alone,
        table.get("default", False),
    )


def _key_template(text: str, number: Template) -> Template:
    """Read the template of keys. Raises ValueError if it needs a field that numbers do not have."""
    template = Template(text)
    missing = set(template.fields) - set(number.fields)
    if missing:
        raise ValueError(f"'{text}': the number '{number.text}' has no field {', '.join(sorted(missing))}")
    return template


def _refuse_unknown(table: Mapping[str, Any], *known: str) -> None:
    """Raise ValueError for an entry that means nothing here."""
    for name in table:
        if name not in known:
            raise ValueError(f"'{name}' is not known here; use: {', '.join(known)}")
