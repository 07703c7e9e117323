"""Kills an add at every point where it touches the disk, and looks at what a second run makes of it.

`python kill_points.py FOLDER BEFORE AFTER FIRST` adds the files of BEFORE, then those of AFTER in their
place, in a home of its own for each point, killed at every third fsync, rename or unlink from the FIRST on.
It prints
{"points": about how many there are, "mixed": [points after which neither the old nor the new edition could
be read], "different": [points after which a second run did not equal a run without a kill]}.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from assistant.library import adding, renewal
from assistant.library.adding import add_files
from assistant.library.library import open_library
from assistant.library.renewal import renew
from assistant.settings import Settings
from corpus.keys import EditionKey
from ingest.parse import Parse, parse_texts
from ingest.readers import decode
from ingest.stated import StatedIdentity

TOUCHES = ("fsync", "replace", "unlink")


def in_this_process(
    data: bytes,
    name: str,
    called: str,
    keys: Sequence[EditionKey | None] = (),
    limits: object = None,
    stated: Sequence[StatedIdentity] = (),
) -> tuple[Parse, ...]:
    """Parse without a child: a forked process that is killed should leave none behind."""
    del limits
    return parse_texts(decode(data, name), called, keys, stated)


def add(home: Path, folder: Path) -> None:
    settings = Settings(home=home, readers=1)
    renew(settings)
    add_files([folder], settings)


def forked(run: Callable[[], None]) -> int:
    """Run something in a process of its own; return how it ended."""
    process = os.fork()
    if process == 0:
        run()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def killed_at(point: int, run: Callable[[], None]) -> int:
    """Run something that is killed when it touches the disk for the nth time."""
    touched = 0

    def counted(plain: Callable[..., object]) -> Callable[..., object]:
        def touch(*given: object, **named: object) -> object:
            nonlocal touched
            touched += 1
            if touched == point:
                os.kill(os.getpid(), signal.SIGKILL)
            return plain(*given, **named)

        return touch

    def killed() -> None:
        for name in TOUCHES:
            setattr(os, name, counted(getattr(os, name)))
        run()

    return forked(killed)


def tree(home: Path) -> dict[str, bytes]:
    """Return all files of a home's library, by name."""
    return {path.name: path.read_bytes() for path in sorted((home / "library").rglob("*")) if path.is_file()}


def texts(home: Path) -> dict[str, tuple[str, ...]]:
    """Return the words of every edition that can be read."""
    library = open_library(home)
    return {str(one.key): tuple(unit.text for unit in one.provisions) for one in library.editions}


def sweep(folder: Path, before: Path, after: Path, first: int) -> dict[str, object]:
    """Kill at every third point."""
    adding.parse_in_child = renewal.parse_in_child = in_this_process  # type: ignore[assignment]
    work = folder / "work"

    def added(home: Path, source: Path, run: Callable[[Callable[[], None]], int] = forked) -> int:
        """Add files that lie where those before them lay."""
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(source, work)
        return run(lambda: add(home, work))

    added(folder / "old", before)
    old = texts(folder / "old")
    shutil.copytree(folder / "old", folder / "clean")
    added(folder / "clean", after)
    new, clean = texts(folder / "clean"), tree(folder / "clean")
    mixed, different = [], []
    for point in count(first, 3):
        home = Path(shutil.copytree(folder / "old", folder / f"{point}"))
        if added(home, after, partial(killed_at, point)) == 0:
            break
        if any(words not in (old.get(key), new.get(key)) for key, words in texts(home).items()):
            mixed.append(point)
        added(home, after)
        if tree(home) != clean:
            different.append(point)
    return {"points": point - 1, "mixed": mixed, "different": different}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(sweep(*map(Path, sys.argv[1:4]), int(sys.argv[4]))))
