"""The files of bodies in use: those that ship, and those of the home that this process has opened.

The files of a home's `bodies` folder come after those that ship; one with the same name takes the place of
a shipped one. A process has one home, so it has one set of bodies: `use_bodies` is called when a home is
opened, and in a process that reads a file before it does so. An error in a file is reported in one sentence,
with its line and the remedy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NoReturn

from corpus.bodies.registry import NOT_SLUG, NOUNS, Bodies, Body, Organ, Series, Sessions, Treaty
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

_in_use: Bodies | None = None


class BadBody(ResolutionsError):
    """A file of a body that cannot be used; the message gives file, line and remedy."""


def bodies_in_use() -> Bodies:
    """Return the bodies that texts and questions are read by: those that ship until a home is opened."""
    return _in_use or shipped_bodies()


def use_bodies(bodies: Bodies) -> None:
    """Read texts and questions by these bodies from now on, in the whole process."""
    global _in_use
    _in_use = bodies


@cache
def shipped_bodies() -> Bodies:
    """Return the bodies that come with the project."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return Bodies(tuple(map(read_body, files)))


def with_bodies_of(folder: Path) -> tuple[Bodies, tuple[str, ...]]:
    """Return the shipped bodies with those of a folder, and a line for each file that cannot be used."""
    added: list[tuple[str, str]] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            text = _text_of(path)
            body_of(path.stem, text, str(path))
            added.append((path.stem, text))
        except BadBody as error:
            faults.append(str(error))
    return with_bodies(tuple(added)), tuple(faults)


@lru_cache(maxsize=4)
def with_bodies(added: tuple[tuple[str, str], ...]) -> Bodies:
    """Return the shipped bodies with those of some files, each given by its key and text. Raises BadBody."""
    if not added:
        return shipped_bodies()
    found = {body.key: body for body in shipped_bodies().bodies}
    found |= {key: body_of(key, text, f"{key}.toml") for key, text in added}
    return Bodies(tuple(found.values()), added)


def read_body(path: Path) -> Body:
    """Read the file of a body. Raises BadBody."""
    return body_of(path.stem, _text_of(path), str(path))


def _text_of(path: Path) -> str:
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

    def __init__(self, message: str, header: str, number: int) -> None:
        super().__init__(message)
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

    def fail(self, message: str) -> NoReturn:
        """Raise _WrongEntryError."""
        raise _WrongEntryError(message, self.header, self.number)

    def check(self, known: Mapping[str, type], *needed: str) -> None:
        """Raise _WrongEntryError for an entry that is unknown, missing or of the wrong type."""
        for name, value in self.entries.items():
            if name not in known:
                self.fail(f"'{name}' is not known here; use: {', '.join(known)}")
            kind = dict if name in ("series", "treaty") else str
            is_right = type(value) is known[name]
            if not is_right or (
                isinstance(value, list) and not all(isinstance(entry, kind) for entry in value)
            ):
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
    table.check(_BODY, "name", "organ")
    name, also = table.entries["name"], table.entries.get("also", [])
    names = (table.entries.get("usual", next(iter(also), name)), name, *also)
    organs = tuple(_organ(key, word, table) for word in table.entries["organ"])
    relations = _Table(table.entries.get("relations", {}))
    relations.check(_RELATIONS)
    treaties = []
    for at, row in enumerate(table.entries.get("treaty", [])):
        _Table(row, "[[treaty]]", at).check(_TREATY, "name", "year")
        work = row.get("key", NOT_SLUG.sub("-", row["name"].lower()).strip("-"))
        edition = EditionKey(InstrumentKey(key, work), row["year"])
        treaties.append(Treaty(edition, (row["name"], *row.get("also", ())), tuple(row.get("own", ()))))
    checked = table.entries.get("checked", 0)
    return Body(key, name, tuple(dict.fromkeys(names)), organs, checked, relations.entries, tuple(treaties))


def _organ(body: str, word: str, whole: _Table) -> Organ:
    """Build an organ from its table, which is called by its word in keys."""
    entries = whole.entries["organ"][word]
    if not _NAME.fullmatch(word):
        whole.fail(f"'{word}' becomes part of keys; use lower-case letters and digits only")
    if not isinstance(entries, dict):
        whole.fail(f"'{word}' must be a table; write [organ.{word}] above its entries")
    table = _Table(entries, f"[organ.{word}]")
    table.check(_ORGAN, "name")
    sessions, issuer, header = _sessions(table), f"{body}-{word}", f"[[organ.{word}.series]]"
    rows = [_Table(row, header, at) for at, row in enumerate(entries.get("series", []))]
    series = tuple(_series(issuer, sessions, row) for row in rows)
    return Organ(issuer, entries["name"], (entries["name"], *entries.get("also", [])), series)


def _sessions(table: _Table) -> Sessions:
    """Read the years of sessions, a rule or a table of them, and conferences."""
    conferences: set[tuple[str, int]] = set()
    for conference in table.entries.get("conferences", []):
        place, comma, year = conference.rpartition(", ")
        if not (comma and year.isdigit()):
            table.fail(f"'{conference}' is no conference; write place and year, as in 'Bucharest, 2022'")
        conferences.add((place.casefold(), int(year)))
    entries = table.entries.get("sessions", {})
    for name, year in entries.items():
        if not (name.isdigit() or name in ("first", "every")) or type(year) is not int:
            table.fail(f"'{name}' must give a session its year; write {{ first = 1948 }} or {{ 24 = 2011 }}")
    years = {int(session): year for session, year in entries.items() if session.isdigit()}
    return Sessions(years, entries.get("first", 0), entries.get("every", 1), frozenset(conferences))


def _series(issuer: str, sessions: Sessions, table: _Table) -> Series:
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
        if not number.needed:
            table.fail(f"'{number.text}' has no number; write one with {{n}}")
        for template in (key, name):
            if missing := [field for field in template.needed if field not in number.needed]:
                message = f"'{template.text}': the number '{number.text}' has no field {', '.join(missing)}"
                table.fail(f"{message}; give it that field, or put it in brackets")
        if alone and not number.has_letters:
            table.fail(f"'{number.text}' has no letters, so it cannot stand alone; remove: alone = true")
    return Series(issuer, noun, numbers, key, name, sessions, alone, entries.get("default", False))
