"""Brings Chroma, or a vector store at an address, up to date.

    index/chroma/
      CURRENT      the copy in use, the segments whose passages it has, the hashes of its files; JSON
      000001/      Chroma's files

A new index is searchable before Chroma has it. When it has been in use for some seconds, a process of its
own, `python -m index.syncing INDEX SECONDS [KIND URL]`, with low priority, copies Chroma's files, adds and
removes what has changed, opens them anew, compares them with an exact search, and names the copy in
CURRENT. A copy is never changed after that, and a damaged one ends no process that answers. A store at an
address (index/shared_store.py) is changed where it is. Exit status 0, else 1 and one line on standard
error.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from time import sleep, time

from filelock import FileLock, Timeout

from corpus.errors import IndexUnavailable
from index.child import last_line, module_command, module_environment
from index.chroma import DATABASE, ChromaVectors, back_up, is_sound
from index.generation import (
    Manifest,
    changed_files,
    current,
    file_hashes,
    read_manifest,
    read_segments,
    write_durably,
)
from index.late_store import EXACTLY
from index.shared_store import StoreAddress, StoreNote, fill, read_note
from index.vector_store import bring_up_to_date, compared, is_outdated

_API_KEY = "VECTOR_STORE_API_KEY"  # in the environment of the process: all may read its arguments
_LOG = logging.getLogger(__name__)
_NICENESS = 10
_QUIET = (
    10.0  # seconds without a change: copying Chroma's files, 14 KB a passage, delays who writes meanwhile
)
_RUNNING: list[Thread] = []


@dataclass(frozen=True, slots=True)
class ChromaCopy:
    """What CURRENT says: the folder, the number of passages by segment, the hash of each file."""

    folder: str
    segments: Mapping[str, int]
    files: Mapping[str, str]


def copy_in_use(root: Path) -> ChromaCopy | None:
    """Return Chroma's copy in use; None where there is none, or what names it cannot be read."""
    try:
        return ChromaCopy(**json.loads((root / "chroma" / "CURRENT").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_synced(root: Path, address: StoreAddress | None = None) -> bool:
    """Return True if a store has the passages of the index in use, as far as the files here say.

    The store is the one at an address, else Chroma's copy.
    """
    copy = copy_in_use(root) if address is None else read_note(root)
    is_other = isinstance(copy, StoreNote) and copy.store != str(address)
    with suppress(IndexUnavailable):
        return copy is not None and not is_other and copy.segments == read_manifest(current(root)).segments
    return False


def is_syncing(root: Path) -> bool:
    """Return True if a process is bringing Chroma up to date."""
    lock = FileLock(root / "chroma" / "LOCK", timeout=0)
    try:
        with lock:
            return False
    except Timeout:
        return True
    except OSError:
        return False


def defect(root: Path, copy: ChromaCopy) -> str:
    """Return what is wrong with the files of a copy, or ''; Chroma does not open them."""
    folder = root / "chroma"
    if changed := changed_files(folder, copy.files):
        return f"changed files: {', '.join(changed)}"
    try:
        return "" if is_sound(folder / copy.folder / DATABASE) else f"{DATABASE} is damaged"
    except sqlite3.Error as error:
        return str(error)


def begin_syncing(root: Path, address: StoreAddress | None = None, *, anew: bool = False) -> None:
    """Bring the vector store up to date in a process of its own, which also outlives this one.

    It begins when the index has not changed for ten seconds. A copy that is to be made `anew` takes over
    nothing and is begun at once.
    """
    if anew:
        with suppress(OSError):
            (root / "chroma" / "CURRENT").unlink()
    if is_synced(root, address) or is_syncing(root) or not os.access(root, os.W_OK):
        return
    process = _begin(root, address, 0.0 if anew else _QUIET)
    thread = Thread(target=_report, args=(process, address), daemon=True, name="syncing")
    thread.start()
    _RUNNING.append(thread)


def finish_syncing() -> None:
    """Wait for the processes that this one has begun."""
    while _RUNNING:
        _RUNNING.pop().join()


def sync(root: Path, address: StoreAddress | None = None, seconds: float = 0.0) -> str:
    """Bring the vector store up to date with the index in use, here; return what is wrong, or ''.

    It begins when the index has been in use for some `seconds`. Where another process is at it, it is left to
    that one. Raises IndexUnavailable, OSError, and whatever
    Chroma raises; the copy in use then stays.
    """
    (root / "chroma").mkdir(exist_ok=True)
    with suppress(Timeout), FileLock(root / "chroma" / "LOCK", timeout=0):
        while not is_synced(root, address):
            _await_quiet(root, seconds)
            if problem := _renew(root) if address is None else fill(root, address):
                return problem
    return ""


def refill(root: Path, address: StoreAddress) -> str:
    """Fill the store at an address anew, here, after whoever is at it; return what is wrong, or ''."""
    (root / "chroma").mkdir(exist_ok=True)
    try:
        with FileLock(root / "chroma" / "LOCK"):
            return fill(root, address, anew=True)
    except IndexUnavailable as error:
        return str(error)


def _begin(root: Path, address: StoreAddress | None, seconds: float) -> subprocess.Popen[str]:
    place = [address.kind, address.url] if address else []
    key = {_API_KEY: address.api_key} if address else {}
    return subprocess.Popen(  # noqa: S603  our own module  # nosec B603
        [*module_command("index.syncing"), str(root), str(seconds), *place],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=module_environment() | key,
        start_new_session=True,  # the end of a command, or of its terminal, is not its end
    )


def _report(process: subprocess.Popen[str], address: StoreAddress | None) -> None:
    """Wait for the process and log what was wrong."""
    _, errors = process.communicate()
    if process.returncode > 0:  # else a signal ended it
        _LOG.warning(
            "%s is not up to date (%s); every question is answered without it. Run: resolutions index",
            address or "Chroma",
            last_line(errors),
        )


def _renew(root: Path) -> str:
    """Write a copy with the passages of the index in use and put it in use; return what is wrong, or ''."""
    manifest = read_manifest(current(root))
    folder, before = root / "chroma", copy_in_use(root)
    numbers = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    new = folder / f"{max(numbers, default=0) + 1:06d}"
    is_base = before is not None and not (
        is_outdated(before.segments, manifest.segments) or defect(root, before)
    )
    kept = {before.folder} if before is not None else set()
    try:
        problem = "" if is_base else "no base"
        if before is not None and is_base:
            shutil.copytree(folder / before.folder, new, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
            back_up(folder / before.folder / DATABASE, new / DATABASE)
            problem = _fill(root, new, before.segments, manifest)
        if problem:  # what was copied may be at fault
            shutil.rmtree(new, ignore_errors=True)
            problem = _fill(root, new, (), manifest)
        if not problem:
            copy = ChromaCopy(new.name, dict(manifest.segments), file_hashes(folder, new))
            kept.add(new.name)  # now, because CURRENT may name it even if writing it raises an error
            write_durably(folder / "CURRENT", json.dumps(asdict(copy), indent=1))
        return problem
    finally:
        for path in folder.iterdir():
            if path.is_dir() and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


def _fill(root: Path, new: Path, before: Collection[str], manifest: Manifest) -> str:
    """Give Chroma the passages of the index, where it has those of some segments; check what is written.

    Return what is wrong, or ''.
    """
    segments = read_segments(current(root), manifest)
    with closing(ChromaVectors(new, create=not before)) as chroma:
        bring_up_to_date(chroma, dict(zip(manifest.segments, segments, strict=True)), before)
    if not is_sound(new / DATABASE):
        return f"{DATABASE} is damaged"
    with closing(ChromaVectors(new)) as chroma:
        return compared(chroma, segments)


def _await_quiet(root: Path, seconds: float) -> None:
    """Wait until the index in use has been so for some seconds."""
    with suppress(OSError):
        while (age := time() - (root / "CURRENT").stat().st_mtime) < seconds:
            sleep(seconds - age if age > 0 else seconds)


def main(root: str, seconds: str, kind: str = "", url: str = "") -> None:
    """Bring the vector store up to date as a process of its own."""
    os.nice(_NICENESS)
    address = StoreAddress(kind, url, os.environ.get(_API_KEY, "")) if kind else None
    try:
        problem = sync(Path(root), address, float(seconds))
    except IndexUnavailable as error:
        problem = str(error).partition(f"; {EXACTLY}")[0]
    if problem:
        sys.exit(problem)


if __name__ == "__main__":
    main(*sys.argv[1:])
