"""Where texts came from, as a page says it: names of files, never a place on the machine that serves."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from assistant.library.library import Library
from assistant.library.storage import SHIPPED, UNKNOWN, UPLOADED, Record
from corpus.keys import EditionKey


def origin(key: EditionKey, library: Library) -> str:
    """Say where a text came from: "came with the program", "fetched on 2030-05-01 from example.org".

    Of a file with several texts also where in it: "text 3 of 18, page 12".
    """
    record = library.records.get(key)
    source = f"{_source(record)}{_place(key, record, library)}"
    return f"{source}, not the text that comes with the program" if library.replaces_shipped(key) else source


def _source(record: Record | None) -> str:
    """Say where a text came from by its record."""
    if record is None or record.file == UNKNOWN:
        return "added by an earlier version"
    if record.file == SHIPPED:
        return "came with the program"
    if record.fetched:
        return f"fetched on {record.fetched} from {urlsplit(record.file).hostname or 'an address'}"
    return f"from the file {last_name(record.file)}"


def _place(key: EditionKey, record: Record | None, library: Library) -> str:
    """Say where in its file a text begins; '' where the file is one text."""
    if record is None or record.parts == 1:
        return ""
    page = next((one.page for one in library.edition(key).provisions), 0)
    return f" (text {record.part} of {record.parts}{f', page {page}' if page else ''})"


def last_name(file: str) -> str:
    """Return the name of a file, by its path or by the name that it was uploaded under."""
    return file.removeprefix(UPLOADED) if file.startswith(UPLOADED) else os.path.basename(file)
