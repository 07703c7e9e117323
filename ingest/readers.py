"""A file → its source. Types are told by content, not by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableFile
from ingest.akn import is_akn, read_akn
from ingest.pdf import is_pdf, read_pdf
from ingest.source import Source
from ingest.text import read_text

MAX_BYTES = 50_000_000
Reader = Callable[[bytes, str], Source]  # the file's bytes and its name, for messages
_MAGIC = {
    b"PK\x03\x04": "a ZIP archive (a Word file is one)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x7fELF": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}


def read_source(path: Path) -> Source:
    """Read a file. Raises UnreadableFile: missing, empty, binary or too large."""
    return decode(read_bytes(path), str(path))


def read_bytes(path: Path, limit: int | None = None) -> bytes:
    """Read a file's bytes. Raises UnreadableFile: missing, no file, or too large."""
    limit = MAX_BYTES if limit is None else limit
    try:
        if not path.is_file():
            raise UnreadableFile(*_missing(path))
        size = path.stat().st_size
        if size > limit:
            raise UnreadableFile(
                f"{path}: {size:,} bytes; give a file of at most {limit:,} bytes", "too-large"
            )
        return path.read_bytes()
    except OSError as error:
        said = f"{path}: cannot be read ({error.strerror}); check its permissions"
        raise UnreadableFile(said, "unreadable") from error


def decode(data: bytes, name: str) -> Source:
    """Read a file's bytes by the reader that its content asks for. Raises UnreadableFile."""
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise UnreadableFile(f"{name}: the file is empty; give one that holds text", "empty")
    if is_akn(data):
        return read_akn(data, name)
    if is_pdf(data):
        return read_pdf(data, name)
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFile(
                f"{name}: {what}, not plain text; save it as plain text (UTF-8)", "unsupported"
            )
    return read_text(data, name)


def _missing(path: Path) -> tuple[str, str]:
    """Say what stands where a file was expected, and the reason's code."""
    if path.exists():
        return f"{path}: not a file; give the path of a text file", "not-a-file"
    return f"{path}: no such file; give the path of a text file", "missing"
