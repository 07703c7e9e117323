"""How a failed command ends: one line on standard error and a non-zero exit status.

A closed pipe (`| head`) prints nothing; the exit status is that of SIGPIPE.
"""

from __future__ import annotations

import errno
import signal
import sys
import threading
from contextlib import suppress

from corpus.errors import ResolutionsError

UNEXPECTED = "unexpected error"
"""How the line of an error begins that nobody foresaw."""
_FAILED = 1
_SIGNALLED = 128  # a shell's status for a signal is this and its number
_CAUSES = {
    errno.ENOSPC: "no space left on the disk; free some space",
    errno.EDQUOT: "no space left for this user; free some space",
    errno.EBADF: "is closed",
    errno.EROFS: "cannot be written (read-only file system)",
}


def report(error: BaseException) -> int:
    """Say in one line why a command ended; return its exit status."""
    while isinstance(error, BaseExceptionGroup):  # what runs several tasks at once raises groups
        error = error.exceptions[0]
    if isinstance(error, BrokenPipeError):
        return _SIGNALLED + signal.SIGPIPE
    if isinstance(error, KeyboardInterrupt):
        with suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a further one ends the process at once
        _say(str(error) or "stopped")
        return _SIGNALLED + signal.SIGINT
    _say(_line(error))
    return _FAILED


def report_threads() -> None:
    """Let an error that ends a thread be a line, too."""
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda ended: _say(_line(ended.exc_value or ended.exc_type()))


def _line(error: BaseException) -> str:
    if isinstance(error, ResolutionsError):
        return str(error)
    from index.memory import OUT_OF_MEMORY, is_out_of_memory

    if is_out_of_memory(error):
        return OUT_OF_MEMORY
    if isinstance(error, OSError):
        cause = _CAUSES.get(error.errno or 0) or error.strerror or str(error)
        return f"{error.filename}: {cause}" if error.filename else cause
    if isinstance(error, EOFError):
        return "standard input ended before an answer was given; nothing was done"
    from assistant.administration.logs import log_error

    id_, path = log_error(error)
    where = f"report it with: {path}" if path else "report it; the home takes no log"
    return f"{UNEXPECTED} {id_} ({type(error).__name__}); {where}"


def _say(line: str) -> None:
    sys.stderr.write(f"resolutions: {' '.join(line.split())}\n")
