"""Reading the file of a body: what is wrong in it is said in one sentence, with its line and the remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from corpus.bodies.registry import NOT_SLUG, NOUNS, Body, Organ, Series, Sessions, Treaty
from corpus.bodies.templates import BadTemplate, Template
from corpus.errors import ResolutionsError
from corpus.instruments import Relation
from corpus.keys import EditionKey, InstrumentKey

_NAME = re.compile(r"[a-z0-9]+")
_SYNTAX = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_BODY = {
    "name": str, "organ": dict, "also": list, "usual": str, "checked": int, "relations": dict, "treaty": list,
}  # fmt: skip
_RELATIONS = {relation.value: list for relation in Relation}
_TREATY = {"name": str, "year": int, "also": list, "own": list, "key": str}
_ORGAN = {"name": str, "also": list, "sessions": dict, "conferences": list, "series": list}
_SERIES = {"noun": str, "numbers": list, "key": str, "name": str, "alone": bool, "default": bool}
_TYPES = {str: "a text", list: "a list of texts", dict: "a table", int: "a number", bool: "true or false"}


class BadBody(ResolutionsError):
    """A file of a body that cannot be used; the message gives file, line and remedy."""


def read_body(path: Path) -> Body:
    """Read the file of a body. Raises BadBody."""
    return body_of(path.stem, read_text(path), str(path))


def read_text(path: Path) -> str:
    """Return the text of the file of a body. Raises BadBody."""
    try:
        data = path.read_bytes()
        return data.decode()
    except OSError as error:
        raise BadBody(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadBody(f"{path}, line {line}: is not UTF-8; save the file as UTF-8") from None


def body_of(key: str, text: str, file: str) -> Body:
    """Build a body from the text of its file, which messages call `file`. Raises BadBody."""
    if not _NAME.fullmatch(key):
        raise BadBody(f"{file}: the file's name becomes part of keys; use lower-case letters and digits only")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX.search(str(error))
        line = found["line"] if found and found["line"] else max(len(text.splitlines()), 1)
        raise BadBody(f"{file}, line {line}: {_SYNTAX.sub('', str(error))}") from None
    try:
        return _body(key, _Table(table))
    except _WrongEntryError as error:
        raise BadBody(f"{file}, line {error.line_in(text)}: {error}") from None


class _WrongEntryError(Exception):
    """An entry that cannot be used: what is wrong, and under which header, by its number among its like."""

    def __init__(self, said: str, header: str, number: int) -> None:
        super().__init__(said)
        self.header, self.number = header, number

    def line_in(self, text: str) -> int:
        """Return the line under the header that has what the message quotes first, else the header's."""
        lines = text.splitlines()
        quoted = re.search(r"'([^']+)'", str(self))
        headers = [at for at, line in enumerate(lines) if line.strip().startswith(self.header)]
        start = headers[self.number] if self.header and self.number < len(headers) else 0
        for at, line in enumerate(lines[start:], start):
            if at > start and line.startswith("[") and self.header:
                break
            if quoted and quoted[1] in line:
                return at + 1
        return start + 1


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file, and where it stands: its header, and which it is of those with that header."""

    entries: Mapping[str, Any]
    header: str = ""
    number: int = 0

    def fail(self, said: str) -> NoReturn:
        """Raise _WrongEntryError."""
        raise _WrongEntryError(said, self.header, self.number)

    def check(self, known: Mapping[str, type], *needed: str) -> None:
        """Raise _WrongEntryError for an entry that is unknown, missing or of the wrong type."""
        for name, value in self.entries.items():
            if name not in known:
                self.fail(f"'{name}' is not known here; use: {', '.join(known)}")
            item = dict if name in ("series", "treaty") else str
            is_right = type(value) is known[name]
            if not is_right or (isinstance(value, list) and not all(isinstance(one, item) for one in value)):
                self.fail(f"'{name}' must be {_TYPES[known[name]]}")
        for name in needed:
            if not self.entries.get(name):
                self.fail(f"'{name}' is missing")

    def template(self, text: str) -> Template:
        """Read a template. Raises _WrongEntryError."""
        try:
            return Template(text)
        except BadTemplate as error:
            self.fail(str(error))


def _body(key: str, table: _Table) -> Body:
    """Build a body from its table."""
    table.check(_BODY, "name", "organ")
    name, also = table.entries["name"], table.entries.get("also", [])
    names = (table.entries.get("usual", next(iter(also), name)), name, *also)
    organs = tuple(_organ(f"{key}-{organ.header[7:-1]}", organ) for organ in _organs(table))
    relations = _Table(table.entries.get("relations", {}))
    relations.check(_RELATIONS)
    treaties = tuple(
        _treaty(key, _Table(entries, "[[treaty]]", at))
        for at, entries in enumerate(table.entries.get("treaty", []))
    )
    checked = table.entries.get("checked", 0)
    return Body(key, name, tuple(dict.fromkeys(names)), organs, checked, relations.entries, treaties)


def _treaty(body: str, table: _Table) -> Treaty:
    """Build a treaty from its table."""
    table.check(_TREATY, "name", "year")
    entries = table.entries
    work = entries.get("key", NOT_SLUG.sub("-", entries["name"].lower()).strip("-"))
    key = EditionKey(InstrumentKey(body, work), entries["year"])
    return Treaty(key, (entries["name"], *entries.get("also", ())), tuple(entries.get("own", ())))


def _organs(table: _Table) -> Iterator[_Table]:
    """Walk the tables of the organs."""
    for name, entries in table.entries["organ"].items():
        if not _NAME.fullmatch(name):
            table.fail(f"'{name}' becomes part of keys; use lower-case letters and digits only")
        if not isinstance(entries, dict):
            table.fail(f"'{name}' must be a table; write [organ.{name}] above its entries")
        yield _Table(entries, f"[organ.{name}]")


def _organ(issuer: str, table: _Table) -> Organ:
    """Build an organ from its table."""
    table.check(_ORGAN, "name")
    sessions = _sessions(table)
    header = f"[{table.header[:-1]}.series]]"
    rows = [_Table(entries, header, at) for at, entries in enumerate(table.entries.get("series", []))]
    series = tuple(_series(issuer, sessions, row) for row in rows)
    return Organ(
        issuer, table.entries["name"], (table.entries["name"], *table.entries.get("also", [])), series
    )


def _sessions(table: _Table) -> Sessions:
    """Read the years of sessions, a rule or a table of them, and conferences."""
    held: set[tuple[str, int]] = set()
    for conference in table.entries.get("conferences", []):
        place, comma, year = conference.rpartition(", ")
        if not (comma and year.isdigit()):
            table.fail(f"'{conference}' is no conference; write place and year, as in 'Bucharest, 2022'")
        held.add((place.casefold(), int(year)))
    entries = table.entries.get("sessions", {})
    for name, year in entries.items():
        if not (name.isdigit() or name in ("first", "every")) or type(year) is not int:
            table.fail(f"'{name}' must give a session its year; write {{ first = 1948 }} or {{ 24 = 2011 }}")
    years = {int(session): year for session, year in entries.items() if session.isdigit()}
    return Sessions(years, entries.get("first", 0), entries.get("every", 1), frozenset(held))


def _series(issuer: str, sessions: Sessions, table: _Table) -> Series:
    """Build a series from its table."""
    table.check(_SERIES, "noun", "numbers")
    entries = table.entries
    noun, alone = entries["noun"], entries.get("alone", False)
    if noun not in NOUNS:
        table.fail(f"'{noun}' is no kind of text; use one of: {', '.join(NOUNS)}")
    numbers = tuple(map(table.template, entries["numbers"]))
    usual = numbers[0]
    every = [name for name in ("session", "year", "n") if all(name in number.needed for number in numbers)]
    key = table.template(entries.get("key", "-".join(f"{{{name}}}" for name in every)))
    name = table.template(entries.get("name", usual.text if alone else f"{noun.capitalize()} {usual.text}"))
    for number in numbers:
        _check_number(table, number, key, name, alone=alone)
    return Series(issuer, noun, numbers, key, name, sessions, alone, entries.get("default", False))


def _check_number(table: _Table, number: Template, key: Template, name: Template, *, alone: bool) -> None:
    """Raise _WrongEntryError for a number that says too little for its key, its name, or to stand alone."""
    if not number.needed:
        table.fail(f"'{number.text}' has no number; write one with {{n}}")
    for template in (key, name):
        missing = [field for field in template.needed if field not in number.needed]
        if missing:
            said = f"'{template.text}': the number '{number.text}' has no field {', '.join(missing)}"
            table.fail(f"{said}; give it that field, or put it in brackets")
    if alone and not number.has_letters:
        table.fail(f"'{number.text}' has no letters, so it cannot stand alone; remove: alone = true")
