"""The standard streams of a command: errors of standard output have its name, those of standard error none.

A stream that was closed by the caller is opened on nothing, so that no file of ours gets its number; reading
it or writing to it is then an error of that stream.
"""

from __future__ import annotations

import io
import os
import sys

OUTPUT = "standard output"
INPUT = "standard input"


class _Output(io.FileIO):
    """Standard output. What follows a failed write is dropped: the command has ended by then."""

    _has_failed = False

    def write(self, data: object, /) -> int:
        """Write some bytes. Raises OSError with the name of the stream."""
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
        """Write some bytes where that is possible."""
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError:
            return len(data)  # type: ignore[arg-type]


class _Input(io.FileIO):
    """Standard input."""

    def readinto(self, buffer: object, /) -> int:
        """Read some bytes. Raises OSError with the name of the stream."""
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
            _open_on_nothing(number, way)
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


def _open_on_nothing(number: int, way: int) -> None:
    """Open the null device under the number of a stream."""
    opened = os.open(os.devnull, way)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


def _writer(raw: io.FileIO, *, is_prompt: bool) -> io.TextIOWrapper:
    """Return text that is written to a stream, line by line at a terminal or where it must be `is_prompt`."""
    lines = is_prompt or raw.isatty()
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", line_buffering=lines)
