"""What commands share: results as JSON on standard output, words and progress on standard error."""

from __future__ import annotations

import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Any, Self

from assistant import plain_text
from assistant.library.library import Library
from assistant.library.renewal import open_renewed
from assistant.settings import read_settings
from assistant.understanding.names.asked import edition_key
from corpus.errors import UnknownEdition
from corpus.keys import EditionKey

_COLUMNS = (100, 24)  # of a terminal that does not say how wide it is


def print_json(document: Mapping[str, Any]) -> int:
    """Print a document as JSON; exit status 0."""
    sys.stdout.write(json_text(document))
    return 0


def json_text(document: Mapping[str, Any]) -> str:
    """Return a document as JSON, as every command prints it."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def result(arguments: Namespace, document: Mapping[str, Any], *lines: str) -> int:
    """Print a result, as JSON where that is asked for, else in words; exit status 0."""
    if arguments.json:
        return print_json(document)
    return print_text(*lines) if lines else 0


def print_text(*lines: str) -> int:
    """Print lines and blocks of words, none wider than the terminal; exit status 0."""
    columns = shutil.get_terminal_size(_COLUMNS).columns
    sys.stdout.write(plain_text.folded("\n".join(lines), columns) + "\n")
    return 0


def say(text: str) -> None:
    """Say one line on standard error."""
    sys.stderr.write(f"{plain_text.on_one_line(text)}\n")


def named_key(text: str, library: Library) -> EditionKey:
    """Read an edition's key or name. Raises UnknownEdition."""
    key = edition_key(text, library)
    if key is None:
        raise UnknownEdition(f"'{text}' names no edition; see: resolutions list")
    return key


def opened_library() -> Library:
    """Open the library and say its notices."""
    library = open_renewed(read_settings())
    for notice in library.notices:
        say(notice)
    return library


class ProgressBar:
    """A progress bar on standard error that appears when there is something to do."""

    def __init__(self, what: str, unit: str, *, shown: bool = True) -> None:
        self.what, self.unit, self.shown = what, unit, shown

    def __enter__(self) -> Self:
        self._bar: Any = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done: int, total: int) -> None:
        """Show that so many are done, of how many."""
        if not self.shown:
            return
        if self._bar is not None and self._bar.total != total:
            if done > self._bar.n:  # a file held several texts
                self._bar.total = total
            else:  # a further round, of something else
                self._bar.close()
                self._bar = None
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc=self.what, unit=self.unit, file=sys.stderr)
        self._bar.update(done - self._bar.n)

    def say(self, text: str) -> None:
        """Say one line on standard error, above the bar."""
        if self._bar is None:
            say(text)
        else:
            self._bar.write(plain_text.on_one_line(text), file=sys.stderr)
