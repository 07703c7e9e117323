"""What the head of a web page says of the text on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.metadata import metadata_of
from ingest.source import Metadata

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


def of_page(page: LexborHTMLParser) -> Metadata:
    """Return what the head of a web page says."""
    fields: dict[str, str] = {}
    for node in page.css("head > meta"):
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        fields.setdefault(name.lower(), node.attributes.get("content") or "")
    title = page.css_first("head > title")
    if title is not None:
        fields.setdefault("title", title.text())
    return metadata_of(fields)
