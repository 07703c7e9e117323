"""The record: the edition itself, in a proprietary block of the metadata.

It holds the edition's canonical JSON, one element per row. A checksum over the record and the document,
without its metadata, shows whether the file was changed.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lxml import etree

from corpus.canonical import from_json, to_json
from corpus.instruments import Edition
from ingest.akn.names import OWN, Element, akn, escape, local, own

_LISTS = ("provisions", "references")
_TYPES: dict[str, type] = {"line": int, "page": int, "start": int, "marks": list, "inline": bool}  # else str


class DamagedRecord(ValueError):
    """The record does not agree with the file that it stands in."""


def add_record(root: Element, edition: Edition) -> None:
    """Write the record into the metadata of a document that is otherwise complete."""
    document = to_json(edition)
    block = etree.SubElement(root[0].find(akn("meta")), akn("proprietary"), source="#editor")
    record = etree.SubElement(block, own("record"), nsmap={"own": OWN}, sum=_sum(root, document))
    _add_row(record, "edition", document["edition"])
    for name in _LISTS:
        for row in document[name]:
            _add_row(record, name, row)


def read_record(root: Element, record: Element) -> Edition:
    """Read the edition of a file that has a record. Raises DamagedRecord when it was changed."""
    try:
        edition_row = _rows(record, "edition")[0]
        document = {"edition": edition_row, **{name: _rows(record, name) for name in _LISTS}}
        edition = from_json(document)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise DamagedRecord(str(error)) from error
    if record.get("sum") != _sum(root, document):
        raise DamagedRecord("its sum differs")
    return edition


def _add_row(record: Element, name: str, row: dict[str, Any]) -> None:
    etree.SubElement(record, own(name)).text = escape(json.dumps(row, ensure_ascii=False))


def _rows(record: Element, name: str) -> list[dict[str, Any]]:
    """Return the rows with a name. Raises ValueError for a value that is none of its type."""
    rows = [json.loads(row.text or "") for row in record.iterchildren(own(name))]
    for row in rows:
        marks = ([*map(type, mark)] == [int, int, str] for mark in row.get("marks", ()))
        if not all(marks) or any(type(value) is not _TYPES.get(key, str) for key, value in row.items()):
            raise ValueError(f"'{row}' is no row of a record")
    return rows


def _sum(root: Element, document: dict[str, Any]) -> str:
    """Return a sum over the record and the document, but for its metadata and the blanks of its layout."""
    pieces: list[Any] = [document]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if local(element) == "meta":
            walker.skip_subtree()
        elif event == "start":
            pieces.append([local(element), sorted(element.attrib.items()), _words(element.text)])
        else:
            pieces.append(_words(element.tail))
    return hashlib.sha256(json.dumps(pieces, sort_keys=True).encode()).hexdigest()


def _words(text: str | None) -> str:
    """Return the characters between two tags, '' for blanks, with which a document may be laid out."""
    return text if text and text.strip() else ""
