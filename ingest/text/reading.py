"""Plain text and Markdown: characters → lines."""

from __future__ import annotations

import hashlib
import re

from ingest.invisible import without_invisible
from ingest.lines import Line
from ingest.metadata import of_header
from ingest.source import Source
from ingest.text.decoding import decode_text

_BREAKS = re.compile("[\f\v\x85\u2028\u2029]")


def read_text(data: bytes, name: str) -> Source:
    """Read a text file's bytes. Raises UnreadableFile: binary, or in an unknown encoding."""
    text, warnings = decode_text(data, name)
    return text_source(text, hashlib.sha256(data).hexdigest(), warnings)


def text_source(text: str, sha256: str = "", warnings: tuple[str, ...] = ()) -> Source:
    """Return a text as a source; its lines may be broken at a page's width."""
    lines = split_lines(text)
    numbers = tuple(dict.fromkeys(line.number for line in lines))
    header = of_header(lines)
    return without_invisible(Source(lines, numbers, sha256, warnings=warnings, metadata=header))


def split_lines(text: str) -> tuple[Line, ...]:
    """Cut a text into its non-blank lines, numbered from 1; a form feed turns the page."""
    newline = "\n" if "\n" in text else "\r"
    lines: list[Line] = []
    gap, turn = True, False
    for number, raw in enumerate(text.split(newline), 1):
        for at, piece in enumerate(_BREAKS.split(raw)):
            turn = turn or (at > 0 and "\f" in raw)
            if piece.strip():
                lines.append(Line((number,), piece.strip(), gap=gap, turn=turn))
                turn = False
            gap = not piece.strip()
    return tuple(lines)
