"""`python -m assistant.cli` does the same as `resolutions`."""

import sys

from assistant.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
