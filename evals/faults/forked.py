"""Runs something in a forked process, which has everything imported; its end harms no other trial."""

from __future__ import annotations

import faulthandler
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from assistant.cli.ending import UNEXPECTED

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended.

    `value` is what its function returned, None where it did not; `status` its exit status, minus a signal's
    number, None where it took too long; `said` what it printed; `megabytes` its peak memory.
    """

    value: Any
    status: int | None
    said: str
    seconds: float
    megabytes: float

    @property
    def crash(self) -> str:
        """Say how it ended where it should not have, '' where it ended as it should."""
        if self.status is None:
            return f"no end after {self.seconds:.0f} s"
        if self.status < 0:
            return f"ended by {signal.Signals(-self.status).name}"
        if "Traceback (most recent call last)" in self.said:
            return f"a traceback: {last_line(self.said)}"
        if UNEXPECTED in self.said:
            return f"an error that nobody foresaw: {last_line(self.said)}"
        return ""


def last_line(text: str) -> str:
    """Return the last line that is not empty."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")


class Running:
    """A function that runs in a process of its own; its result must be plain JSON."""

    def __init__(self, do: Callable[[], Any], seconds: float) -> None:
        self._started, self._seconds = monotonic(), seconds
        self._result, to_result = os.pipe()
        self._said, to_said = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._result)
            os.close(self._said)
            _be_child(do, to_result, to_said, seconds)
        os.close(to_result)
        os.close(to_said)

    def ended(self) -> Ended:
        """Wait until it has ended; once it has taken too long, end it."""
        read, in_time = _read({self._result: b"", self._said: b""}, self._started + self._seconds)
        if not in_time:
            for ending in (os.killpg, os.kill):
                try:
                    ending(self._process, signal.SIGKILL)
                except ProcessLookupError:
                    continue
        _, status, usage = os.wait4(self._process, 0)
        value = json.loads(read[self._result]) if read[self._result] and in_time else None
        code = os.waitstatus_to_exitcode(status) if in_time else None
        text = read[self._said].decode(errors="replace")
        return Ended(value, code, text, monotonic() - self._started, usage.ru_maxrss / 1000)


def forked(do: Callable[[], Any], seconds: float = 120.0) -> Ended:
    """Do something in a process of its own and return what came of it; the result must be plain JSON."""
    return Running(do, seconds).ended()


def _be_child(do: Callable[[], Any], to_result: int, to_said: int, seconds: float) -> None:
    """Do it, write what it returns, and end; shortly before its time is over it says where it is."""
    os.setpgid(0, 0)
    os.dup2(to_said, 1)
    os.dup2(to_said, 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
    faulthandler.dump_traceback_later(0.9 * seconds, file=2)
    status = 0
    try:
        data = json.dumps(do()).encode()
        while data:
            data = data[os.write(to_result, data) :]
    except BaseException:
        traceback.print_exc()
        status = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _read(pipes: dict[int, bytes], until: float) -> tuple[dict[int, bytes], bool]:
    """Read pipes to their ends; return what came, and whether they ended in time."""
    read, open_ = dict(pipes), set(pipes)
    while open_ and (left := until - monotonic()) > 0:
        ready, _, _ = select.select(list(open_), [], [], left)
        for pipe in ready:
            piece = os.read(pipe, _PIECE)
            read[pipe] += piece
            if not piece:
                open_.discard(pipe)
    for pipe in pipes:
        os.close(pipe)
    return read, not open_
