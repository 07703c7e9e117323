"""Where texts came from, as a page says it: names of files, never a place on the machine that serves."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from assistant.library.storage import SHIPPED, UNKNOWN, UPLOADED, Record
from assistant.settings import Settings


def origin(record: Record | None) -> str:
    """Say where a text came from: "came with the program", "fetched on 2030-05-01 from example.org"."""
    if record is None or record.file == UNKNOWN:
        return "added by an earlier version"
    if record.file == SHIPPED:
        return "came with the program"
    if record.fetched:
        return f"fetched on {record.fetched} from {urlsplit(record.file).hostname or 'an address'}"
    return f"from the file {last_name(record.file)}"


def last_name(file: str) -> str:
    """Return the name of a file, by its path or by the name that it was uploaded under."""
    return file.removeprefix(UPLOADED) if file.startswith(UPLOADED) else os.path.basename(file)


def without_places(text: str, files: Iterable[str], settings: Settings) -> str:
    """Take the machine's folders out of what is said of some files; names and the rest stay."""
    home = str(settings.home)
    text = text.replace(home, "RESOLUTIONS_HOME").replace(os.path.abspath(home), "RESOLUTIONS_HOME")
    for file in sorted(files, key=len, reverse=True):
        if os.path.dirname(file):
            text = text.replace(file, last_name(file))
    return text.replace(UPLOADED, "")


_COMMAND = re.compile(
    r"(?:[;,:.]\s*|\s+)?(?:(?:and|or|then|add it|to add it|to test it|to test it again)[,\s]+)*"
    r"(?:run|see|with|use):?\s*resolutions (?:add|fetch|list|index|doctor|remove|account|chat)\b[^;.\n]*",
    re.IGNORECASE,
)


def for_pages(text: str) -> str:
    """Take the command line out of a sentence: what to do instead stands on the page.

    "the index in use is damaged; run: resolutions index" → "the index in use is damaged"
    """
    return _COMMAND.sub("", text)
