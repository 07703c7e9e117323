"""Hostile files through the real reading path: a process for each, its limits, sound files beside them."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import REASONS
from evals.faults.attacks import load
from evals.faults.forked import forked, patience
from evals.faults.trial import Row, Trial, mixed

_BY_HAND = 360  # more than there are
_MUTATED = 2000
_BATCH = 20
_ASIDE = ("quarantined", "proposed")  # what is not in the library
_FILE_SECONDS = 90.0  # the limits of a small file on the clock, and the grace beyond them
_PARENT = 4096  # bytes in the longest message


class Reading(Row):
    """Files that are hostile, or changed at random."""

    name = "files"
    fault = (
        "PDFs cut at every 1/64, locked, scanned, bombs, cycles, a million pages; bombs in Word files, "
        "entities, deep nesting; wrong names and encodings; 2,000 files of seven kinds changed at random"
    )
    must = "read, or set aside with a reason, within the limits; the sound files beside them are added"

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the batches: those made by hand, and those changed at random."""
        hand = [f"hand {at}" for at in range(0, _BY_HAND, _BATCH)]
        return mixed([*hand, *(f"mutated {at}" for at in range(0, _MUTATED, _BATCH))])

    def prepare(self) -> None:
        """Make nothing yet; the process stays small, for its size counts in what a reader is seen to take."""
        self.samples = load("samples")

    def trials(self, which: str) -> Iterable[Trial]:
        """Add a folder of hostile files with sound ones before, between and after them."""
        folder, home = (self.folder / f"{what} {os.getpid()}" for what in ("files", "home"))
        folder.mkdir(parents=True)
        names = [self._written(folder, at, *row) for at, row in enumerate(self._files(which))]
        sound = [self._sound(folder, name, 900 + at) for at, name in enumerate(("00a", "10b", "99c"))]
        ended = forked(lambda: _added(home, folder), _FILE_SECONDS * (len(names) + 3))
        if ended.value is None:
            yield self.trial(which, f"the whole batch: {ended.crash or ended.said[-300:]}", ended.seconds)
        else:
            rows, megabytes = ended.value
            yield from self._judged(which, {**dict.fromkeys(names), **rows}, sound, megabytes)
        shutil.rmtree(folder)
        shutil.rmtree(home, ignore_errors=True)

    def _files(self, which: str) -> Iterator[tuple[str, bytes]]:
        """Make the files of a batch."""
        kind, start = which.split()
        if kind == "hand":
            return islice(load("files").by_hand(), int(start), int(start) + _BATCH)
        return islice(load("mutations").mutated(self.seed, int(start) + _BATCH), int(start), None)

    def _written(self, folder: Path, at: int, name: str, data: bytes) -> str:
        """Write a hostile file."""
        plain = "".join(letter if letter.isalnum() or letter in " .," else "_" for letter in name)
        path = folder / f"{at + 1:02} {plain}"
        path.write_bytes(data)
        return path.name

    def _sound(self, folder: Path, name: str, number: int) -> str:
        """Write a sound file, of another kind each time."""
        kinds = [
            row for row in self.samples.KINDS.items() if row[0] != "json"
        ]  # JSON names no edition as text
        ending, write = kinds[number % len(kinds)]
        (folder / f"{name}.{ending}").write_bytes(write(self.samples.resolution(number, f"barns of {name}")))
        return f"{name}.{ending}"

    def _judged(
        self, which: str, rows: dict[str, Any], sound: Sequence[str], megabytes: float
    ) -> Iterator[Trial]:
        """Say of each file whether it was treated as it must be."""
        for name, row in rows.items():
            label = f"{which}: {name}"
            if row is None:
                yield self.trial(label, "nothing is said of it")
                continue
            problem = _problem(row, is_sound=name in sound)
            yield self.trial(label, problem, row["seconds"], megabytes, **{f"reason {row['reason']}": 1})

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return why files were set aside."""
        reasons: Counter[str] = Counter()
        for trial in trials:
            reasons.update(
                {name[7:] or "read": int(n) for name, n in trial.figures.items() if name[:7] == "reason "}
            )
        return ", ".join(f"{name} {count}" for name, count in reasons.most_common())


def _problem(row: dict[str, Any], *, is_sound: bool) -> str:
    """Say what is wrong with how one file was treated, or ''."""
    if row["status"] not in _ASIDE:
        return f"{row['unowned']} lines belong to no unit" if row["unowned"] else ""
    if is_sound:
        return f"a sound file was set aside: {row['said']}"
    if row["reason"] not in REASONS or "\n" in row["said"] or len(row["said"]) > _PARENT:
        return f"no clear reason ({row['reason']}): {row['said'][:200]}"
    if row["reason"] == "crashed":
        return f"it ended its reader: {row['said']}"
    return f"it took {row['seconds']:.0f} s" if row["seconds"] > _FILE_SECONDS * patience() else ""


def _added(home: Path, folder: Path) -> tuple[dict[str, Any], float]:
    """Add the files of a folder; return what became of each, and the peak memory of their readers in MB."""
    import resource

    from assistant.library.adding import add_files
    from assistant.library.importing import Allowed
    from assistant.settings import Settings

    settings = Settings(home, readers=1)
    rows = {
        Path(file.file).name: {
            "status": str(file.status),
            "reason": file.reason,
            "said": file.said,
            "seconds": file.seconds,
            "unowned": len(file.report.unowned),
        }
        for file in add_files([folder], settings, allowed=Allowed(replacing=True))
    }
    return rows, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


class Folders(Row):
    """A folder with links, pipes and odd names."""

    name = "folders"
    fault = "links, a pipe, a socket, a hard link; names of 255 bytes, from right to left, with breaks"
    must = "files are read, all else is refused by what it is; one line each; nothing is run"
    workers = 1

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the one folder."""
        return ["a folder"]

    def prepare(self) -> None:
        """Fill the folder."""
        self.folders = load("folders")
        self.folders.build(self.folder / "odd")

    def trials(self, which: str) -> Iterable[Trial]:
        """Add it."""
        del which
        ended = forked(lambda: _added(self.folder / "home", self.folder / "odd"), 600.0)
        rows = ended.value[0] if ended.value else {}
        for name in self.folders.SOUND:
            row = rows.get(name)
            ok = row is not None and row["status"] not in _ASIDE
            yield self.trial(ascii(name), "" if ok else f"not added: {row or ended.said[-200:]}")
        for name in self.folders.REFUSED:
            row = rows.get(name)
            ok = row is not None and row["reason"] == "not-a-file" and "\n" not in row["said"]
            yield self.trial(name, "" if ok else f"not refused as what it is: {row or ended.said[-200:]}")
        ran = [path.name for path in self.folder.rglob("ran")]
        yield self.trial("nothing is run", "a name was run as a command" if ran else "")
