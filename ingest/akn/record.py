"""The record: what Akoma Ntoso has no words for, in a proprietary block of the metadata.

It has a row a provision, in the order of the source, with its label, kind and line; and whatever
else of it the elements do not say by themselves, which the writer finds by reading its own elements
back. Two sums, over the edition and over the words that stand in the file, tell whether the file is
still as it was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Set

from lxml import etree

from corpus.canonical import read_status, read_target, to_json
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Mark, Provision, Reference, Relation
from corpus.keys import EditionKey
from ingest.akn.iris import referring
from ingest.akn.names import CONTAINERS, HEAD, OWN, Element, akn, local, own
from ingest.akn.words import Words, escape, read_words, unescape

_INLINE = ("p", "docNumber", "docTitle", "inline")  # elements that are themselves a unit's words
_HOLDERS = ("heading", "p", "content", "intro", "list")  # where a unit's words stand, the first found


class DamagedRecord(ValueError):
    """The record does not agree with the file that it stands in."""


def add_record(root: Element, edition: Edition) -> None:
    """Write the record into the metadata of a document that is otherwise complete."""
    meta = root[0].find(akn("meta"))
    block = etree.SubElement(meta, akn("proprietary"), source="#editor")
    record = etree.SubElement(block, own("edition"), nsmap={"own": OWN})
    about = to_json(edition)["edition"]
    record.attrib.update({name: escape(str(value)) for name, value in about.items()})
    reader = _Elements(root, {one.eid for one in edition.provisions})
    references: list[Reference] = []
    for one in edition.provisions:
        native, links = reader.read(one.eid, edition.key)
        row = etree.SubElement(record, own("provision"), eId=escape(one.eid))
        row.attrib.update({name: escape(value) for name, value in _row(one, native).items()})
        references += links
    if tuple(references) != edition.references:
        for reference in edition.references:
            row = etree.SubElement(record, own("reference"))
            row.attrib.update({name: escape(value) for name, value in _reference_row(reference).items()})
    record.set("sum", _sum(edition))
    record.set("words", _sum_of_words(root))


def read_record(root: Element, record: Element) -> Edition:
    """Read the edition of a file that has a record. Raises DamagedRecord when it was changed."""
    try:
        edition = _edition(root, record)
    except (KeyError, ValueError, IndexError, OverflowError) as error:
        raise DamagedRecord(str(error)) from error
    if record.get("sum") != _sum(edition) or record.get("words") != _sum_of_words(root):
        raise DamagedRecord("its sums differ")
    return edition


def _edition(root: Element, record: Element) -> Edition:
    """Put an edition together from the elements and the rows of the record."""
    about = {name: unescape(value) for name, value in record.attrib.items()}
    key = EditionKey.parse(about["key"])
    rows = [
        {name: unescape(value) for name, value in row.attrib.items()}
        for row in record.iterchildren(own("provision"))
    ]
    reader = _Elements(root, {row["eId"] for row in rows})
    provisions: list[Provision] = []
    references: list[Reference] = []
    for row in rows:
        native, links = reader.read(row["eId"], key)
        provisions.append(_provision({**native, **row}))
        references += links
    written = [
        _reference({name: unescape(value) for name, value in row.attrib.items()})
        for row in record.iterchildren(own("reference"))
    ]
    return Edition(
        key=key,
        provisions=tuple(provisions),
        references=tuple(written or references),
        **{name: about[name] for name in ("name", "title", "revision", "adopted", "language", "sha256")},
        status=read_status(about),
    )


class _Elements:
    """A document's elements by their eIds: what they say of a unit by themselves."""

    def __init__(self, root: Element, units: Set[str]) -> None:
        self.units = units
        self.by_eid = {eid: one for one in root.iter(etree.Element) if (eid := one.get("eId")) in units}

    def read(self, eid: str, key: EditionKey) -> tuple[dict[str, str], list[Reference]]:
        """Return what a unit's element says of it, and its references; nothing where there is none."""
        element = self.by_eid.get(eid)
        if element is None:
            return dict.fromkeys(("text", "marker", "parent", "anchor", "marks", "inline", "head"), ""), []
        words = read_words(words_of(element))
        is_note, is_inline = local(element) == "authorialNote", local(element) == "inline"
        parent = self._parent(element, past_inline=not is_inline)
        native = {
            "text": words.text,
            "marker": element.get("marker", "") if is_note else _number(element),
            "parent": parent,
            "anchor": parent if is_note else "",
            "marks": _print_marks(words.marks),
            "inline": "true" if is_inline else "",
            "head": _head(element),
        }
        return native, _references(eid, words, key)

    def _parent(self, element: Element, *, past_inline: bool) -> str:
        """Return the eId of the unit or the part that an element stands in."""
        for above in element.iterancestors():
            eid = above.get("eId")
            if eid in self.units and not (past_inline and local(above) == "inline"):
                return str(eid)
            if eid in CONTAINERS:
                return str(eid)
        return ""


def words_of(element: Element) -> list[Element]:
    """Return the elements that hold a unit's words: one, or the cells of a row."""
    name = local(element)
    if name in _INLINE:
        return [element]
    if name == "table":
        return words_of(element[0]) if len(element) else []
    if name == "tr":
        return [paragraph for cell in element for paragraph in cell[:1]]
    for holder in _HOLDERS:
        for child in element:
            if local(child) == holder:
                return [child] if holder in ("heading", "p") else words_of(child)
    return []


def _head(element: Element) -> str:
    """Return the words of the head that governs an element, that it is, or that it begins with."""
    while element is not None:
        if local(element) == "recitals" or element.get("name") == HEAD:
            return "".join(read_words([child]).text for child in element if local(child) == "heading")
        for holder in words_of(element)[:1]:
            if len(holder) and not holder.text and holder[0].get("name") == HEAD:
                return read_words(holder[:1]).text
        element = element.getparent()
    return ""


def _number(element: Element) -> str:
    """Read a unit's marker."""
    return "".join(read_words([child]).text for child in element[:1] if local(child) == "num")


def _references(eid: str, words: Words, key: EditionKey) -> list[Reference]:
    """Read the references among a unit's words."""
    found = (referring(eid, words.text[one.start : one.end], one.start, one.href, key) for one in words.links)
    return [one for one in found if one]


def _row(provision: Provision, native: Mapping[str, str]) -> dict[str, str]:
    """Return what a row says: what no element says, and what elements say otherwise."""
    said = {
        "text": provision.text,
        "marker": provision.marker,
        "parent": provision.parent,
        "anchor": provision.anchor,
        "marks": _print_marks(provision.marks),
        "inline": "true" if provision.inline else "",
        "head": provision.head.text if provision.head else "",
    }
    return {
        "label": provision.label,
        "kind": provision.kind.value,
        "line": str(provision.line),
        **({"page": str(provision.page)} if provision.page else {}),
        **{name: value for name, value in said.items() if value != native[name]},
    }


def _provision(row: Mapping[str, str]) -> Provision:
    """Put a provision together."""
    return Provision(
        eid=row["eId"],
        label=row["label"],
        parent=row["parent"],
        kind=Kind(row["kind"]),
        text=row["text"],
        line=int(row["line"]),
        head=Head.parse(row["head"]) if row["head"] else None,
        anchor=row["anchor"],
        marker=row["marker"],
        marks=tuple(_read_marks(row["marks"])),
        inline=row["inline"] == "true",
        page=int(row.get("page", "0")),
    )


def _print_marks(marks: Iterable[Mark]) -> str:
    """Print emphasis as "0-7 strong; 9-12 em"."""
    return "; ".join(f"{one.start}-{one.end} {one.style}" for one in marks)


def _read_marks(text: str) -> Iterator[Mark]:
    """Read what `_print_marks` printed."""
    for one in text.split("; ") if text else ():
        span, _, style = one.partition(" ")
        start, _, end = span.partition("-")
        yield Mark(int(start), int(end), style)


def _reference_row(one: Reference) -> dict[str, str]:
    """Print a reference that the words cannot carry."""
    return {
        "from": one.source,
        "text": one.text,
        "start": str(one.start),
        "end": str(one.end),
        "target": str(one.target),
        **({"relation": one.relation.value} if one.relation else {}),
    }


def _reference(row: Mapping[str, str]) -> Reference:
    """Read what `_reference_row` printed."""
    relation = Relation(row["relation"]) if "relation" in row else None
    span = int(row["start"]), int(row["end"])
    return Reference(row["from"], row["text"], *span, read_target(row["target"]), relation)


def _sum(edition: Edition) -> str:
    """Return a sum over all that an edition says."""
    text = json.dumps(to_json(edition), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _sum_of_words(root: Element) -> str:
    """Return a sum over the words of a document, without its metadata and its blanks."""
    found: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            found.append(element)
        elif local(element) != "meta":
            for child in reversed(element):
                waiting += [child.tail or "", child]
            found.append(element.text or "")
    return hashlib.sha256("".join("".join(found).split()).encode()).hexdigest()
