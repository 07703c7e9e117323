"""A file → its text. Types are told by content, not by name."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile

MAX_BYTES = 50_000_000
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive (a Word file is one)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x7fELF": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, with what its bytes hash to and what was odd about them."""

    text: str
    sha256: str
    encoding: str
    warnings: tuple[str, ...] = ()


def read_source(path: Path) -> Source:
    """Read a text file. Raises UnreadableFile: missing, empty, binary or too large."""
    try:
        if not path.is_file():
            raise UnreadableFile(_missing(path))
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(f"{path}: {size:,} bytes; give a file of at most {MAX_BYTES:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    return decode(data, str(path))


def decode(data: bytes, name: str) -> Source:
    """Turn bytes into text without losing any in silence. Raises UnreadableFile."""
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise UnreadableFile(f"{name}: the file is empty; give one that holds text")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFile(f"{name}: {what}, not plain text; save it as plain text (UTF-8)")
    text, encoding, warnings = _decoded(data, name)
    odd = sum(character in _CONTROLS for character in text)
    if "\0" in text or odd > len(text) // 100:
        raise UnreadableFile(f"{name}: binary, not text; save it as plain text (UTF-8)")
    return Source(text, hashlib.sha256(data).hexdigest(), encoding, warnings)


def _missing(path: Path) -> str:
    """Say what stands where a file was expected."""
    what = "not a file" if path.exists() else "no such file"
    return f"{path}: {what}; give the path of a text file"


def _decoded(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode by byte order mark, then UTF-8, then the Western code page, which is flagged."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig"), ()
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    f"{name}: broken {encoding} at byte {error.start}; save it again as UTF-8"
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
            f"{name}: neither UTF-8 nor Windows-1252 (byte {error.start}); save it as UTF-8"
        ) from error
    return text, "cp1252", (f"not UTF-8 (byte {place}); read as Windows-1252, check the accents",)
