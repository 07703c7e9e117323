"""A web page → its lines: blocks, list items, table rows, in the order of the page.

The page is read as a browser reads it (Lexbor's HTML5 parser; libxml2's drops in silence what is
nested deeper than 2,048 elements). Line numbers count the lines that a reader sees, and what was
left out in its place.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFile
from ingest.metadata import metadata_of
from ingest.source import Metadata, Source
from ingest.text.decoding import decode_text, peek

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_PROLOGUE = re.compile(r"(?:\s+|\ufeff|<\?[^>]{0,500}>|<!--.*?-->)*+", re.DOTALL)
_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:title|meta|link|style|script|h[1-6]|p|div|table|ul|ol|dl|section|article|main|header|center"
    r"|blockquote|pre|font|span|b|i|a)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"</(?:h[1-6]|p|div|table|ul|ol|dl|td|li|section|article|blockquote|pre|center|font)>", re.IGNORECASE
)
_MARKDOWN = re.compile(r"#{1,6} \S")
_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_ELEMENT = re.compile(r"\A(?:<!DOCTYPE[^>\[]*>\s*)?<([\w:.-]{1,60})")
_HEAD = 4096  # bytes in which a page says its encoding
_SEEN = 300_000  # characters in which a page shows that it is one
_SHORT = 300  # characters that a page has at most that only asks for a browser


def is_html(data: bytes) -> bool:
    """Return True for a web page by its content, past comments, blanks and declarations."""
    text = peek(data[:_SEEN])
    at = _start(text)
    return _ROOT.match(text, at) is not None or _is_fragment(text[at:])


def other_xml(data: bytes) -> str:
    """Say which XML a file is that declares itself XML; '' for what does not."""
    text = peek(data[:_SEEN])
    if not text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        return ""
    found = _ELEMENT.match(text[_start(text) :])
    return f"an XML file whose root is '{found[1]}'" if found else "a broken XML file"


def read_html(data: bytes, name: str) -> Source:
    """Read a web page's bytes. Raises UnreadableFile: no text in it, or in an unknown encoding."""
    from ingest.html.lines import read_page

    declared = _CHARSET.search(data[:_HEAD]) or _DECLARATION.match(data)
    text, warnings = decode_text(data, name, declared[1].decode("ascii", "replace") if declared else "")
    reader = read_page(text)
    if not reader.lines:
        reader = read_page(text, keep_furniture=True)  # all its words are in a header or an aside
    words = sum(len(line.text) for line in reader.lines)
    asks_for_browser = words < _SHORT and any("javascript" in line.text.lower() for line in reader.lines)
    if not words or (asks_for_browser and reader.page.css_first("script") is not None):
        raise UnreadableFile(f"{name}: {_why_empty(reader.page)}", "empty")
    return Source(
        lines=tuple(reader.lines),
        numbers=tuple(sorted(reader.numbers)),
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=(*warnings, *reader.warnings()),
        removed=tuple(reader.removed),
        whole=not reader.is_broken,
        edges=tuple(reader.edges),
        metadata=_metadata(reader.page),
    )


def _metadata(page: LexborHTMLParser) -> Metadata:
    fields: dict[str, str] = {}
    for node in page.css("head > meta"):
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        fields.setdefault(name.lower(), node.attributes.get("content") or "")
    title = page.css_first("head > title")
    if title is not None:
        fields.setdefault("title", title.text())
    return metadata_of(fields)


def _start(text: str) -> int:
    """Return where the first element begins, past comments, blanks and declarations."""
    found = _PROLOGUE.match(text)
    return found.end() if found else 0


def _is_fragment(text: str) -> bool:
    """Return True for a piece of a page: most of its lines begin with a tag, and its blocks close."""
    if _TAG.match(text) is None or _CLOSED.search(text) is None:
        return False
    lines = [line for line in map(str.lstrip, text.splitlines()) if line]
    tagged = sum(line.startswith("<") for line in lines)
    return 2 * tagged >= len(lines) and not any(map(_MARKDOWN.match, lines))


def _why_empty(page: LexborHTMLParser) -> str:
    if page.css_first("frameset, iframe") is not None:
        return "a web page that only holds frames; give the page in the frame"
    if page.css_first("script") is not None:
        return "a web page without text, which a script fills; open it in a browser and save it from there"
    if page.css_first("img, svg, canvas") is not None:
        return "a web page of pictures without text; give one whose text can be selected"
    return "a web page without text; give one that holds text"
