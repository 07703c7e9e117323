"""The command line: `resolutions COMMAND`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant.cli.edge import run_to_end


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; without `argv`, the command of this process."""
    return run_to_end(lambda: _run(argv), is_process=argv is None)


def _run(argv: Sequence[str] | None) -> int:
    """Read the command line and run the command; what it writes is for the owner of the home alone."""
    from assistant.cli.parser import command_parser  # loads all commands
    from assistant.library.privacy import make_private, private_files
    from assistant.settings import read_settings

    arguments = command_parser().parse_args(argv)
    with private_files():
        make_private(read_settings().home)
        return int(arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
