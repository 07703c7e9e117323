"""Akoma Ntoso 3.0, as AKN for the United Nations: an edition → XML → the same edition.

What is printed here and read back is the same to the last sign. Akoma Ntoso from elsewhere is read
as lines, like any other form of text. lxml is imported where it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.akn.recognising import is_akn

if TYPE_CHECKING:
    from corpus.instruments import Edition
    from ingest.source import Source

__all__ = ["is_akn", "print_akn", "read_akn"]


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
