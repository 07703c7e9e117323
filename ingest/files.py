"""Which files a path stands for, and their bytes. Nothing is followed: no link, no pipe, no device."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from corpus.errors import UnreadableFile

Found = tuple[Path, UnreadableFile | None]  # a file, or what stands in its place and why it is refused

_KINDS = {
    stat.S_IFLNK: "a link, which is not followed",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}
ORIGINAL = ".source"  # how the library names the originals that it keeps


def find_files(paths: Iterable[Path], apart: Path) -> Iterator[Found]:
    """Walk the files that paths name, folders in the order of their names, each file once.

    Inside a folder hidden files are passed over, and so are the library's own: everything below
    the folder `apart`, and originals that it keeps.
    """
    seen: set[str] = set()
    own_folder: tuple[int, int] | None = None  # what identifies that folder under any path
    with suppress(OSError):
        own_folder = apart.stat().st_dev, apart.stat().st_ino
    for path in paths:
        for found in _walk(path, own_folder):
            place = os.path.abspath(found[0])
            if place not in seen:
                seen.add(place)
                yield found


def read_file(path: Path, limit: int) -> bytes:
    """Read a file that is one, even if something else takes its place meanwhile.

    Raises UnreadableFile: missing, no file, too large, or not to be opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            mode, size = os.fstat(file.fileno()).st_mode, os.fstat(file.fileno()).st_size
            if not stat.S_ISREG(mode):
                raise _no_file(path, mode)
            data = file.read(limit + 1) if size <= limit else b""
    except OSError as error:
        raise _unopened(path, error) from error
    if max(size, len(data)) > limit:
        raise UnreadableFile(f"{path}: {size:,} bytes; give a file of at most {limit:,} bytes", "too-large")
    return data


def name_of(path: Path) -> str:
    """Return what a text is called that does not say: its file's name, as far as that is text."""
    return "".join(character if character.isprintable() else "�" for character in path.stem)


def _walk(path: Path, own_folder: tuple[int, int] | None) -> Iterator[Found]:
    waiting = [path]  # no recursion: a folder may be nested as deep as its path is long
    while waiting:
        found = waiting.pop()
        try:
            about = found.lstat()
            mode = about.st_mode
            names = sorted(os.listdir(found), reverse=True) if stat.S_ISDIR(mode) else []
        except OSError as error:
            yield found, _unopened(found, error)
            continue
        if stat.S_ISREG(mode):
            yield found, None
        elif not stat.S_ISDIR(mode):
            yield found, _no_file(found, mode)
        elif (about.st_dev, about.st_ino) != own_folder:
            waiting += [
                found / name for name in names if not (name.startswith(".") or name.endswith(ORIGINAL))
            ]


def _no_file(path: Path, mode: int) -> UnreadableFile:
    what = _KINDS.get(stat.S_IFMT(mode), "no file")
    return UnreadableFile(f"{path}: {what}; give the file itself", "not-a-file")


def _unopened(path: Path, error: OSError) -> UnreadableFile:
    if isinstance(error, FileNotFoundError):
        return UnreadableFile(f"{path}: no such file; check the path", "missing")
    if path.is_symlink() or path.is_dir():  # may have taken the file's place after it was found
        return _no_file(path, path.lstat().st_mode)
    message = f"{path}: cannot be read ({error.strerror}); check its permissions"
    return UnreadableFile(message, "unreadable")
