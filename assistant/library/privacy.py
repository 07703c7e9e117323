"""A home is private to its owner: files 0600, folders 0700, whatever the owner's umask.

Every command starts with `private_files`, which covers everything that it and its child processes write, and
with `make_private`, which repairs homes of earlier versions. Files written elsewhere follow the owner's
umask.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from fnmatch import fnmatch
from pathlib import Path
from stat import S_IMODE, S_ISLNK

from assistant.library.backup import is_backup

_OTHERS = 0o077  # the rights of everybody but the owner
_OWN = (
    "*LOCK", "accounts.json*", "sessions.json*", "language_model*", "answering-off*",
    "conversations.sqlite*", "counters.sqlite*", "library", "drafts", "questions", "cases", "index", "cache",
    "quarantine", "replaced-*", "restoring-*", ".backup-*", ".probe-*",
)  # fmt: skip
"""What lies in a home; anything else there is not this program's to change."""
_users: ContextVar[int | None] = ContextVar("users", default=None)


@contextmanager
def private_files() -> Iterator[None]:
    """Give only the owner rights to what is written meanwhile, in this process and its children."""
    before = os.umask(_OTHERS)
    mark = _users.set(before)
    try:
        yield
    finally:
        _users.reset(mark)
        os.umask(before)


@contextmanager
def files_of_the_user() -> Iterator[None]:
    """Write with the umask of the user again: for files that he has put in a place of his own."""
    umask = _users.get()
    if umask is None:  # nothing has been made private
        yield
        return
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def make_private(home: Path) -> None:
    """Take the rights of others from what lies in a home.

    A folder is changed after its contents, so the top level alone shows whether anything is left to do. Links
    are not followed. The home itself is changed only if nothing else is in it. The doctor reports rights that
    could not be changed.
    """
    with suppress(OSError):
        entries = list(home.iterdir())
        own = [entry for entry in entries if _is_own(entry)]
        for entry in own:
            with suppress(OSError):
                if _is_open(entry):
                    for folder, _, files in os.walk(entry, topdown=False):
                        for path in (*files, ""):
                            _close(Path(folder, path))
                    _close(entry)
        if len(own) == len(entries):
            _close(home)


def open_to_others(home: Path) -> list[Path]:
    """Return the paths in a home that others may access, the home itself first. Raises OSError."""
    found = [home] if _is_open(home) and all(map(_is_own, home.iterdir())) else []
    for entry in filter(_is_own, sorted(home.iterdir())):
        found += [path for path in (entry, *sorted(entry.rglob("*"))) if _is_open(path)]
    return found


def _is_own(entry: Path) -> bool:
    """Return whether something at the top of a home is this program's."""
    return any(fnmatch(entry.name, pattern) for pattern in _OWN) or (entry.is_file() and is_backup(entry))


def _is_open(path: Path) -> bool:
    """Return whether others have rights to a file or folder; a link has none of its own."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:  # another process has removed it
        return False
    return not S_ISLNK(mode) and bool(mode & _OTHERS)


def _close(path: Path) -> None:
    """Take the rights of others from one file or folder. Raises OSError."""
    if _is_open(path):
        path.chmod(S_IMODE(path.lstat().st_mode) & ~_OTHERS)
