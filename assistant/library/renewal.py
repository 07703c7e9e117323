"""Renewing the library: what an older parser kept, or damage has hit, is parsed anew from the originals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.library.inventory import Entry, list_editions, lost, lost_editions, read_inventory
from assistant.library.library import Library, open_library
from assistant.library.storage import (
    SHIPPED,
    UNKNOWN,
    DamagedEdition,
    Record,
    original_of,
    originals,
    places,
    read_stored,
    record_of,
    store_edition,
    sweep_originals,
    unwritable,
    writing,
)
from assistant.settings import Settings
from corpus.errors import HomeUnavailable, UnreadableFile
from corpus.keys import EditionKey
from ingest.apart import in_order, parse_apart
from ingest.files import ORIGINAL
from ingest.parse import PARSER, Parse


@dataclass(frozen=True, slots=True)
class Renewed:
    """An edition that was parsed anew, or what stands in the way of it."""

    key: EditionKey
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Stale:
    """An edition to be parsed anew: where it lies, its original, what it is called, its record."""

    path: Path
    key: EditionKey
    original: bytes | None
    called: str
    record: Record


def renew(settings: Settings) -> tuple[Renewed, ...]:
    """Parse anew what has to be; a sound library costs no parse. Raises HomeUnavailable.

    What cannot be parsed anew stays as it is.
    """
    folder = settings.home / "library"
    with writing(settings.home):
        try:
            stale = list(_stale(folder))
            parses = in_order(lambda one: _parsed(one, settings), stale, settings.readers)
            renewed = [_kept(folder, one, parse) for one, parse in zip(stale, parses, strict=True)]
            return (*renewed, *(Renewed(key, lost(key)) for key in lost_editions(folder)))
        except OSError as error:
            raise HomeUnavailable(unwritable(settings.home, error)) from error


def open_renewed(settings: Settings) -> Library:
    """Return the library of a home, whose texts are first parsed anew if an older parser read any.

    So a draft that an older version took for law is one from the next opening on.
    """
    library = open_library(settings.home)
    if not any(one.parser < PARSER and one.file != SHIPPED for one in library.records.values()):
        return library
    try:
        renew(settings)
    except HomeUnavailable as error:
        return replace(library, notices=(*library.notices, str(error)))
    return open_library(settings.home)


def _stale(folder: Path) -> Iterator[_Stale]:
    """Walk what has to be parsed anew; sweep away originals that nothing names, and list what is there."""
    listed, sound = read_inventory(folder), {}
    for path, key in places(folder):
        try:
            edition, record = read_stored(path)
        except (DamagedEdition, FileNotFoundError):
            yield _from_original(path, key, listed.get(key))
            continue
        if record.file == SHIPPED:  # is parsed anew at every start
            continue
        sound[key] = record
        if record.parser == PARSER:
            sweep_originals(path, record)
        else:
            yield _Stale(path, key, _original(path, record), edition.name, record)
    list_editions(folder, sound)


def _from_original(path: Path, key: EditionKey, listed: Entry | None) -> _Stale:
    """Return an edition whose text cannot be read: its original as listed, else the newest whole one."""
    record = (
        Record(listed.file, listed.sha256, fetched=listed.fetched, stated=listed.stated)
        if listed
        else Record(UNKNOWN, "")
    )
    found = _original(path, record)
    if found is None:
        record = Record(UNKNOWN, "")
        found = next(filter(None, (_whole(path, one) for one in originals(path))), None)
    return _Stale(path, key, found, str(key), record)


def _original(path: Path, record: Record) -> bytes | None:
    """Return the original that a record names, if it is whole."""
    for one in originals(path):
        data = one.read_bytes()
        if hashlib.sha256(data).hexdigest() == record.sha256:
            return data
    return None


def _whole(path: Path, original: Path) -> bytes | None:
    """Return an original if it is what its name says; the name that version 0.1 gave says nothing."""
    data = original.read_bytes()
    named = original_of(path, hashlib.sha256(data).hexdigest())
    return data if original in (named, path.with_suffix(ORIGINAL)) else None


def _parsed(one: _Stale, settings: Settings) -> Parse | str:
    """Parse an original anew, or say why that cannot be."""
    if one.original is None:
        return f"{one.path}: its original is damaged or gone; add the file again"
    try:
        stated = one.record.stated
        return parse_apart(one.original, str(one.path), one.called, one.key, settings.limits, stated)
    except UnreadableFile as error:
        return f"{error}; what an earlier version read of it stays"


def _kept(folder: Path, one: _Stale, parse: Parse | str) -> Renewed:
    """Keep what was parsed anew."""
    if isinstance(parse, str):
        return Renewed(one.key, parse)
    assert one.original is not None
    record = record_of(parse, one.record.file, one.record.fetched, one.record.stated)
    store_edition(folder, parse.edition(), one.original, record)
    list_editions(folder, {one.key: record})
    return Renewed(one.key)
