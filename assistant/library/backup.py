"""A home → one file, and back: library, drafts, packs, bodies, conversations, accounts, reviewed cases.

    resolutions backup 1 sha256=…       a line with the hash of everything after it
    a zip file                          MANIFEST.json: each file with its size and hash; then the files

Nothing else is kept: index and cache are made anew from the library, sign-ins and counts begin anew. A byte
that was changed anywhere is noticed before anything is put in place. Any zip program can open a backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from assistant.library.storage import BODIES, DRAFTS, PACKS, changing_accounts, unwritable, writing
from corpus.errors import HomeUnavailable, ResolutionsError

FORMAT = 1
_MARK = b"resolutions backup "
_MANIFEST = "MANIFEST.json"
_FOLDERS = ("library", DRAFTS, PACKS, BODIES, "cases")
_DATABASE = "conversations.sqlite"
_JOURNALS = (f"{_DATABASE}-wal", f"{_DATABASE}-shm")  # of the database that is replaced, never of another
_FILES = ("accounts.json", "language_model.json")
_ENDINGS = (".json", ".jsonl", ".source", ".sqlite", ".toml")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, AttributeError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
_PIECE = 1 << 20  # bytes that are read at once
_HEADER = 200  # bytes that the first line has at most


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup has: the day it was made, its files, how many bytes they have."""

    made: str
    files: int
    size: int


class DamagedBackup(ResolutionsError):
    """A file is not a backup, or has been changed."""

    code = "damaged-backup"


def back_up(home: Path, file: Path) -> Contents:
    """Write a backup of a home. Raises HomeUnavailable, ResolutionsError if the file already exists."""
    if file.exists():
        raise ResolutionsError(f"{file}: already exists; give another name, or remove it first")
    try:
        with (
            writing(home),
            tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder,
        ):
            archive, whole = Path(folder, "archive"), Path(folder, "whole")
            contents = _archive(home, archive, Path(folder, _DATABASE))
            with archive.open("rb") as source:
                _write(whole, source, _MARK + f"{FORMAT} sha256={_hash_of(archive)}\n".encode())
            whole.rename(file)
    except sqlite3.Error as error:
        problem = f"cannot be read ({error}); see: resolutions doctor"
        raise HomeUnavailable(f"{home / _DATABASE}: {problem}") from error
    except OSError as error:
        where = error.filename or file
        raise ResolutionsError(f"{where}: cannot be read or written ({error.strerror or error})") from error
    return contents


def _archive(home: Path, file: Path, database: Path) -> Contents:
    """Write the files of a home into a zip file, behind a list of them."""
    paths = [
        path for name in _FOLDERS for path in sorted((home / name).rglob("*")) if path.suffix in _ENDINGS
    ]
    paths += [home / name for name in _FILES]
    files = {path.relative_to(home).as_posix(): path for path in paths if path.is_file()}
    if (home / _DATABASE).exists():  # copied as it is at one moment, also while it is written to
        with closing(sqlite3.connect(home / _DATABASE)) as source, closing(sqlite3.connect(database)) as copy:
            source.backup(copy)
        files[_DATABASE] = database
    made = datetime.now(UTC).isoformat(timespec="seconds")
    rows = {name: {"sha256": _hash_of(path), "size": path.stat().st_size} for name, path in files.items()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_MANIFEST, json.dumps({"format": FORMAT, "made": made, "files": rows}, indent=1))
        for name, path in files.items():
            archive.write(path, name)
    return Contents(made, len(rows), sum(path.stat().st_size for path in files.values()))


def is_backup(file: Path) -> bool:
    """Return True if a file begins as a backup does."""
    try:
        with file.open("rb") as stream:
            return stream.read(len(_MARK)) == _MARK
    except OSError:
        return False


def examine(file: Path) -> Contents:
    """Check that a backup is whole, without putting anything in place. Raises DamagedBackup."""
    with tempfile.TemporaryDirectory(prefix="resolutions-backup-") as folder:
        return _unpacked(file, Path(folder))


def restore(home: Path, file: Path, *, replace: bool = False) -> tuple[Contents, Path | None]:
    """Put a backup in the place of what a home has; return what it has, and where the old files are now.

    It is unpacked beside them and checked first. Raises DamagedBackup, HomeUnavailable, and
    ResolutionsError where something is in its place and is not to be replaced.
    """
    try:
        with writing(home), changing_accounts(home):
            present = [name for name in (*_FOLDERS, _DATABASE, *_FILES) if (home / name).exists()]
            if present and not replace:
                raise ResolutionsError(
                    f"{home}: has {', '.join(present)}; restore with --replace (they are kept aside), or set "
                    "RESOLUTIONS_HOME to an empty folder"
                )
            with tempfile.TemporaryDirectory(dir=home, prefix="restoring-") as folder:
                contents = _unpacked(file, Path(folder))
                return contents, _swapped(home, Path(folder), present)
    except OSError as error:
        if error.filename and Path(error.filename) == file:
            raise ResolutionsError(f"{file}: cannot be read ({error.strerror or error})") from error
        raise HomeUnavailable(unwritable(home, error)) from error


def _swapped(home: Path, new: Path, present: list[str]) -> Path | None:
    """Move what is there aside, and what was unpacked in its place; nothing is removed."""
    aside = Path(tempfile.mkdtemp(dir=home, prefix="replaced-")) if present else None
    moves = [(home / name, aside / name) for name in (*present, *_JOURNALS)] if aside else []
    moves = [(old, to) for old, to in moves if old.exists()]
    moves += [(path, home / path.name) for path in sorted(new.iterdir())]
    done: list[tuple[Path, Path]] = []
    try:
        for old, to in moves:
            old.rename(to)
            done.append((old, to))
    except OSError:
        for old, to in reversed(done):
            to.rename(old)
        raise
    return aside


def _unpacked(file: Path, folder: Path) -> Contents:
    """Unpack a backup, each file checked against its hash. Raises DamagedBackup."""
    try:
        _check_whole(file)
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            rows = manifest["files"]
            if {entry.filename for entry in archive.infolist()} != {_MANIFEST, *rows}:
                raise DamagedBackup(f"{file}: contains other files than it lists; use another copy")
            for name, row in rows.items():
                _unpack(archive, name, row, folder, file)
        return Contents(manifest["made"], len(rows), sum(row["size"] for row in rows.values()))
    except FileNotFoundError:
        raise ResolutionsError(f"{file}: no such file; give the path of a backup") from None
    except _DAMAGE as error:
        raise DamagedBackup(f"{file}: damaged ({error}); use another copy") from error


def _check_whole(file: Path) -> None:
    """Compare the hash in the first line with the bytes behind it. Raises DamagedBackup."""
    with file.open("rb") as stream:
        line = stream.readline(_HEADER)
        if not line.startswith(_MARK):
            raise DamagedBackup(f"{file}: is not a backup; make one with: resolutions backup FILE")
        version, _, _ = line.removeprefix(_MARK).rstrip(b"\n").partition(b" sha256=")
        if version.isdigit() and int(version) > FORMAT:
            raise DamagedBackup(f"{file}: was made by a newer version of the program; use that version")
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if line != _MARK + f"{FORMAT} sha256={found}\n".encode():
        raise DamagedBackup(f"{file}: has been changed since it was written; use another copy")


def _unpack(archive: zipfile.ZipFile, name: str, row: dict[str, object], folder: Path, file: Path) -> None:
    """Unpack one file to where it belongs. Raises DamagedBackup."""
    parts = PurePosixPath(name).parts
    allowed = name in (_DATABASE, *_FILES) or (len(parts) > 1 and parts[0] in _FOLDERS)
    if not allowed or ".." in parts or "\\" in name or not name.endswith(_ENDINGS):
        problem = f"contains an unexpected file, '{name[:80]}'"
        raise DamagedBackup(f"{file}: {problem}; it was not made by this program")
    place = folder.joinpath(*parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    if archive.getinfo(name).file_size != row["size"]:
        raise DamagedBackup(f"{file}: '{name}' has been changed; use another copy")
    with archive.open(name) as stream:
        _write(place, stream)
    if (_hash_of(place), place.stat().st_size) != (row["sha256"], row["size"]):
        raise DamagedBackup(f"{file}: '{name}' has been changed; use another copy")


def _write(path: Path, source: IO[bytes], opening: bytes = b"") -> None:
    """Write a new file that only its owner may read: conversations and accounts are in it."""
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as target:
        target.write(opening)
        shutil.copyfileobj(source, target, _PIECE)
        target.flush()
        os.fsync(target.fileno())


def _hash_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
