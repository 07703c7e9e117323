"""A file or pasted text → the paragraphs of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpus.errors import UnreadableFile
from ingest.apart import read_paragraphs_in_child
from ingest.files import read_file
from ingest.limits import Limits

LONGEST = 1_000_000
"""Characters of a document that is checked while its sender waits: some 400 pages."""
_SIGN = re.compile(r"^> ?(?=\S)")  # of a quotation in pasted text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, an item or a table's row, and the line of the file at which it begins, from 1.

    `is_quoted`: it is set as a quotation, without quotation marks.
    """

    line: int
    text: str
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its name, the SHA-256 of its bytes, its paragraphs, what was odd about the file."""

    name: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[str, ...] = ()


def read_document_file(path: Path, limits: Limits, *, before_changes: bool = False) -> Document:
    """Read a document. Raises UnreadableFile."""
    return read_document(read_file(path, limits.size), path.name, limits, before_changes=before_changes)


def read_document(data: bytes, name: str, limits: Limits, *, before_changes: bool = False) -> Document:
    """Read a document's bytes in a process of its own. Raises UnreadableFile, also for one without words.

    A Word file with tracked changes is read with them accepted, or as it was `before_changes`.
    """
    rows, warnings = read_paragraphs_in_child(data, name, limits, before_changes=before_changes)
    found = tuple(
        Paragraph(line, " ".join(_SIGN.sub("", text).split()), is_quoted or bool(_SIGN.match(text)))
        for line, text, is_quoted in rows
        if text.strip()
    )
    if not found:
        raise UnreadableFile(f"{name}: no words to check; give a paper, a speech or an answer", "empty")
    return Document(name, sha256(data).hexdigest(), found, warnings)


def read_sent_document(data: bytes, name: str, limits: Limits, *, before_changes: bool = False) -> Document:
    """Read a document whose sender waits for what is found. Raises UnreadableFile, also for one too long."""
    if len(data) > limits.size:
        sizes = f"{len(data):,} bytes, and at most {limits.size:,} are read"
        raise UnreadableFile(f"{name}: {sizes}; give a shorter document", "too-large")
    document = read_document(data, name, limits, before_changes=before_changes)
    length = sum(len(paragraph.text) for paragraph in document.paragraphs)
    if length > LONGEST:
        sizes = f"{length:,} characters, and {LONGEST:,} are checked at once"
        raise UnreadableFile(f"{name}: {sizes}; check it in parts", "too-large")
    return document
