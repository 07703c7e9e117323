"""The process of a command: its standard streams and how it takes memory.

Errors of standard output carry its name; errors of standard error are ignored. A stream that the caller
closed is opened on /dev/null, so that no other file gets its number. Reading or writing it still fails.
"""

from __future__ import annotations

import ctypes
import io
import os
import sys
from contextlib import suppress

OUTPUT = "standard output"
INPUT = "standard input"
_M_ARENA_MAX = -8  # glibc, malloc.h
_ARENAS = 2


class _Output(io.FileIO):
    """Standard output. What follows a failed write is dropped: the command has ended by then."""

    _has_failed = False

    def write(self, data: object, /) -> int:
        if self._has_failed:
            return len(data)  # type: ignore[arg-type]
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError as error:
            self._has_failed = True
            error.filename = OUTPUT
            raise


class _Messages(io.FileIO):
    """Standard error. A message that cannot be written stops nothing."""

    def write(self, data: object, /) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError:
            return len(data)  # type: ignore[arg-type]


class _Input(io.FileIO):
    """Standard input. Its errors have its name."""

    def readinto(self, buffer: object, /) -> int:
        try:
            return super().readinto(buffer)  # type: ignore[arg-type]
        except OSError as error:
            error.filename = INPUT
            raise


def open_streams() -> None:
    """Open the standard streams of this process anew."""
    # Input and output are opened the other way round, so that any use of them fails.
    ways = ((0, sys.stdin, os.O_WRONLY), (1, sys.stdout, os.O_RDONLY), (2, sys.stderr, os.O_WRONLY))
    for number, stream, way in ways:
        if stream is None:
            opened = os.open(os.devnull, way)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
    encoding = getattr(sys.stdin, "encoding", None) or "utf-8"
    sys.stdin = io.TextIOWrapper(io.BufferedReader(_Input(0, "rb", closefd=False)), encoding=encoding)
    sys.stdout = _writer(_Output(1, "wb", closefd=False), is_prompt=False)
    sys.stderr = _writer(_Messages(2, "wb", closefd=False), is_prompt=True)


def require_streams() -> None:
    """Raise OSError, with the name of the stream, where standard input or output is closed."""
    for name, use in ((INPUT, lambda: os.read(0, 0)), (OUTPUT, lambda: os.write(1, b""))):
        try:
            use()
        except OSError as error:
            error.filename = name
            raise


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says: JSON is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _writer(raw: io.FileIO, *, is_prompt: bool) -> io.TextIOWrapper:
    """Return text that is written to a stream, line by line at a terminal or where it must be `is_prompt`."""
    lines = is_prompt or raw.isatty()
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", line_buffering=lines)


def limit_arenas() -> None:
    """Let all threads share two pools of memory; call it before any thread is started.

    glibc makes up to eight a core, and each keeps what it once needed. Over 5,000 questions from sixteen
    readers that cost 136 MB and made answers barely faster. Other C libraries have no such pools.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
