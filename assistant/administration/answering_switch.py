"""A switch of the home: whether the pages and programs are given answers. Texts can be added either way.

    answering-off    a file, empty, there while answering is switched off

`resolutions answering off` makes it, `on` removes it; every server of the home follows at the next question.
"""

from __future__ import annotations

from pathlib import Path

from assistant.library.storage import home_errors, write_durably

_FILE = "answering-off"


def is_answering(home: Path) -> bool:
    """Return True if answering is switched on; the disk is read each time."""
    return not (home / _FILE).exists()


def switch_answering(home: Path, *, on: bool) -> None:
    """Switch answering on or off. Raises HomeUnavailable."""
    path = home / _FILE
    with home_errors(home):
        if on:
            path.unlink(missing_ok=True)
        else:
            home.mkdir(parents=True, exist_ok=True)
            write_durably(path, b"")
