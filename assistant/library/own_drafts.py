"""Personal drafts: texts that only the account that added them sees. They are kept apart from the library.

    drafts/<hash of the account's id>/itu-pp/res-71/2026.json   an edition, as storage.py keeps it
    drafts/<hash of the account's id>/EDITIONS.json             their list, which changes whenever one does

Whatever its file says, such a text is a draft. Each account has a folder, so two can have a draft of the same
edition.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.library.adding import Upload
from assistant.library.inventory import list_editions, read_inventory, unlist_edition
from assistant.library.library import Held, Library
from assistant.library.storage import (
    DRAFTS,
    INVENTORY,
    UPLOADED,
    DamagedEdition,
    changing_drafts,
    discard,
    home_errors,
    place,
    read_stored,
    record_of,
    store_edition,
)
from assistant.settings import today
from corpus.adoption import with_status_mark
from corpus.errors import ResolutionsError, UnknownEdition, UnreadableFile
from corpus.instruments import EditionStatus
from corpus.keys import EditionKey, InstrumentKey
from ingest.apart import parse_in_child
from ingest.files import name_of, read_file
from ingest.limits import Limits
from ingest.parse import Parse
from ingest.stated import NOTHING_STATED, StatedIdentity

MOST = 50
"""Drafts that an account may have."""
_ACCOUNTS = 64  # whose drafts stay in memory
_NONE: Mapping[EditionKey, Held] = {}
_LOG = logging.getLogger(__name__)


class DraftStore:
    """The drafts of all accounts of a home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._read = lru_cache(maxsize=_ACCOUNTS)(_read)

    def of(self, owner: str) -> Mapping[EditionKey, Held]:
        """Return an account's drafts; the same object until they change; none for ''."""
        folder = self._folder(owner)
        try:
            about = (folder / INVENTORY).stat() if owner else None
        except OSError:
            about = None
        return self._read(folder, about.st_ino, about.st_mtime_ns) if about else _NONE

    def add(
        self, owner: str, upload: Upload, key: EditionKey | None, library: Library, limits: Limits
    ) -> EditionKey:
        """Add a file as a draft and return its key; a file that is there already stays.

        `library` is what the account sees. Where its edition is there already, the draft gets the
        next free year. Raises UnreadableFile, ResolutionsError, HomeUnavailable.
        """
        data = read_file(upload.path, limits.size)
        parse, stated = _as_draft(data, upload.name, key, library, limits)
        edition, folder = parse.edition(), self._folder(owner)
        with changing_drafts(self.home), home_errors(self.home):
            own = self.of(owner)
            same = [held.key for held, record in own.values() if record.sha256 == parse.sha256]
            if same and key in (None, *same):
                return same[0]
            if edition.key in own:
                remedy = "delete it first, or choose another year for this file"
                raise ResolutionsError(
                    f"{upload.name}: you already have {own[edition.key][0].name}; {remedy}"
                )
            if len(own) >= MOST:
                raise ResolutionsError(f"{upload.name}: you have {MOST} drafts already; delete one first")
            record = record_of(parse, f"{UPLOADED}{upload.name}", stated=stated)
            store_edition(folder, edition, data, record)
            list_editions(folder, {edition.key: record})
            self._read.cache_clear()  # restoring a damaged draft does not change the list
        return edition.key

    def remove(self, owner: str, key: EditionKey) -> None:
        """Delete a draft. Raises UnknownEdition, HomeUnavailable."""
        folder = self._folder(owner)
        with changing_drafts(self.home), home_errors(self.home):
            if key not in read_inventory(folder):
                raise UnknownEdition(f"you have no draft '{key}'")
            unlist_edition(folder, key)
            discard(place(folder, key))

    def count(self, owner: str) -> int:
        """Return how many drafts an account has."""
        return len(read_inventory(self._folder(owner)))

    def erase(self, owner: str) -> None:
        """Delete all drafts of an account. Raises HomeUnavailable."""
        folder = self._folder(owner)
        with home_errors(self.home):
            if folder.exists():
                shutil.rmtree(folder)

    def _folder(self, owner: str) -> Path:
        return self.home / DRAFTS / hashlib.sha256(owner.encode()).hexdigest()[:32]


def _read(folder: Path, *_written: int) -> Mapping[EditionKey, Held]:
    """Read the drafts of an account. A damaged one is left out until its file is added again."""
    found = {}
    for key in read_inventory(folder):
        try:
            edition, record = read_stored(place(folder, key))
        except (DamagedEdition, OSError):
            _LOG.warning("%s: this draft is damaged and left out", place(folder, key))
        else:
            found[key] = with_status_mark(edition, EditionStatus.DRAFT), record
    return found


def _as_draft(
    data: bytes, file: str, key: EditionKey | None, library: Library, limits: Limits
) -> tuple[Parse, StatedIdentity]:
    """Read a file as a draft, a second time if its key is a guess or belongs to another text.

    Raises UnreadableFile.
    """
    stated, parse = NOTHING_STATED, _parsed(data, file, limits, [key] if key else [])
    read, guess = parse.key, parse.proposal
    if read is None and guess is not None:
        read = guess.key or EditionKey(InstrumentKey(guess.issuer, guess.work), today().year)
    assert read is not None
    free = _free(read, library)
    if free != parse.key:
        name, title = (guess.name, guess.title) if guess else (parse.name, parse.title)
        stated = StatedIdentity(name, title, "" if free == read else str(free.year), draft=True)
        parse = _parsed(data, file, limits, [free], [stated])
    return replace(parse, key=free, status=EditionStatus.DRAFT), stated


def _parsed(
    data: bytes,
    file: str,
    limits: Limits,
    keys: Sequence[EditionKey],
    stated: Sequence[StatedIdentity] = (),
) -> Parse:
    parses = parse_in_child(data, file, name_of(Path(file)), keys, limits, stated)
    if len(parses) > 1:
        message = f"{file}: holds {len(parses)} texts; save the draft as a file of its own"
        raise UnreadableFile(message, "several-texts")
    return parses[0]


def _free(key: EditionKey, library: Library) -> EditionKey:
    """Return the key if it is free or a personal draft has it, else that of the next such year."""
    years = (EditionKey(key.instrument, year) for year in range(key.year, 10_000))
    return next((free for free in years if free in library.own or library.find(free) is None), key)
