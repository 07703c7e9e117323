"""What the form of a file says of its text: properties, the head of a page, FRBR, a header between rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ingest.lines import Line
from ingest.source import Metadata
from ingest.text.markdown import header_length

Element = Any  # lxml's elements have no types

_LONGEST = 400  # characters of a value
_ROW = re.compile(r"(?P<name>[A-Za-z][\w.-]{0,40}):\s*(?P<value>.*)")
_NAMES: Mapping[str, Sequence[str]] = {  # in heads, headers and properties; Dublin Core has most of them
    "number": ("number", "symbol", "dc.identifier", "dcterms.identifier", "citation_number"),
    "title": ("title", "dc.title", "dcterms.title", "citation_title", "og:title"),
    "author": ("body", "organ", "issuer", "dc.creator", "dcterms.creator", "citation_author", "author"),
    "date": ("adopted", "date", "dc.date", "dcterms.date", "dcterms.issued", "citation_date"),
}


def metadata_of(fields: Mapping[str, str]) -> Metadata:
    """Return what named fields say; their names are in small letters."""
    found = {}
    for kind, names in _NAMES.items():
        value = next(filter(str.strip, (fields.get(name, "") for name in names)), "")
        found[kind] = " ".join(value.split())[:_LONGEST]
    return Metadata(**found)


def of_header(lines: Sequence[Line]) -> Metadata:
    """Return what the header of a Markdown file says: "name: value" between two rules at its start."""
    fields: dict[str, str] = {}
    for line in lines[1 : header_length(lines)]:
        if row := _ROW.fullmatch(line.text):
            fields.setdefault(row["name"].lower(), row["value"].strip("[] \"'"))
    return metadata_of(fields)


def of_properties(part: Element | None) -> Metadata:
    """Return what the core properties of a Word file say."""
    rows = (element for element in (part if part is not None else ()) if isinstance(element.tag, str))
    fields = {element.tag.rpartition("}")[2].lower(): element.text or "" for element in rows}
    return metadata_of({"title": fields.get("title", ""), "number": fields.get("subject", "")})


def of_work(root: Element) -> Metadata:
    """Return what an Akoma Ntoso file says of its work: number, title, author, the day of adoption."""
    work = next((element for element in root.iter("{*}FRBRWork")), None)
    if work is None:
        return metadata_of({})

    def said(name: str, *attributes: str) -> str:
        """Return the first of these attributes that an element of the work has."""
        element: Element = next(work.iter(f"{{*}}{name}"), {})
        return next(filter(None, map(element.get, attributes)), "")

    names = {organ.get("eId"): organ.get("showAs", "") for organ in root.iter("{*}TLCOrganization")}
    fields = {
        "number": said("FRBRnumber", "showAs", "value"),
        "title": said("FRBRalias", "value"),
        "date": said("FRBRdate", "date"),
        "author": names.get(said("FRBRauthor", "href").lstrip("#"), ""),
    }
    return metadata_of(fields)
