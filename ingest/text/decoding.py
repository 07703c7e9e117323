"""Bytes → characters. Doubts become warnings, and no byte is dropped silently.

A byte order mark decides, then UTF-8, then what the text says of itself. Otherwise the text is read as
Windows-1252 (a superset of ISO 8859-1, and what most such texts use), with a warning.
"""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableFile

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
_STRAY = re.compile("[\udc80-\udcff]")  # how Python keeps a byte that is no UTF-8
_STRAY_WORD = re.compile("[\udcc0-\udcff]{3,}")  # words of other alphabets: accented letters stand alone
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_BESIDE_LETTER = re.compile("[A-Za-z][\udc80-\udcff]|[\udc80-\udcff][A-Za-z]")
_MOST_STRAYS = 0.12  # of a text: accented letters and quotes are fewer
_FEW_STRAYS = 20  # may be a larger part of a short text, if any is beside a letter
_MOST_IN_WORDS = 0.05  # of a text
_NAMED = 10  # lines that a warning names
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1a")

Decoded = tuple[str, tuple[str, ...]]  # a file's characters, and warnings of what was not sure


def decode_text(data: bytes, name: str, declared: str = "") -> Decoded:
    """Decode a text's bytes; `declared` is the encoding that the text itself names.

    Raises UnreadableFile: binary, broken, or in an encoding that cannot be told.
    """
    bom, encoding = _mark(data)
    body = data[len(bom) :]
    binary = UnreadableFile(f"{name}: binary, not text; save it as plain text (UTF-8)")
    if b"\0" in data and not bom:
        raise binary
    try:
        text, warnings = (body.decode(encoding), ()) if bom else _without_mark(body, name, declared)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            message = f"{name}: broken {encoding} at byte {error.start}; save it again as UTF-8"
            raise UnreadableFile(message, "encoding") from error
        text, warnings = _without_mark(body, name, "")
    controls = sum(text.count(sign) for sign in _CONTROLS)
    if "\0" in text or controls > len(text) // 100:
        raise binary
    return text, warnings


def peek(data: bytes) -> str:
    """Decode a file's beginning, however badly, to see what it is."""
    bom, encoding = _mark(data)
    return data[len(bom) :].decode(encoding or "latin-1", "replace")


def _mark(data: bytes) -> tuple[bytes, str]:
    """Return a text's byte order mark and the encoding that it means, or nothing."""
    return next((row for row in _BOMS if data.startswith(row[0])), (b"", ""))


def _without_mark(data: bytes, name: str, declared: str) -> Decoded:
    """Decode UTF-8, what the text declares, or what is read as Windows-1252."""
    page = _page_of(declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason == "unexpected end of data":
            warning = "ends within a character; the file may be cut off, get it again"
            text = data[: error.start].decode("utf-8") + "\ufffd"
            return text, (f"line {_line(text, len(text))}: {warning}",)
    else:
        contradicts = declared and not text.isascii() and page != "utf-8"
        warning = f"says that it is '{declared}' and is UTF-8; read as UTF-8"
        return text, (warning,) * bool(contradicts) + _lost(text)
    if page not in ("", "utf-8"):
        try:
            return data.decode(page), ()
        except (UnicodeDecodeError, LookupError):
            pass  # it is not what it says
    return _read_strays(data.decode("utf-8", "surrogateescape"), name)


def _read_strays(text: str, name: str) -> Decoded:
    """Read the stray bytes of a text as Windows-1252. Raises UnreadableFile where they are too many."""
    strays = len(_STRAY.findall(text))
    lines = [at for at, line in enumerate(text.split(_newline(text)), 1) if _STRAY.search(line)]
    in_words = sum(map(len, _STRAY_WORD.findall(text)))
    are_many = strays > _FEW_STRAYS or _BESIDE_LETTER.search(text) is None
    if (are_many and strays > _MOST_STRAYS * len(text)) or in_words > _MOST_IN_WORDS * len(text):
        message = f"{name}: neither UTF-8 nor Windows-1252 (line {lines[0]}); save it as UTF-8"
        raise UnreadableFile(message, "encoding")
    where = f"line{'s' * (len(lines) > 1)} {', '.join(map(str, lines[:_NAMED]))}"
    more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
    warning = f"{where}{more}: not UTF-8; read as Windows-1252, check the accents (characters: {strays})"
    return text.translate(_WINDOWS), (warning,)


def _lost(text: str) -> tuple[str, ...]:
    at, count = text.find("\ufffd"), text.count("\ufffd")
    warning = f"characters were lost before this file was made (signs \ufffd: {count})"
    return (f"line {_line(text, at)}: {warning}",) if count else ()


def _line(text: str, at: int) -> int:
    return text.count(_newline(text), 0, at) + 1


def _newline(text: str) -> str:
    return "\n" if "\n" in text else "\r"


def _page_of(label: str) -> str:
    """Name the encoding that a label means on the web: Latin-1 is Windows-1252; '' for none."""
    try:
        page = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    if page.startswith("utf-"):
        return "utf-8"  # in zero-free bytes no other is possible
    return _ON_THE_WEB.get(page, page)
