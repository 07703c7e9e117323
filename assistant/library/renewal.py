"""Renewing the library: outdated or damaged texts are parsed again from their originals.

After a change of the home's files of bodies every text is parsed again. Each text keeps its key, even one
that a person chose. This module also removes editions, with their originals.
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
    home_errors,
    open_bodies,
    original_of,
    originals,
    place,
    places,
    read_stored,
    record_of,
    store_edition,
    sweep_originals,
    writing,
)
from assistant.settings import Settings
from corpus.errors import HomeUnavailable, ResolutionsError, UnknownEdition, UnreadableFile
from corpus.keys import EditionKey
from ingest.apart import in_order, parse_in_child
from ingest.parse import PARSER, Parse
from ingest.stated import NOTHING_STATED


@dataclass(frozen=True, slots=True)
class _Stale:
    """An edition to be parsed anew: where it lies, its original, what it is called, its record."""

    path: Path
    key: EditionKey
    original: bytes | None
    called: str
    record: Record


def renew(settings: Settings) -> tuple[str, ...]:
    """Parse outdated and damaged texts again; say of each what became of it. Raises HomeUnavailable.

    A text that cannot be parsed again stays as it is.
    """
    folder = settings.home / "library"
    open_bodies(settings.home)
    with writing(settings.home), home_errors(settings.home):
        stale = list(_stale(folder))
        groups: dict[tuple[str, int] | EditionKey, list[_Stale]] = {}
        for text in stale:  # together with the others that its file holds: a file is read once
            has_others = text.record.parts > 1 and text.original is not None
            group = (text.record.sha256, text.record.parts) if has_others else text.key
            groups.setdefault(group, []).append(text)
        files = list(groups.values())
        parses = chain.from_iterable(
            in_order(lambda texts: _parsed(texts, settings), files, settings.readers)
        )
        renewed = [_kept(folder, *row) for row in zip(chain.from_iterable(files), parses, strict=True)]
        return (*renewed, *map(lost, lost_editions(folder, read_inventory(folder))))


def open_renewed(settings: Settings) -> Library:
    """Return the library of a home, whose texts are first parsed anew if an older parser read any.

    A draft that an older parser took for adopted is then a draft. Changed files of bodies count as a newer
    parser.
    """
    library = open_library(settings.home)
    records = [record for record in library.records.values() if record.file != SHIPPED]
    if all(record.is_current or record.parser > PARSER for record in records):
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
        shipped = [instrument.edition for instrument in library.catalogue.shipped()]
        for key in keys:
            record, path = library.records.get(key), place(folder, key)
            if key in listed:
                continue  # a damaged one can be removed, too
            if record is not None and record.file == SHIPPED:
                problem = "comes with the program and cannot be removed"
                raise ResolutionsError(f"'{key}' {problem}; see: resolutions list")
            if not path.exists() and not originals(path):
                raise UnknownEdition(f"'{key}' is not in the library; see: resolutions list")
        with home_errors(settings.home):
            list_editions(folder, library.records)  # of older homes: a server notices what leaves the list
            for key in dict.fromkeys(keys):
                unlist_edition(folder, key)
                discard(place(folder, key))
                discard_pack(settings.home, key)
    restored = "removed; the text that came with the program is back"
    return tuple(f"{key}: {restored if key in shipped else 'removed'}" for key in dict.fromkeys(keys))


def _stale(folder: Path) -> Iterator[_Stale]:
    """Yield the editions to parse again; remove unreferenced originals and list the sound editions."""
    listed, sound = read_inventory(folder), {}
    for path, key in places(folder):
        try:
            edition, record = read_stored(path)
        except (DamagedEdition, FileNotFoundError):
            yield _from_original(path, key, listed.get(key))
            continue
        if record.file == SHIPPED:  # comes from the program at every start
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
        for original in originals(path):
            data = original.read_bytes()
            if original == original_of(path, hashlib.sha256(data).hexdigest()):
                found = data
                break
    return _Stale(path, key, found, str(key), record)


def _original(path: Path, record: Record) -> bytes | None:
    """Return the original that a record names, if it is whole."""
    for original in originals(path):
        data = original.read_bytes()
        if hashlib.sha256(data).hexdigest() == record.sha256:
            return data
    return None


def _parsed(texts: Sequence[_Stale], settings: Settings) -> list[Parse | str]:
    """Parse anew the original of some texts, or say of each why that cannot be."""
    first, parts = texts[0], texts[0].record.parts
    if first.original is None:
        return [f"{first.path}: its original is damaged or gone; add the file again"]
    known = {text.record.part: text for text in texts}
    every = [known.get(part) for part in range(1, parts + 1)]
    keys = [text.key if text else None for text in every]
    stated = [text.record.stated if text else NOTHING_STATED for text in every]
    try:
        parses = parse_in_child(first.original, str(first.path), first.called, keys, settings.limits, stated)
    except UnreadableFile as error:
        return [f"{error}; what an earlier version read of it stays"] * len(texts)
    found = {parse.key: parse for parse in parses}
    problem = "is not found in its file any more; what an earlier version read of it stays"
    return [found.get(text.key, f"{text.path}: {problem}") for text in texts]


def _kept(folder: Path, text: _Stale, parse: Parse | str) -> str:
    """Store what was parsed anew, if it could be, and say so."""
    if isinstance(parse, str):
        return parse
    assert text.original is not None
    record = record_of(parse, text.record.file, text.record.fetched, text.record.stated)
    store_edition(folder, parse.edition(), text.original, record)
    list_editions(folder, {text.key: record})
    return f"{text.key}: parsed anew from its original"
