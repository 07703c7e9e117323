"""How an edition lies on disk, how it is put there and how it is taken away.

    library/itu-pp/res-71/2022.json                 canonical JSON, after a record of where it came from
    library/itu-pp/res-71/2022.fd0d48c12343.source  the file as it came, byte for byte
    library/EDITIONS.json                           which editions there must be (inventory.py)

The original, with its hash in its name, is written first and the JSON that refers to it last. Each is
written to a temporary file, flushed and renamed, so a killed process leaves either the old edition or
the new one, complete. The next process removes its temporary files. One process writes, many read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.bodies import bodies_in_use, use_bodies, with_bodies_of
from corpus.canonical import fingerprint, from_json, to_text
from corpus.catalogue import TEXTS
from corpus.errors import HomeUnavailable, InvalidKey
from corpus.instruments import Edition, Instrument
from corpus.keys import EditionKey
from ingest.files import ORIGINAL
from ingest.handover import read_report, report_json
from ingest.parse import PARSER, Parse, Report, parse_source
from ingest.readers import decode
from ingest.stated import NOTHING_STATED, StatedIdentity, read_stated

SHIPPED = "shipped"  # came with the program
INVENTORY = "EDITIONS.json"  # in the folder of the library
BODIES = "bodies"  # the folder of a home's own files of bodies
PACKS = "questions"  # the folder of a home's own question packs
DRAFTS = "drafts"  # the folder of what accounts have added for themselves
UPLOADED = "upload:"  # before the name of a file that a browser has sent
_SECONDS = 5  # to wait for another process that changes the accounts or the drafts
UNKNOWN = "unknown"  # saved from damage
_NO_REPORT = Report({}, (), (), (), ())
_BY_YEAR = len("2022.json")
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Record:
    """Where an edition came from and what was said of its parse.

    `file` is a path, an address, UPLOADED with a name, SHIPPED or UNKNOWN; `sha256` that of the
    original; `fetched` the day on which it was fetched, if it was; `fingerprint` the hash of the
    edition's canonical text; `parser` and `bodies` say by what it was read: the version, and the mark of the
    home's own files of bodies. The edition is text number `part` of the `parts` texts that its file holds.
    `stated` is what a person said of the text, which every later parse keeps to.
    """

    file: str
    sha256: str
    report: Report = _NO_REPORT
    fetched: str = ""
    parser: int = PARSER
    fingerprint: str = ""
    bodies: str = ""
    part: int = 1
    parts: int = 1
    stated: StatedIdentity = NOTHING_STATED

    @property
    def is_current(self) -> bool:
        """Whether the same file would be read in the same way now."""
        return self.parser == PARSER and self.bodies == bodies_in_use().mark


class HomeInUse(HomeUnavailable):
    """Another process is writing to the home."""


class DamagedEdition(Exception):
    """What lies on disk is no edition, or not the one that was kept."""


def record_of(parse: Parse, file: str, fetched: str = "", stated: StatedIdentity = NOTHING_STATED) -> Record:
    """Make the record of a parse that says which edition it is. Raises InvalidKey."""
    report, mark = replace(parse.report, owners={}), fingerprint(parse.edition())
    read_by = PARSER, mark, bodies_in_use().mark
    return Record(file, parse.sha256, report, fetched, *read_by, parse.part, parse.parts, stated)


def open_bodies(home: Path) -> tuple[str, ...]:
    """Read texts and questions by the bodies of a home; return a line for each file that cannot be used."""
    bodies, faults = with_bodies_of(home / BODIES)
    use_bodies(bodies)
    return faults


def shipped_text(instrument: Instrument) -> tuple[Edition, Record, bytes]:
    """Return a text that comes with the program, with its record and its original.

    It ships parsed. Where the parser is another version, or the home has files of bodies, it is parsed here.
    """
    original = (TEXTS / instrument.text).read_bytes()
    with suppress(DamagedEdition, OSError):
        edition, record = read_stored(place(TEXTS, instrument.edition))
        if record.is_current and record.sha256 == hashlib.sha256(original).hexdigest():
            return edition, record, original
    return (*parse_shipped(instrument), original)


def parse_shipped(instrument: Instrument) -> tuple[Edition, Record]:
    """Parse the original of a text that comes with the program."""
    original = (TEXTS / instrument.text).read_bytes()
    name = place(TEXTS, instrument.edition).stem
    parsed = parse_source(decode(original, instrument.text), name, instrument.edition)
    return parsed.edition(), record_of(parsed, SHIPPED)


def writing(home: Path) -> AbstractContextManager[None]:
    """Hold the lock for writing to a home; a process may take it several times.

    Raises HomeInUse when another process writes, HomeUnavailable when the home cannot be written.
    """
    message = "another process is changing the library; wait until it has ended, then try again"
    return _locked(home, "LOCK", HomeInUse(f"{home}: {message}"))


def changing_accounts(home: Path) -> AbstractContextManager[None]:
    """Hold the lock for changing the accounts of a home. Raises HomeUnavailable."""
    busy = HomeUnavailable("another process is changing the accounts; try again")
    return _locked(home, "accounts.LOCK", busy, seconds=_SECONDS)


def changing_drafts(home: Path) -> AbstractContextManager[None]:
    """Hold the lock for changing the drafts of accounts. Raises HomeUnavailable."""
    busy = HomeUnavailable("another draft is being added or deleted; try again")
    return _locked(home, "drafts.LOCK", busy, seconds=_SECONDS)


@contextmanager
def _locked(home: Path, name: str, busy: HomeUnavailable, seconds: float = 0.0) -> Iterator[None]:
    """Hold a lock of a home. Raises `busy` where another process does for so long, HomeUnavailable."""
    lock = FileLock(home / name, timeout=seconds, is_singleton=True)
    with home_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout:
            raise busy from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def home_errors(home: Path) -> Iterator[None]:
    """Raise HomeUnavailable in the place of an OSError."""
    try:
        yield
    except OSError as error:
        raise HomeUnavailable(unwritable(home, error)) from error


def unwritable(home: Path, error: OSError) -> str:
    """Say that a home cannot be written, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{home}: no space left on the disk; free some, or set RESOLUTIONS_HOME to a folder elsewhere"
    cause = "it is a file" if isinstance(error, FileExistsError) else error.strerror or error
    return f"{home}: cannot be written ({cause}); set RESOLUTIONS_HOME to a folder that can be"


def store_edition(folder: Path, edition: Edition, original: bytes, record: Record) -> None:
    """Write an edition and its original, where they are not there already. Raises OSError."""
    path = place(folder, edition.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_original(original_of(path, record.sha256), original, folder if record.parts > 1 else None)
    _write(path, stored_json(edition, record))
    sweep_originals(path, record)


def stored_json(edition: Edition, record: Record) -> bytes:
    """Return an edition and its record as `read_stored` reads them."""
    plain = {name: getattr(record, name) for name in Record.__slots__ if name != "stated"}
    stated = {"stated": record.stated.as_json()} if record.stated != NOTHING_STATED else {}
    # On one line, in ASCII: a file's name may be no text.
    line = json.dumps({**plain, "report": report_json(record.report), **stated})
    return (f'{{"record": {line},\n' + to_text(edition)[1:]).encode()


def is_stored(folder: Path, edition: Edition, original: bytes, record: Record) -> bool:
    """Return True if an edition lies on disk just as `store_edition` would write it."""
    path = place(folder, edition.key)
    with suppress(DamagedEdition, OSError):
        stored = original_of(path, record.sha256).read_bytes()
        return read_stored(path) == (edition, record) and stored == original
    return False


def read_stored(path: Path) -> tuple[Edition, Record]:
    """Read an edition and its record. Raises DamagedEdition, OSError.

    A command opens the library up to three times; a file that has not changed is read once.
    """
    status = path.stat()
    return _read_kept(path, status.st_ino, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1 << 16)
def _read_kept(path: Path, *_written: int) -> tuple[Edition, Record]:
    """Read an edition and its record from a file of this inode, time and size."""
    data = path.read_bytes()
    try:
        first, _, rest = data.partition(b"\n")
        row = json.loads(first.removesuffix(b",") + b"}")["record"]
        stated, report = read_stated(row.get("stated", {})), read_report(row["report"])
        record = Record(**{**row, "report": report, "stated": stated})
        if hashlib.sha256(b"{" + rest).hexdigest() != record.fingerprint:
            raise DamagedEdition(path)
        edition = from_json(json.loads(b"{" + rest))
    except _DAMAGE as error:
        raise DamagedEdition(path) from error
    if edition.key != key_of(path):
        raise DamagedEdition(path)
    return edition, record


def places(folder: Path) -> list[tuple[Path, EditionKey]]:
    """Return where editions lie, those too of which only an original is left, in order."""
    found = {
        (issuer, work, name[:4])
        for issuer in _names_in(folder)
        for work in _names_in(folder / issuer)
        for name in _names_in(f"{folder}/{issuer}/{work}")
        if name.endswith(ORIGINAL) or (name.endswith(".json") and len(name) == _BY_YEAR)
    }
    keys = (_key(*names) for names in sorted(found))
    return [(place(folder, key), key) for key in keys if key]


def _names_in(folder: Path | str) -> list[str]:
    """Return the names in a folder; none where it is missing, no folder, or not for us to read."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        return os.listdir(folder)
    return []


def place(folder: Path, key: EditionKey) -> Path:
    """Return where an edition's JSON lies."""
    return folder / f"{key}.json"


def key_of(path: Path) -> EditionKey | None:
    """Return the key of the edition that lies here, or None where none can."""
    issuer, work = path.parts[-3:-1]
    return _key(issuer, work, path.name[:4])


def _key(issuer: str, work: str, year: str) -> EditionKey | None:
    try:
        return EditionKey.parse(f"{issuer}/{work}/{year}")
    except InvalidKey:
        return None


def original_of(path: Path, sha256: str) -> Path:
    """Return where the original of an edition lies."""
    return path.with_name(f"{path.stem}.{sha256[:12]}{ORIGINAL}")


def originals(path: Path) -> list[Path]:
    """Return the originals beside an edition, the newest first; there is one unless a process was killed."""
    found = path.parent.glob(f"{path.stem}*{ORIGINAL}")
    return sorted(found, key=lambda original: original.stat().st_mtime_ns, reverse=True)


def is_original_whole(path: Path, record: Record) -> bool:
    """Return True if the original that a record names is there, byte for byte."""
    try:
        with original_of(path, record.sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == record.sha256
    except OSError:
        return False


def discard(path: Path) -> None:
    """Remove an edition, its JSON last: until then it still counts as present. Raises OSError."""
    for original in originals(path):
        original.unlink()
    path.unlink(missing_ok=True)
    if not path.parent.is_dir():  # nothing was left of it
        return
    _flush(path.parent)
    with suppress(OSError):  # other editions lie there
        path.parent.rmdir()
        path.parent.parent.rmdir()


def sweep(folder: Path) -> None:
    """Remove what a process that was killed left half written; to be called by the one that writes."""
    for path in (*folder.glob("*/*/[0-9][0-9][0-9][0-9].*.new"), folder / f"{INVENTORY}.new"):
        path.unlink(missing_ok=True)


def sweep_originals(path: Path, record: Record) -> None:
    """Remove the originals beside an edition that its record does not name."""
    named = original_of(path, record.sha256)
    for original in originals(path) if named.is_file() else ():
        if original != named:
            original.unlink(missing_ok=True)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, for its owner alone. Raises OSError."""
    aside = path.with_name(f"{path.name}.new")
    try:
        with open(aside, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _flush(path.parent)


def _write(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        write_durably(path, data)


def _write_original(path: Path, data: bytes, library: Path | None) -> None:
    """Write an original; one that the library has beside another text of the same file takes no more room."""
    if library is not None and not path.is_file():
        hashed = path.name.partition(".")[2]
        for twin in library.glob(f"*/*/[0-9][0-9][0-9][0-9].{hashed}"):
            with suppress(OSError):  # a file system without links
                path.hardlink_to(twin)
                _flush(path.parent)
                break
    _write(path, data)


def _flush(folder: Path) -> None:
    """Make what was renamed or removed in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
