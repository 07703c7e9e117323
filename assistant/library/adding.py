"""Adding files to the library: from this machine, or sent by a browser; each is read apart and taken in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from assistant.library.importing import NOTHING, Added, Allowed, Offer, Watch, no_progress, open_intake
from assistant.library.storage import UPLOADED
from assistant.settings import Settings
from corpus.errors import ResolutionsError, UnreadableFile
from corpus.keys import EditionKey
from ingest.apart import in_order, parse_in_child
from ingest.files import find_files, name_of, read_file

Known = Mapping[str, Sequence[EditionKey]]  # the editions that a file holds, by the hash of its bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a browser has sent: the name that it was sent under, and where its bytes lie."""

    name: str
    path: Path


def add_files(
    paths: Iterable[Path],
    settings: Settings,
    *,
    key: EditionKey | None = None,
    allowed: Allowed = NOTHING,
    watch: Watch = no_progress,
) -> tuple[Added, ...]:
    """Add files, and the files in folders; one that cannot be added harms no other.

    `key` names the edition of the one file that is given; `allowed` is what files may do to texts that
    are held. Raises ResolutionsError for a key with several files, HomeUnavailable.
    """
    found = find_files(paths, settings.home)
    offers = [(path, Offer(str(path), os.path.abspath(path), refused=refused)) for path, refused in found]
    return _add(offers, settings, key, allowed, watch)


def add_uploads(
    uploads: Sequence[Upload],
    settings: Settings,
    *,
    key: EditionKey | None = None,
    allowed: Allowed = NOTHING,
    watch: Watch = no_progress,
) -> tuple[Added, ...]:
    """Add files that a browser has sent, as `add_files` does, with the same errors."""
    offers = [(upload.path, Offer(upload.name, f"{UPLOADED}{upload.name}")) for upload in uploads]
    return _add(offers, settings, key, allowed, watch)


def _add(
    found: Sequence[tuple[Path, Offer]],
    settings: Settings,
    key: EditionKey | None,
    allowed: Allowed,
    watch: Watch,
) -> tuple[Added, ...]:
    """Read files, several at once, and take each in. Raises ResolutionsError, HomeUnavailable."""
    if key and len(found) != 1:
        raise ResolutionsError(
            f"a key names one edition and there are {len(found)} files; add one file with it"
        )
    rows = []
    with open_intake(settings) as intake:
        known, count = intake.known(), len(found)
        for offers in in_order(lambda pair: _read(*pair, settings, key, known), found, settings.readers):
            count += len(offers) - 1
            for offer in offers:
                rows.append(intake.take(replace(offer, allowed=allowed)))
                watch(rows[-1], count)
    return tuple(rows)


def _read(
    path: Path, offer: Offer, settings: Settings, key: EditionKey | None, known: Known
) -> tuple[Offer, ...]:
    """Read one file, and parse its texts unless the library has its very bytes."""
    started, limits = perf_counter(), settings.limits
    if offer.refused:
        return (offer,)
    try:
        data = read_file(path, limits.size)
        offer = replace(offer, data=data)
        known_keys = known.get(hashlib.sha256(data).hexdigest(), ())
        if wanted := [known_key for known_key in known_keys if key in (None, known_key)]:
            return tuple(replace(offer, held=known_key) for known_key in wanted)
        keys = (key,) if key else ()
        parses = parse_in_child(data, offer.file, name_of(Path(offer.file)), keys, limits)
        seconds = (perf_counter() - started) / len(parses)
        return tuple(replace(offer, parse=parse, seconds=seconds) for parse in parses)
    except UnreadableFile as error:
        return (replace(offer, refused=error, seconds=perf_counter() - started),)
