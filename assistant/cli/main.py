"""The command line: `resolutions COMMAND`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant.cli.edge import run_to_end


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; without `argv`, the command of this process."""
    return run_to_end(lambda: _run(argv), is_process=argv is None)


def _run(argv: Sequence[str] | None) -> int:
    """Read the command line and run the command."""
    from assistant.cli.parser import command_parser  # loads all commands

    arguments = command_parser().parse_args(argv)
    return int(arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
