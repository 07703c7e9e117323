"""A file → its source. Types are told by content, not by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableFile
from ingest.akn import is_akn, read_akn
from ingest.files import read_file
from ingest.html.reading import is_html, other_xml, read_html
from ingest.invisible import without_invisible
from ingest.limits import Limits
from ingest.pdf.reading import is_pdf, read_pdf
from ingest.source import Source
from ingest.text.reading import read_text
from ingest.word.package import OLE, is_zip, old_office
from ingest.word.reading import read_word

Reader = Callable[[bytes, str], Source]  # the file's bytes and its name, for messages
_READERS: tuple[tuple[Callable[[bytes], bool], Reader], ...] = (  # the first that knows its form
    (is_akn, read_akn),
    (is_pdf, read_pdf),
    (is_zip, read_word),
    (is_html, read_html),
)
_MAGIC = {  # what is known not to be text, by its first bytes
    "a program": (b"\x7fELF", b"MZ\x90\0"),
    "a picture": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"<svg"),
    "a compressed file": (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf", b"Rar!\x1a"),
    "a Rich Text file": (b"{\\rtf",),
    "a PostScript file": (b"%!PS",),
    "a database": (b"SQLite format 3\0",),
}


def read_source(path: Path) -> Source:
    """Read a file. Raises UnreadableFile: missing, no file, empty, binary or too large."""
    return decode(read_file(path, Limits().size), str(path))


def decode(data: bytes, name: str, *, before_changes: bool = False) -> Source:
    """Read a file's bytes by the reader that its content asks for. Raises UnreadableFile.

    `before_changes` reads a Word file as if its tracked changes were rejected.
    """
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise UnreadableFile(f"{name}: the file is empty; give one that holds text", "empty")
    if before_changes and is_zip(data):
        return without_invisible(read_word(data, name, before_changes=True))
    for knows, read in _READERS:
        if knows(data):
            return without_invisible(read(data, name))
    if data.startswith(OLE):
        raise old_office(data, name)
    what = next((what for what, magic in _MAGIC.items() if data.startswith(magic)), "") or other_xml(data)
    if what:
        raise UnreadableFile(f"{name}: {what}, not plain text; save it as plain text (UTF-8)", "unsupported")
    return read_text(data, name)
