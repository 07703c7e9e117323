"""A folder with links, pipes and odd names; what in it is a text must be read, and nothing else."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from attacks.samples import as_text, resolution

SOUND = (
    "plain.txt", "hard link.txt", "x" * 251 + ".txt", "\u202etxt.exe\u202c.txt", "two\nlines.txt", "-rf.txt",
    "$(touch ran).txt", "caf\udce9.txt", "a'b\"c;d|e&f.txt", "\u05d0\u05d1\u05d2.txt",
)  # fmt: skip
"""Names of files that are texts; the fourth and the last are written from right to left."""
REFUSED = ("link.txt", "link to a folder", "link to nowhere", "link to itself", "pipe.txt", "socket.txt")


def build(folder: Path) -> None:
    """Fill a folder: a text of its own number under each sound name, and what is no file."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, name in enumerate(SOUND):
        (folder / name).write_bytes(as_text(resolution(800 + at, f"wells of row {at}")))
    (folder / "hard link.txt").unlink()
    outside = folder.with_name(f"{folder.name} outside.txt")
    outside.write_bytes(as_text(resolution(799, "secrets")))
    os.link(outside, folder / "hard link.txt")
    (folder / "link.txt").symlink_to(outside)
    (folder / "link to a folder").symlink_to("/etc")
    (folder / "link to nowhere").symlink_to(folder / "missing")
    (folder / "link to itself").symlink_to("link to itself")
    os.mkfifo(folder / "pipe.txt")
    _socket(folder / "socket.txt")


def _socket(path: Path) -> None:
    """Make a socket; a path longer than a socket's may be is made from within its folder."""
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)
