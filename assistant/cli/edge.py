"""The outermost edge of a command: whatever stops it is one line on standard error, never a traceback.

Nothing is imported here before it is needed: an import may be interrupted, or fail for want of memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable


def run_to_end(command: Callable[[], int], *, is_process: bool) -> int:
    """Run a command and return its exit status; `is_process`: this process is there for it alone."""
    try:
        _prepare(is_process=is_process)
        try:
            return command()
        finally:  # also after the help, which ends by SystemExit
            if not sys.stdout.closed:
                sys.stdout.flush()
    except SystemExit:
        raise
    except BaseException as error:  # Rust's panics are no Exceptions
        return _reported(error)


def _prepare(*, is_process: bool) -> None:
    """Set up the standard streams, memory, and what becomes of errors in threads."""
    from assistant.cli.ending import report_threads
    from assistant.cli.memory import fit_memory
    from assistant.cli.streams import open_streams, use_utf8

    if is_process:
        open_streams()
        report_threads()
        fit_memory()
    use_utf8()


def _reported(error: BaseException) -> int:
    """Say in one line why a command ended; return its exit status."""
    try:
        from assistant.cli.ending import report

        return report(error)
    except (ImportError, MemoryError):  # in a few MB not even that can be loaded
        kind = type(error).__name__
        sys.stderr.write(f"resolutions: cannot start ({kind}); at least 80 MB of memory is needed\n")
        return 1
