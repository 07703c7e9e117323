"""Renewing the library: what an older parser kept, or damage has hit, is parsed anew from the originals.

So is everything when the home's files of bodies have changed. Each text keeps its key, which a person may
have given. Editions are removed here, too, with their originals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from assistant.library.inventory import list_editions, lost, lost_editions, read_inventory, unlist_edition
from assistant.library.library import Library, open_library
from assistant.library.packs import discard_pack
from assistant.library.storage import (
    SHIPPED,
    UNKNOWN,
    DamagedEdition,
    Record,
    discard,
    open_bodies,
    original_of,
    originals,
    place,
    places,
    read_stored,
    record_of,
    store_edition,
    sweep_originals,
    unwritable,
    writing,
)
from assistant.settings import Settings
from corpus.errors import HomeUnavailable, ResolutionsError, UnknownEdition, UnreadableFile
from corpus.keys import EditionKey
from ingest.apart import in_order, parse_apart
from ingest.files import ORIGINAL
from ingest.parse import PARSER, Parse
from ingest.stated import NOTHING_STATED


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
    open_bodies(settings.home)
    with writing(settings.home):
        try:
            stale = list(_stale(folder))
            groups: dict[tuple[str, int] | EditionKey, list[_Stale]] = {}
            for one in stale:  # together with the others that its file holds: a file is read once
                has_others = one.record.parts > 1 and one.original is not None
                group = (one.record.sha256, one.record.parts) if has_others else one.key
                groups.setdefault(group, []).append(one)
            files = list(groups.values())
            parses = chain.from_iterable(
                in_order(lambda texts: _parsed(texts, settings), files, settings.readers)
            )
            renewed = [_kept(folder, *row) for row in zip(chain.from_iterable(files), parses, strict=True)]
            return (*renewed, *(Renewed(key, lost(key)) for key in lost_editions(folder)))
        except OSError as error:
            raise HomeUnavailable(unwritable(settings.home, error)) from error


def open_renewed(settings: Settings) -> Library:
    """Return the library of a home, whose texts are first parsed anew if an older parser read any.

    So a draft that an older version took for law is one from the next opening on. Files of bodies that have
    changed count as a newer parser.
    """
    library = open_library(settings.home)
    records = [one for one in library.records.values() if one.file != SHIPPED]
    if all(one.is_current or one.parser > PARSER for one in records):
        return library
    try:
        renew(settings)
    except HomeUnavailable as error:
        return replace(library, notices=(*library.notices, str(error)))
    return open_library(settings.home)


def remove_editions(keys: Sequence[EditionKey], settings: Settings) -> tuple[str, ...]:
    """Remove editions; say of each what became of it. One that cannot be removed leaves all as they are.

    With a text goes the question pack that this home made of it, and the replies that it was made from.
    A shipped text stays; where a person has put another in its place, it comes back. Raises
    UnknownEdition, ResolutionsError for a shipped text, HomeUnavailable.
    """
    folder = settings.home / "library"
    with writing(settings.home):
        library = open_library(settings.home)
        listed = read_inventory(folder)
        shipped = [one.edition for one in library.catalogue.shipped()]
        for key in keys:
            record, path = library.records.get(key), place(folder, key)
            if key in listed:
                continue  # a damaged one can be removed, too
            if record is not None and record.file == SHIPPED:
                said = "comes with the program and cannot be removed"
                raise ResolutionsError(f"'{key}' {said}; see: resolutions list")
            if not path.exists() and not originals(path):
                raise UnknownEdition(f"'{key}' is not in the library; see: resolutions list")
        try:
            list_editions(folder, library.records)  # of older homes: a server notices what leaves the list
            for key in dict.fromkeys(keys):
                unlist_edition(folder, key)
                discard(place(folder, key))
                discard_pack(settings.home, key)
        except OSError as error:
            raise HomeUnavailable(unwritable(settings.home, error)) from error
    back = "removed; the text that came with the program is back"
    return tuple(f"{key}: {back if key in shipped else 'removed'}" for key in dict.fromkeys(keys))


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
        if record.is_current:
            sweep_originals(path, record)
        else:
            yield _Stale(path, key, _original(path, record), edition.name, record)
    list_editions(folder, sound)


def _from_original(path: Path, key: EditionKey, listed: Record | None) -> _Stale:
    """Return an edition whose text cannot be read: its original as listed, else the newest whole one."""
    record = listed or Record(UNKNOWN, "")
    found = _original(path, record)
    if found is None:
        record = Record(UNKNOWN, "")
        for one in originals(path):
            data = one.read_bytes()
            named = original_of(path, hashlib.sha256(data).hexdigest())
            if one in (named, path.with_suffix(ORIGINAL)):  # the name that version 0.1 gave says nothing
                found = data
                break
    return _Stale(path, key, found, str(key), record)


def _original(path: Path, record: Record) -> bytes | None:
    """Return the original that a record names, if it is whole."""
    for one in originals(path):
        data = one.read_bytes()
        if hashlib.sha256(data).hexdigest() == record.sha256:
            return data
    return None


def _parsed(texts: Sequence[_Stale], settings: Settings) -> list[Parse | str]:
    """Parse anew the original of some texts, or say of each why that cannot be."""
    first, parts = texts[0], texts[0].record.parts
    if first.original is None:
        return [f"{first.path}: its original is damaged or gone; add the file again"]
    known = {one.record.part: one for one in texts}
    every = [known.get(part) for part in range(1, parts + 1)]
    given = [one.key if one else None for one in every]
    stated = [one.record.stated if one else NOTHING_STATED for one in every]
    try:
        parses = parse_apart(first.original, str(first.path), first.called, given, settings.limits, stated)
    except UnreadableFile as error:
        return [f"{error}; what an earlier version read of it stays"] * len(texts)
    found = {one.key: one for one in parses}
    lost = "is not found in its file any more; what an earlier version read of it stays"
    return [found.get(one.key, f"{one.path}: {lost}") for one in texts]


def _kept(folder: Path, one: _Stale, parse: Parse | str) -> Renewed:
    if isinstance(parse, str):
        return Renewed(one.key, parse)
    assert one.original is not None
    record = record_of(parse, one.record.file, one.record.fetched, one.record.stated)
    store_edition(folder, parse.edition(), one.original, record)
    list_editions(folder, {one.key: record})
    return Renewed(one.key)
