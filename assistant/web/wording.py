"""Words of pages: words around a place, messages without the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from assistant.library.storage import UPLOADED
from assistant.settings import Settings
from corpus.errors import HomeUnavailable, ResolutionsError

_NO_FILES = "The server cannot read or write its files at the moment. Tell a curator."
_NOT_KEPT = (
    "Conversations, notes, collections and proposals cannot be saved at the moment and are lost when the "
    "server stops. Tell a curator."
)


def end_of(text: str, most: int) -> str:
    """Return the last whole words of a text, of at most so many characters."""
    if len(text) <= most:
        return text
    cut = text[-most:]
    return f"… {cut.partition(' ')[2] or cut}"


def start_of(text: str, most: int) -> str:
    """Return the first whole words of a text, of at most so many characters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{cut.rpartition(' ')[0] or cut} …"


def as_sentence(text: str) -> str:
    """Return a message as a sentence: "no such text" → "No such text."; '' stays ''.

    The name of a file at its beginning keeps its letters: "pier.docx: no Word file".
    """
    first = text[:1] if _FILE.match(text) else text[:1].upper()
    return f"{first}{text[1:].rstrip('.')}." if text else ""


def error_message(error: ResolutionsError, *, is_curator: bool) -> str:
    """Return the message of an error; only curators are shown where the server keeps its files."""
    return _NO_FILES if isinstance(error, HomeUnavailable) and not is_curator else str(error)


def storage_notice(notice: str, *, is_curator: bool) -> str:
    """Return the notice that conversations or notes are not saved, else ''; readers get it without a path."""
    return _NOT_KEPT if notice and not is_curator else notice


def last_name(file: str) -> str:
    """Return the name of a file, by its path or by the name that it was uploaded under."""
    return file.removeprefix(UPLOADED) if file.startswith(UPLOADED) else os.path.basename(file)


def without_places(text: str, files: Iterable[str], settings: Settings) -> str:
    """Return a text about files without the machine's folders; file names stay."""
    home = str(settings.home)
    text = text.replace(home, "RESOLUTIONS_HOME").replace(os.path.abspath(home), "RESOLUTIONS_HOME")
    for file in sorted(files, key=len, reverse=True):
        if os.path.dirname(file):
            text = text.replace(file, last_name(file))
    return text.replace(UPLOADED, "")


_FILE = re.compile(r"[^:]+\.\w{1,5}: ")
_COMMAND = re.compile(
    r"(?:[;,:.]\s{0,9}|(?<!\s)\s{1,9})?"
    r"(?:(?:and|or|then|add it|to add it|to judge it|to test it|to test it again)[,\s]{1,9}){0,4}"
    r"(?:run|see|with|use):?\s{0,9}resolutions (?:add|fetch|list|index|doctor|remove|account|chat)\b"
    r"(?:[^;.\n]|\.(?=\w))*",
    re.IGNORECASE,
)


def for_pages(text: str) -> str:
    """Return a sentence without its command-line advice; the page says what to do instead.

    "the index in use is damaged; run: resolutions index" → "the index in use is damaged"
    """
    return _COMMAND.sub("", text)
