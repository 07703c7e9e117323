"""Akoma Ntoso → a source: the very edition where we wrote the file, else its lines.

A file that was changed since we wrote it is read like any other, and that is said.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from textwrap import shorten

from lxml import etree

from corpus.errors import UnreadableFile
from ingest.akn.names import Element, own
from ingest.akn.record import DamagedRecord, read_record
from ingest.akn.walking import walk
from ingest.metadata import of_work
from ingest.source import Source

MAX_DEPTH = 150  # elements within elements; no text has half as many
_SAID = 120  # characters of what a parser says: it repeats names, however long they are
_BOMBS = ("amplification", "Excessive depth", "huge", "Huge")  # what libxml2 says of them
_CHANGED = "the file was changed since it was exported: read as any Akoma Ntoso"


def read_document(data: bytes, name: str) -> Source:
    """Read an Akoma Ntoso file's bytes. Raises UnreadableFile: damaged, too large or too deep."""
    root = parse_xml(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    record = next(root.iter(own("record")), None)
    if record is None:
        return replace(walk(root, sha256), metadata=of_work(root))
    try:
        edition = read_record(root, record)
    except DamagedRecord:
        return replace(walk(root, sha256, (_CHANGED,)), metadata=of_work(root))
    lines = tuple(dict.fromkeys(one.line for one in edition.provisions))
    return Source((), lines, sha256, edition=edition, whole=True)


def parse_xml(data: bytes, name: str) -> Element:
    """Parse XML without entities, without network, within bounds. Raises UnreadableFile."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        bomb = any(sign in str(error) for sign in _BOMBS)
        said = f"{name}: broken XML ({_said(error)}); export it again, or get it from where it came"
        raise UnreadableFile(said, "too-large" if bomb else "damaged") from error
    if _has_entities(root):
        raise UnreadableFile(f"{name}: XML that declares entities; save it without them", "damaged")
    if _depth(root) > MAX_DEPTH:
        said = f"{name}: elements in elements, more than {MAX_DEPTH} deep; give a plainer file"
        raise UnreadableFile(said, "too-large")
    return root


def _said(error: etree.XMLSyntaxError) -> str:
    """Return what the parser says in one short line, without what it calls the file."""
    return shorten(str(error.msg or error).partition(" (<string>")[0], _SAID)


def _has_entities(root: Element) -> bool:
    """Return True if a document declares entities or uses one that is not declared."""
    declared = root.getroottree().docinfo.internalDTD
    return (declared is not None and any(True for _ in declared.iterentities())) or any(
        True for _ in root.iter(etree.Entity)
    )


def _depth(root: Element) -> int:
    """Return how deep elements stand within elements."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
