"""Bytes → characters. What is not sure is told, and no byte is lost in silence.

A byte order mark decides, then zero bytes at every other place (UTF-16, UTF-32), then UTF-8, then what
the text says of itself. What is left is guessed (ingest/text/code_pages.py).
"""

from __future__ import annotations

import codecs

from corpus.errors import UnreadableFile
from ingest.text.code_pages import Decoded, guess, line_of
from ingest.text.plausible import plausibility

_BOMS = (  # the longer marks first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ON_THE_WEB = {  # what a page means that names these
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "shift_jis": "cp932",
}
_ZEROS = 0.1  # of a UTF-16 text's characters at least are ASCII: the spaces of any language
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1a")


def decode_text(data: bytes, name: str, declared: str = "") -> Decoded:
    """Decode a text's bytes; `declared` is the encoding that the text itself names.

    Raises UnreadableFile: binary, broken, or in an encoding that cannot be told.
    """
    decoded = _marked(data, name) or _wide(data, name) or _narrow(data, name, declared)
    controls = sum(decoded.text.count(sign) for sign in _CONTROLS)
    if "\0" in decoded.text or controls > len(decoded.text) // 100:
        raise _binary(name)
    return decoded


def peek(data: bytes) -> str:
    """Decode a file's beginning, however badly, to see what it is."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    return data.decode(_wide_encoding(data) or "latin-1", "replace")


def _marked(data: bytes, name: str) -> Decoded | None:
    """Decode by the byte order mark; None where there is none, or where stray bytes follow UTF-8's."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(encoding))
            except UnicodeDecodeError as error:
                if encoding == "utf-8":
                    return _narrow(data[len(bom) :], name, "")
                raise _broken(name, encoding, error) from error
    return None


def _wide(data: bytes, name: str) -> Decoded | None:
    """Decode UTF-16 or UTF-32 without a byte order mark. Raises UnreadableFile: binary."""
    if b"\0" not in data:
        return None
    encoding = _wide_encoding(data)
    try:
        text = data.decode(encoding) if encoding else "\0"
    except UnicodeDecodeError as error:
        raise _broken(name, encoding, error) from error
    if "\0" in text or (not text.isascii() and plausibility(text) < 0):
        raise _binary(name)
    return Decoded(text, (f"no byte order mark: read as {encoding.upper()} by its zero bytes",))


def _wide_encoding(data: bytes) -> str:
    """Return the encoding of two or four bytes a character that the places of the zero bytes show, or ''."""
    head = data[:4096]
    units = len(head) // 4
    zeros = [head[at::4].count(0) for at in range(4)]
    if units and zeros[1] > 0.9 * units and zeros[2] > 0.9 * units:  # no character is above U+FFFF
        return "utf-32-le" if zeros[3] >= zeros[0] else "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    some = max(1, 2 * units * (_ZEROS if len(data) % 2 == 0 else 3 * _ZEROS))
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) < some:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _narrow(data: bytes, name: str, declared: str) -> Decoded:
    """Decode what has no zero bytes: UTF-8, what the text declares, or a guess."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
        if error.end == len(data) and error.reason == "unexpected end of data":
            return _cut_off(data, start)
    else:
        return Decoded(text, _contradicts(declared, text) + _lost(text))
    if declared and _page_of(declared) not in ("", "utf-8"):
        try:
            return Decoded(data.decode(_page_of(declared)))
        except (UnicodeDecodeError, LookupError):
            pass  # it is not what it says: guessed like any other
    return guess(data, name, start)


def _cut_off(data: bytes, start: int) -> Decoded:
    """Decode UTF-8 that ends within a character."""
    text = data[:start].decode("utf-8") + "\ufffd"
    line = line_of(data, start)
    return Decoded(text, (f"line {line}: ends within a character; the file may be cut off, get it again",))


def _contradicts(declared: str, text: str) -> tuple[str, ...]:
    """Report that a text is UTF-8 though it names another encoding."""
    if not declared or text.isascii() or _page_of(declared) == "utf-8":
        return ()
    return (f"says that it is '{declared}' and is UTF-8; read as UTF-8",)


def _lost(text: str) -> tuple[str, ...]:
    """Report characters that the source had lost already."""
    at = text.find("\ufffd")
    if at < 0:
        return ()
    line, count = text.count("\n", 0, at) + 1, text.count("\ufffd")
    return (f"line {line}: characters were lost before this file was made (signs \ufffd: {count})",)


def _page_of(label: str) -> str:
    """Name the encoding that a label means on the web: Latin-1 is Windows-1252; '' for none."""
    try:
        page = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    if page.startswith("utf-"):
        return "utf-8"  # in zero-free bytes no other is possible
    return _ON_THE_WEB.get(page, page)


def _binary(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name}: binary, not text; save it as plain text (UTF-8)")


def _broken(name: str, encoding: str, error: UnicodeDecodeError) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: broken {encoding} at byte {error.start}; save it again as UTF-8", "encoding"
    )
