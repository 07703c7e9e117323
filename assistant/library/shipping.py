"""Parses the texts that come with the program and keeps the result: `python -m assistant.library.shipping`.

Parsing compiles the names of every body, which takes a third of a second at each start. Run this after
changing the parser, the bodies or a shipped text.
"""

from __future__ import annotations

from assistant.library.storage import parse_shipped, place, stored_json
from corpus.catalogue import TEXTS, catalogue


def keep_parsed() -> None:
    """Write each shipped text as it is parsed now. Raises OSError."""
    for instrument in catalogue().shipped():
        path = place(TEXTS, instrument.edition)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stored_json(*parse_shipped(instrument)))


if __name__ == "__main__":
    keep_parsed()
