"""Akoma Ntoso 3.0, as AKN for the United Nations: an edition → XML → the same edition.

What is printed here and read back is the same to the last sign. Akoma Ntoso from elsewhere is converted
to HTML and read like a web page. lxml is imported where it is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.instruments import Edition
    from ingest.source import Source

__all__ = ["is_akn", "print_akn", "read_akn"]

_OPENING = 65_536  # bytes in which the first element begins
_ROOT = re.compile(
    # what may stand before it: a declaration, comments, a document type, a byte order mark
    rb"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>|[\xef\xbb\xbf\xff\xfe\s])*+"
    rb"<(?:[A-Za-z_][\w.-]*:)?akomaNtoso[\s>/]",
    re.DOTALL,
)


def print_akn(edition: Edition, eid: str = "") -> str:
    """Print an edition as Akoma Ntoso, or the element of one provision. Raises KeyError: no such element.

    Signs stand for characters that XML cannot hold.
    """
    from ingest.akn.printing import print_edition

    return print_edition(edition, eid)


def read_akn(data: bytes, name: str) -> Source:
    """Read an Akoma Ntoso file's bytes. Raises UnreadableFile: damaged, too large or too deep."""
    from ingest.akn.reading import read_document

    return read_document(data, name)


def is_akn(data: bytes) -> bool:
    """Return True for Akoma Ntoso, in UTF-8 or UTF-16, past its declaration and its comments."""
    return _ROOT.match(data[:_OPENING].replace(b"\0", b"")) is not None
