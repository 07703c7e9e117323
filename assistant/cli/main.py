"""The command line: `resolutions COMMAND`. Whatever stops a command is one line, never a traceback.

Nothing is imported here before it is needed: an import may be interrupted, or fail for want of memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; without `argv`, the command of this process."""

    def run() -> int:
        from assistant.cli.parser import command_parser  # loads all commands
        from assistant.library.privacy import make_private, private_files
        from assistant.settings import read_settings

        arguments = command_parser().parse_args(argv)
        with private_files():  # what it writes is for the owner of the home alone
            make_private(read_settings().home)
            return int(arguments.run(arguments))

    return run_to_end(run, is_process=argv is None)


def run_to_end(command: Callable[[], int], *, is_process: bool) -> int:
    """Run a command and return its exit status; `is_process`: this process is there for it alone."""
    try:
        from assistant.cli.ending import report_threads
        from assistant.cli.process import open_streams, use_utf8

        if is_process:
            open_streams()
            report_threads()
        use_utf8()
        try:
            return command()
        finally:  # also after the help, which ends by SystemExit
            if not sys.stdout.closed:
                sys.stdout.flush()
    except SystemExit:
        raise
    except BaseException as error:  # Rust's panics are no Exceptions
        return _reported(error)


def _reported(error: BaseException) -> int:
    """Say in one line why a command ended; return its exit status."""
    try:
        from assistant.cli.ending import report

        return report(error)
    except (ImportError, MemoryError, OSError):  # in a few MB not even that can be loaded
        kind = type(error).__name__
        sys.stderr.write(f"resolutions: cannot start ({kind}); more memory is needed\n")
        return 1
