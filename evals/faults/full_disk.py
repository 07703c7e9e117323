"""A disk that fills up, is read-only, or cannot be read: a clear line, and the old generation answers."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from evals.faults.forked import Ended, forked, last_line
from evals.faults.shim import Mode, arm, touches
from evals.faults.tiny import (
    SUBJECTS,
    answers,
    chroma_defect,
    command,
    index_state,
    leftovers,
    stay_tiny,
    tree,
    write_pack,
    write_texts,
)
from evals.faults.trial import Row, Trial
from index.failures import NotBuilt

_SIZES = 20
_MOST = 1.3  # times the room that a command leaves taken: it takes more while it runs
_LARGE = 1 << 28
_FAILURES = 60  # touches at which the disk is full, and reads that fail
_SECONDS = 300.0
_LACKS = "which lacks these texts; they are found by their words alone"


class _Disk(Row):
    """A home that a command changes while the disk does not do what it should."""

    def prepare(self) -> None:
        """Build a home of one generation, and what each command makes of it."""
        self.model = stay_tiny(self.folder / "scratch")
        self.sound = self.folder / "sound"
        write_pack(self.sound)
        texts = write_texts(self.folder / "texts")
        self.more = write_texts(self.folder / "more", (*SUBJECTS, "orchards"))
        ended = forked(lambda: command(self.sound, "add", str(texts)), _SECONDS)
        assert ended.value == 0, ended.said
        self.before = forked(lambda: answers(self.sound, self.model), _SECONDS).value
        self.clean = Path(shutil.copytree(self.sound, self.folder / "clean"))
        self.touches = forked(self._counted, _SECONDS).value
        self.after = forked(lambda: answers(self.clean, self.model), _SECONDS).value
        self.between = forked(self._without_index, _SECONDS).value
        self.state = forked(lambda: index_state(self.clean, self.model), _SECONDS).value

    def _counted(self) -> list[int]:
        """Add a text to the clean home; return how often that touches the disk, and how often it reads."""
        status = command(self.clean, "add", str(self.more))
        assert status == 0
        return [status]

    def _without_index(self) -> dict[str, Any]:
        """Return the answers where the text was added, and its index could not be built."""
        home = Path(shutil.copytree(self.sound, self.folder / "between"))
        shutil.rmtree(home / "library")
        shutil.copytree(self.clean / "library", home / "library")
        with patch("assistant.opening.rebuild", side_effect=NotBuilt("no room")):
            return answers(home, self.model)

    def _said(self, ended: Ended, *, fails: bool) -> str:
        """Say what is wrong with how a command ended, or ''."""
        if ended.crash:
            return ended.crash
        if ended.value == 0:
            return "it says that it worked" if fails else ""
        line = last_line(ended.said)
        return (
            "" if line.startswith("resolutions: ") or ":" in line else f"no clear line: {ended.said[-200:]}"
        )

    def _answers(self, home: Path) -> str:
        """Say what is wrong with what is answered while the disk is as it is, or ''."""
        ended = forked(lambda: answers(home, self.model), _SECONDS)
        if ended.crash or ended.value is None:
            return f"asking afterwards: {ended.crash or ended.said[-300:]}"
        if ended.value["error"]:
            return f"asking afterwards: {ended.value['error']}"
        notices = " | ".join(ended.value["notices"])
        allowed = [self.before, self.after, *([self.between] if _LACKS in notices else [])]
        if [ended.value["found"], ended.value["texts"]] in [
            [state["found"], state["texts"]] for state in allowed
        ]:
            return ""
        return (
            f"asking afterwards gives neither the old nor the new answers; notices: {notices[:300] or 'none'}"
        )

    def _mended(self, home: Path) -> str:
        """Run the command again on a disk that is well; say what differs from a clean home, or ''."""
        again = forked(lambda: command(home, "add", str(self.more)), _SECONDS)
        if again.crash or again.value:
            return f"the next run: {again.crash or again.said[-300:]}"
        found = forked(lambda: index_state(home, self.model), _SECONDS)
        if found.value != self.state or tree(home / "library") != tree(self.clean / "library"):
            return f"the next run does not equal a clean one {found.said[-200:]}"
        left = leftovers(home)
        return f"after the next run there is left: {', '.join(left)}" if left else chroma_defect(home)


class FullDisk(_Disk):
    """A small file system of its own."""

    name = "disk"
    fault = f"a disk with room for less than is needed ({_SIZES} sizes), read-only"
    must = (
        "one clear line; the old or the new answers, or the old index and a notice which text it lacks; "
        "temporary files gone; mended by the next run"
    )
    tools = ("mount", "umount", "unshare")
    prefix = ("unshare", "-m")

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the sizes: the room beside the home, as a share of what the command takes."""
        sizes = (f"{command} {size / _SIZES:.2f}" for size in range(_SIZES) for command in ("add", "index"))
        return [*sizes, "add read-only", "index read-only"]

    def prepare(self) -> None:
        """Find out how much room each command takes."""
        super().prepare()
        self.needs: dict[str, int] = {}
        for what in ("add", "index"):
            with _mounted(self.folder / "large", _LARGE) as disk:
                home = Path(shutil.copytree(self.sound, disk / "home"))
                self.taken = _used(disk)
                ended = forked(partial(self._command, home, what), _SECONDS)
                assert ended.value == 0, ended.said
                self.needs[what] = _used(disk) - self.taken

    def _command(self, home: Path, what: str) -> int:
        """Add a text, or make the index anew."""
        return command(home, what, *([str(self.more)] if what == "add" else []))

    def trials(self, which: str) -> Iterable[Trial]:
        """Let a command run on a small disk; look at what is there while it is full, and later."""
        what, size = which.split()
        share = 1.0 if size == "read-only" else float(size)
        room = int(share * _MOST * self.needs[what])
        with _mounted(self.folder / f"disk {os.getpid()}", self.taken + room) as disk:
            home = Path(shutil.copytree(self.sound, disk / "home"))
            if size == "read-only":
                _remount(disk, "ro")
            ended = forked(partial(self._command, home, what), _SECONDS)
            problem = self._said(ended, fails=size == "read-only") or self._answers(home)
            left = [] if problem else leftovers(home)
            problem = problem or (f"there is left: {', '.join(left)}" if left else "")
            _remount(disk, f"rw,size={_LARGE}")
            problem = problem or self._mended(home)
        yield self.trial(which, problem, ended.seconds, failed=ended.value != 0)

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return how many commands had no room."""
        return f"{sum(bool(trial.figures.get('failed')) for trial in trials)} commands had too little room"


class FailingDisk(_Disk):
    """Each touch in turn finds no space from then on, and each read in turn fails."""

    name = "EIO"
    fault = "no space from the nth touch on; an error at the nth read of a file"
    must = "one clear line, or done without; the answers as in `disk`; mended by the next run"
    tools = ("cc",)
    shim = True

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the points, as shares of all."""
        return [
            f"{mode} {(at + 0.5) / _FAILURES:.4f}" for mode in ("full", "unread") for at in range(_FAILURES)
        ]

    def _counted(self) -> list[int]:
        """Count touches, then the reads of a second run on a copy."""
        other = Path(shutil.copytree(self.clean, self.folder / "read"))
        arm(Mode.COUNT)
        status = command(self.clean, "add", str(self.more))
        counts = [touches()]
        arm(Mode.BAD_READ, -1)
        status = status or command(other, "add", str(self.more))
        counts.append(touches())
        arm(Mode.OFF)
        assert status == 0
        return counts

    def trials(self, which: str) -> Iterable[Trial]:
        """Let a command run into one failure."""
        mode, share = which.split()
        how, number = (Mode.FULL, self.touches[0]) if mode == "full" else (Mode.BAD_READ, self.touches[1])
        point = max(1, round(float(share) * number))
        home = Path(shutil.copytree(self.sound, self.folder / f"home {os.getpid()}"))

        def run() -> int:
            arm(how, point)
            return command(home, "add", str(self.more))

        ended = forked(run, _SECONDS)
        problem = self._said(ended, fails=False) or self._answers(home) or self._mended(home)
        shutil.rmtree(home)
        yield self.trial(which, problem, ended.seconds, failed=ended.value != 0)

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return how many commands failed."""
        return f"{sum(bool(trial.figures.get('failed')) for trial in trials)} commands failed"


@contextmanager
def _mounted(folder: Path, size: int) -> Iterator[Path]:
    """Mount a file system in memory of so many bytes; only this process and its children see it."""
    folder.mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size // 4096 * 4096 + 65536}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _run("umount", "-l", str(folder))


def _remount(folder: Path, options: str) -> None:
    """Change the options of a mounted file system."""
    _run("mount", "-o", f"remount,{options}", str(folder))


def _run(*command: str) -> None:
    """Run a command of the system. Raises CalledProcessError."""
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own arguments


def _used(disk: Path) -> int:
    """Return the bytes that are in use on a file system."""
    found = os.statvfs(disk)
    return (found.f_blocks - found.f_bfree) * found.f_frsize
