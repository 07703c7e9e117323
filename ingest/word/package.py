"""A ZIP archive → the parts of a Word file, or what it is instead.

python-docx opens no file with macros and none that names a part that is not there, though Word
reads both; so the archive is opened here and its parts are read by python-docx's own XML parser,
which resolves no entities.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from posixpath import join, normpath
from typing import Any

from corpus.errors import UnreadableFile

MAX_UNPACKED = 200_000_000  # bytes that all parts hold together
MAX_PART = 50_000_000  # bytes of XML in a part that is read
MAX_RATIO = 200  # times that a part may grow when it is unpacked
_SMALL = 1_000_000  # bytes below which a ratio says nothing
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_STRICT_NAMES = (  # of ISO's strict variant: the same names in the one that Word writes have a year
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"officeDocument/math", b"officeDocument/2006/math"),
)
_KINDS = (  # of a ZIP archive that is no Word file, by a name in it
    ("xl/workbook", "a spreadsheet; save the text in it as a Word or text file"),
    ("ppt/presentation", "a presentation; save the text in it as a Word or text file"),
    ("META-INF/container.xml", "an EPUB book; save it as HTML or plain text"),
    ("content.xml", "an OpenDocument file; save it as a Word file (.docx)"),
    ("Index/Document.iwa", "a Pages file; save it as a Word file (.docx)"),
)
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, OSError,
)  # fmt: skip
"""What a broken archive raises when it is read."""

Element = Any  # lxml's elements have no types
OLE = b"\xd0\xcf\x11\xe0"  # begins old Office files, and new ones that a password locks
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # an archive, an empty one


class Package:
    """The parts of a Word file: `document`, and those that it is related to, by what they are."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        """Find the document and its relations. Raises UnreadableFile."""
        self._archive = archive
        self._name = name
        self._related = dict(reversed(_relations(self._maybe("_rels/.rels"), "")))  # the first of each kind
        self.path = self._related.get("officeDocument", "word/document.xml")
        folder, _, file = self.path.rpartition("/")
        self._beside = _relations(self._maybe(f"{folder}/_rels/{file}.rels"), folder)
        self._related |= dict(reversed(self._beside))
        self.document = self._read(self.path)

    def part(self, kind: str) -> Element | None:
        """Return the part of this kind ("styles", "footnotes"), or None. Raises UnreadableFile."""
        return self._maybe(self._related.get(kind, ""))

    def parts(self, kind: str) -> list[Element]:
        """Return all parts of this kind ("header"), in the order of the file. Raises UnreadableFile."""
        found = (self._maybe(path) for related, path in self._beside if related == kind)
        return [part for part in found if part is not None]

    def _maybe(self, path: str) -> Element | None:
        return self._read(path) if path in self._archive.NameToInfo else None

    def _read(self, path: str) -> Element:
        """Read a part's XML. Raises UnreadableFile: damaged, or with a document type of its own."""
        from docx.oxml.parser import parse_xml
        from lxml.etree import XMLSyntaxError

        try:
            data = self._archive.read(path)
            for strict, usual in _STRICT_NAMES:
                data = data.replace(_STRICT + strict, _USUAL + usual)
            root = parse_xml(data)
        except (*BROKEN, XMLSyntaxError) as error:
            raise damaged(self._name, f"its part {path} cannot be read") from error
        if root.getroottree().docinfo.doctype:
            message = (
                f"its part {path} declares a document type, which no Word file does; save it anew with Word"
            )
            raise UnreadableFile(f"{self._name}: {message}", "unsupported")
        return root


def is_zip(data: bytes) -> bool:
    """Return True for a ZIP archive."""
    return data.startswith(_ZIP)


def open_package(data: bytes, name: str) -> Package:
    """Open a ZIP archive as a Word file.

    Raises UnreadableFile: no Word file, damaged, too large, locked.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except BROKEN as error:
        raise damaged(name, "a ZIP archive (a Word file is one) that is broken or cut off") from error
    if not any(re.fullmatch(r"word/document.*\.xml", file) for file in archive.NameToInfo):
        kinds = (what for part, what in _KINDS if any(file.startswith(part) for file in archive.NameToInfo))
        unknown = "a ZIP archive, no Word file; unpack it and add the files in it"
        raise UnreadableFile(f"{name}: {next(kinds, unknown)}", "unsupported")
    _check_sizes(archive, name)
    if any(file.flag_bits & 1 for file in archive.infolist()):
        raise UnreadableFile(f"{name}: opens with a password only; save it without one", "encrypted")
    return Package(archive, name)


def old_office(data: bytes, name: str) -> UnreadableFile:
    """Return the error for an old Office file, or for a new one that a password locks."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableFile(f"{name}: opens with a password only; save it without one", "encrypted")
    return UnreadableFile(
        f"{name}: an old Office file; save it as a Word file (.docx) or as plain text", "unsupported"
    )


def damaged(name: str, problem: str) -> UnreadableFile:
    """Return the error for a Word file that is broken."""
    return UnreadableFile(f"{name}: {problem}; get the file again", "damaged")


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that unpacks into more than a text can need. Raises UnreadableFile."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    fault = (
        f"{total:,} bytes when unpacked; at most {MAX_UNPACKED:,} are read" if total > MAX_UNPACKED else ""
    )
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        if part.file_size > MAX_PART:
            fault = fault or f"its part {part.filename} has {part.file_size:,} bytes"
        if part.file_size > _SMALL and part.file_size > MAX_RATIO * part.compress_size:
            fault = fault or f"its part {part.filename} grows {MAX_RATIO} times and more"
    if fault:
        raise UnreadableFile(f"{name}: {fault}; save it anew with Word, or as plain text", "too-large")


def _relations(rels: Element | None, folder: str) -> list[tuple[str, str]]:
    """Return what the parts are that a part is related to ("footnotes"), each with its path."""
    relations: list[tuple[str, str]] = []
    for relation in rels if rels is not None else ():
        if relation.get("TargetMode") == "External" or not relation.get("Target"):
            continue
        target = relation.get("Target")
        path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        relations.append(((relation.get("Type") or "").rsplit("/", 1)[-1], path))
    return relations
