"""The library on disk: the canonical JSON of every edition held, and its original.

    library/itu-pp/res-71/2022.json    canonical JSON
    library/itu-pp/res-71/2022.source  the file as it came, byte for byte

What is read here is the truth; the index is made from it and can always be made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.canonical import from_json, to_json
from corpus.catalogue import TEXTS, Catalogue, catalogue
from corpus.errors import HomeUnavailable, ResolutionsError, UnknownEdition
from corpus.instruments import Edition, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from ingest.parse import Parse, parse_file, parse_source
from ingest.readers import read_source


@dataclass(frozen=True)
class Library:
    """The editions that are held, and what the catalogue knows beside them."""

    editions: tuple[Edition, ...]
    catalogue: Catalogue
    notices: tuple[str, ...] = ()

    @cached_property
    def _by_key(self) -> dict[EditionKey, Edition]:
        return {edition.key: edition for edition in self.editions}

    def edition(self, key: EditionKey) -> Edition:
        """Return an edition that is held. Raises UnknownEdition."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownEdition(f"'{key}' is not in the library; see: resolutions list") from None

    def find(self, key: EditionKey) -> Edition | None:
        """Return the edition, or None when it is not held."""
        return self._by_key.get(key)

    def provision(self, id_: ProvisionId) -> tuple[Edition, Provision] | None:
        """Return a provision with its edition, or None when it is not held."""
        edition = self._by_key.get(id_.edition)
        found = edition.find(id_.eid) if edition else None
        return (edition, found) if edition and found else None

    def holds(self, target: InstrumentKey | EditionKey | ProvisionId) -> bool:
        """Tell whether what a reference names is held."""
        if isinstance(target, ProvisionId):
            return self.provision(target) is not None
        if isinstance(target, EditionKey):
            return target in self._by_key
        return any(edition.key.instrument == target for edition in self.editions)

    def in_force(self, key: InstrumentKey) -> EditionKey | None:
        """Return the newest edition of an instrument that is held or known."""
        known = self.catalogue.in_force(key)
        years = [edition.key.year for edition in self.editions if edition.key.instrument == key]
        years += [known.edition.year] if known else []
        return EditionKey(key, max(years)) if years else None

    def is_in_force(self, key: EditionKey) -> bool:
        """Tell whether no newer edition is held or known."""
        return self.in_force(key.instrument) == key

    def references(self) -> Iterable[tuple[Edition, Reference]]:
        """Walk every reference of every edition held."""
        return ((edition, one) for edition in self.editions for one in edition.references)


def open_library(home: Path) -> Library:
    """Read the library of a home, with the shipped texts in it.

    The shipped texts are parsed anew at every start: 25 ms, and they stay true to the parser. A
    home that cannot be read or written is said in the notices; what can be read is there.
    """
    folder = home / "library"
    known = catalogue()
    shipped, notices = {}, []
    for instrument in known.shipped():
        path = TEXTS / instrument.text
        parsed = parse_source(read_source(path), path.stem, instrument.edition).edition()
        shipped[parsed.key] = parsed
        try:
            _keep(folder, parsed, path.read_bytes())
        except OSError as error:
            notices = [_unwritable(home, error)]
    added, damaged = _read_all(folder, shipped.keys())
    editions = sorted([*shipped.values(), *added], key=lambda edition: edition.key)
    return Library(tuple(editions), known, (*notices, *damaged))


def add_file(home: Path, path: Path, key: EditionKey | None = None) -> Parse:
    """Parse a file and keep its edition and its original, in place of one with the same key.

    Raises UnreadableFile, InvalidKey when the text does not say what it is and no key is given,
    and HomeUnavailable.
    """
    parsed = parse_file(path, key)
    edition = parsed.edition()
    try:
        _keep(home / "library", edition, path.read_bytes())
    except OSError as error:
        raise HomeUnavailable(_unwritable(home, error)) from error
    return parsed


def _keep(folder: Path, edition: Edition, original: bytes) -> None:
    """Write an edition and its original, where they are not there already."""
    path = folder / f"{edition.key}.json"
    text = json.dumps(to_json(edition), ensure_ascii=False, indent=1) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    for target, data in ((path.with_suffix(".source"), original), (path, text.encode())):
        if not target.is_file() or target.read_bytes() != data:
            aside = target.with_name(f"{target.name}.{os.getpid()}.new")
            aside.write_bytes(data)
            aside.replace(target)


def _read_all(folder: Path, shipped: Iterable[EditionKey]) -> tuple[list[Edition], Sequence[str]]:
    """Read every edition on disk but the shipped ones, and say which files are damaged."""
    editions: list[Edition] = []
    damaged: list[str] = []
    skipped = {f"{key}.json" for key in shipped}
    for path in sorted(folder.glob("*/*/*.json")) if folder.is_dir() else ():
        if path.relative_to(folder).as_posix() in skipped:
            continue
        try:
            edition = from_json(json.loads(path.read_text(encoding="utf-8")))
            if path != folder / f"{edition.key}.json":
                raise ValueError(f"holds {edition.key}")
            editions.append(edition)
        except (OSError, ValueError, KeyError, TypeError, RecursionError, ResolutionsError):
            damaged.append(f"{path}: damaged, left out; add the original again")
    return editions, damaged


def _unwritable(home: Path, error: OSError) -> str:
    """Say that a home cannot be written, and what to do."""
    return (
        f"{home}: cannot be written ({error.strerror}); nothing is kept. "
        "Set RESOLUTIONS_HOME to a folder that can be"
    )
