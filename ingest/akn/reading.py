"""Akoma Ntoso → a source: the very edition where we wrote the file, else its lines.

A file changed since export is read like any other, with a warning.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from textwrap import shorten

from lxml import etree

from corpus.errors import UnreadableFile
from ingest.akn.names import Element, local, own
from ingest.akn.page import Page
from ingest.akn.record import DamagedRecord, read_record
from ingest.collection import openings
from ingest.html.lines import read_page
from ingest.lines import Line
from ingest.metadata import of_work
from ingest.opening import read_division
from ingest.source import Source

_COLLECTIONS = ("documentCollection", "amendmentList", "officialGazette")
_ANNEXES = ("annex", "appendix", "attachment", "schedule")
MAX_DEPTH = 150  # elements within elements; no text has half as many
_SAID = 120  # characters of what a parser says: it repeats names, however long they are
_BOMBS = ("amplification", "Excessive depth", "huge", "Huge")  # what libxml2 says of them
_CHANGED = "the file was changed since it was exported: read as any Akoma Ntoso"
_ADOPTED = ("act", "bill", "statement", "judgment", "amendment")  # documents that are texts of their own


def read_document(data: bytes, name: str) -> Source:
    """Read an Akoma Ntoso file's bytes. Raises UnreadableFile: damaged, too large or too deep."""
    root = parse_xml(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    record = next(root.iter(own("record")), None)
    if record is None:
        return _read_lines(root, sha256)
    try:
        edition = read_record(root, record)
    except DamagedRecord:
        return _read_lines(root, sha256, (_CHANGED,))
    lines = tuple(dict.fromkeys(provision.line for provision in edition.provisions))
    return Source((), lines, sha256, edition=edition, whole=True)


def _read_lines(root: Element, sha256: str, warnings: tuple[str, ...] = ()) -> Source:
    """Convert the document to HTML and read that. A bill counts as a draft even if no words say so."""
    page = Page(root)
    reader = read_page(page.html)
    places = {str(at): document for at, document in enumerate(page.documents, 1)}
    documents = [(document, reader.places[at]) for at, document in places.items() if at in reader.places]
    return Source(
        tuple(reader.lines),
        tuple(sorted(reader.numbers)),
        sha256,
        warnings=warnings,
        removed=tuple(reader.removed),
        whole=True,
        edges=("Draft",) if any(local(child) == "bill" for child in root) else (),
        starts=_starts(root, documents, reader.lines),
        metadata=of_work(root),
    )


def _starts(
    root: Element, documents: Sequence[tuple[Element, int]], lines: Sequence[Line]
) -> tuple[int, ...]:
    """Return the lines where texts begin in a file of several `documents`, given with their first lines.

    An act, bill, statement, judgment or amendment is a text, and so is a document that names itself.
    Other documents, and all attachments, are annexes, unless the file is a collection.
    """
    main_documents = [row for row in documents if next(row[0].iterancestors("{*}attachments"), None) is None]
    if len(main_documents) < 2:
        return ()
    places = [bisect_left(lines, start, key=lambda line: line.number) for _, start in main_documents]
    parts = [lines[at:end] for at, end in pairwise([*places, len(lines)])]
    rows = [(document, at, part) for (document, at), part in zip(main_documents, parts, strict=True)]
    texts = [at for document, at, part in rows if local(document) in _ADOPTED or openings(part, whole=True)]
    if not texts and local(root[0]) in _COLLECTIONS:
        texts = [at for document, at, part in rows if not _is_annex(document, part)]
    return tuple(texts) if len(texts) > 1 else ()


def _is_annex(document: Element, lines: Sequence[Line]) -> bool:
    called = document.get("name", "").lower()
    return called.startswith(_ANNEXES) or not lines or read_division(lines[0].text) is not None


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
        reason = shorten(str(error.msg or error).partition(" (<string>")[0], _SAID)  # without a file's name
        message = f"{name}: broken XML ({reason}); export it again, or get it from where it came"
        raise UnreadableFile(message, "too-large" if bomb else "damaged") from error
    dtd = root.getroottree().docinfo.internalDTD
    has_entities = dtd is not None and next(dtd.iterentities(), None) is not None
    if has_entities or next(root.iter(etree.Entity), None) is not None:
        raise UnreadableFile(f"{name}: XML that declares entities; save it without them", "damaged")
    if _depth(root) > MAX_DEPTH:
        message = f"{name}: elements in elements, more than {MAX_DEPTH} deep; give a plainer file"
        raise UnreadableFile(message, "too-large")
    return root


def _depth(root: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
