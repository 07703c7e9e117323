"""A process that reads files: it is ready with all that reading needs, and forks for each file.

Starting one takes a second (modules, the patterns of all bodies); a file in one that is ready takes as long
as its parse. What it runs is `ingest.child`; both sides of its pipes use the frames below: eight bytes that
give the length, then as many bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO

# -P: a folder named ingest or corpus where the command is run must not come before ours.
COMMAND = (sys.executable, "-P", "-m", "ingest.child")
_IDLE_SECONDS = 120.0  # then it ends: it has 50 MB


def write_frame(pipe: IO[bytes], *parts: bytes) -> None:
    """Write parts as one frame. Raises OSError where the other side is gone."""
    pipe.write(sum(map(len, parts)).to_bytes(8, "big"))
    for part in parts:
        pipe.write(part)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """Read a frame; None where the other side has ended."""
    length = pipe.read(8)
    if len(length) < 8:
        return None
    frame = pipe.read(int.from_bytes(length, "big"))
    return frame if len(frame) == int.from_bytes(length, "big") else None


class ReadingProcess:
    """A process that reads one file at a time."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        """Start it; it gets ready while this process goes on."""
        paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.command = command
        self._is_late = False
        self._process = subprocess.Popen(  # noqa: S603  our own module  # nosec B603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    @property
    def is_ready(self) -> bool:
        """Whether another file can be given to it."""
        return self._process.poll() is None

    def read(self, order: bytes, seconds: float) -> tuple[int | None, bytes]:
        """Have a file read; return the exit status, None where it had to be ended, and the answer."""
        assert self._process.stdin
        assert self._process.stdout
        clock = Timer(seconds, self._end_late)
        clock.start()
        try:
            with suppress(BrokenPipeError):  # it has ended; its status says why
                write_frame(self._process.stdin, order)
            frame = read_frame(self._process.stdout)
        except BaseException:  # interrupted: the next file must not get this one's answer
            self._process.terminate()
            raise
        finally:
            clock.cancel()
        if frame is not None:
            return int.from_bytes(frame[:4], "big", signed=True), frame[4:]
        code = self._process.wait()
        return (None if self._is_late else code), b""

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        assert self._process.stdout
        with suppress(OSError):
            self._process.stdin.close()  # nothing more can come, so that it ends
        self._process.stdout.close()
        self._process.wait()

    def _end_late(self) -> None:
        self._is_late = True
        self._process.terminate()


class ReadingProcesses:
    """The processes of this one that are ready; one that nobody uses for two minutes ends."""

    def __init__(self) -> None:
        """Start none before one is needed."""
        self._ready: list[ReadingProcess] = []
        self._lock = Lock()
        self._clock: Timer | None = None

    def get_ready(self) -> None:
        """Start a process if there is none, because a file is about to come."""
        self._give_back(self._take(COMMAND))

    def read(
        self, order: bytes, seconds: float, command: tuple[str, ...] = COMMAND
    ) -> tuple[int | None, bytes]:
        """Have a file read by a process that is ready, or by a new one; see ReadingProcess.read."""
        process = self._take(command)
        try:
            return process.read(order, seconds)
        finally:
            self._give_back(process)

    def _take(self, command: tuple[str, ...]) -> ReadingProcess:
        with self._lock:
            found = next(
                (process for process in self._ready if process.command == command and process.is_ready), None
            )
            if found is not None:
                self._ready.remove(found)
        return found or ReadingProcess(command)

    def _give_back(self, process: ReadingProcess) -> None:
        with self._lock:
            self._ready.append(process)
            if self._clock is not None:
                self._clock.cancel()
            self._clock = Timer(_IDLE_SECONDS, self._end_all)
            self._clock.daemon = True
            self._clock.start()

    def _end_all(self) -> None:
        with self._lock:
            ended, self._ready = self._ready, []
        for process in ended:
            process.close()


READING_PROCESSES = ReadingProcesses()
