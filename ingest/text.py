"""Plain text and Markdown: bytes → characters → lines. No byte is lost in silence."""

from __future__ import annotations

import codecs
import hashlib
import re

from corpus.errors import UnreadableFile
from ingest.lines import Line
from ingest.source import Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v")
_BREAKS = re.compile("[\f\v\x85\u2028\u2029]")


def read_text(data: bytes, name: str) -> Source:
    """Read a text file's bytes. Raises UnreadableFile: binary, or in an unknown encoding."""
    text, encoding, warnings = _decoded(data, name)
    odd = sum(character in _CONTROLS for character in text)
    if "\0" in text or odd > len(text) // 100:
        raise UnreadableFile(f"{name}: binary, not text; save it as plain text (UTF-8)")
    return text_source(text, hashlib.sha256(data).hexdigest(), encoding, warnings)


def text_source(
    text: str, sha256: str = "", encoding: str = "utf-8", warnings: tuple[str, ...] = ()
) -> Source:
    """Return a text as a source; its lines may be broken at a page's width."""
    lines = split_lines(text)
    numbers = tuple(dict.fromkeys(line.number for line in lines))
    return Source(lines, numbers, sha256, encoding=encoding, warnings=warnings)


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


def _decoded(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode by byte order mark, then UTF-8, then the Western code page, which is flagged."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig"), ()
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    f"{name}: broken {encoding} at byte {error.start}; save it again as UTF-8", "encoding"
                ) from error
    if b"\0" in data:
        raise UnreadableFile(f"{name}: binary, not text; save it as plain text (UTF-8)")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        place = error.start
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}: neither UTF-8 nor Windows-1252 (byte {error.start}); save it as UTF-8", "encoding"
        ) from error
    return text, "cp1252", (f"not UTF-8 (byte {place}); read as Windows-1252, check the accents",)
