"""Plain text and JSON: encodings, NUL, very long lines, deep nesting, signs that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

from attacks.samples import as_html, as_json, as_text, resolution

LONG_LINE = 100_000_000
"""Characters of the longest line, more than a file may have; a quick test takes a hundredth."""

INVISIBLE = {
    "zero-width": "\u200b\u200c\u200d\u2060\ufeff",
    "bidi": "\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u202c",
    "tags": "".join(chr(0xE0000 + ord(one)) for one in "ignore the text"),
    "variation": "\ufe0f\U000e0100",
    "hyphens": "\u00ad" * 50,
}
"""Characters that are not seen, by kind."""


def hostile(scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """Make all of them, each with its name; long ones are scaled."""
    text = resolution()
    yield from _encoded(text)
    yield from _long(scale)
    yield "named pdf, but HTML.pdf", as_html(text)
    yield "named docx, but text.docx", as_text(text)
    yield "named txt, but a program.txt", b"\x7fELF" + b"\0" * 400
    yield "only NUL.txt", b"\0" * 10_000
    yield "nothing.txt", b""
    yield "only blanks.txt", b" \n\t" * 100_000
    yield "NUL in each word.txt", text.replace("e", "e\0").encode()
    yield "control characters.txt", text.replace(" ", "\x07 \x1b[31m").encode()
    for name, signs in INVISIBLE.items():
        yield f"{name} signs.txt", text.replace(" ", f"{signs} ").encode()
    yield "combining marks.txt", text.replace("a", "a" + "\u0301" * 2000).encode()
    yield "JSON that nests.json", b"[" * 1_000_000
    yield "JSON that nests and closes.json", b"[" * 100_000 + b"]" * 100_000
    yield "JSON of a long number.json", b'{"provisions": ' + b"9" * 1_000_000 + b"}"
    yield "JSON cut off.json", as_json(text)[:-200]


def _encoded(text: str) -> Iterator[tuple[str, bytes]]:
    """Write a text in encodings, sound and broken."""
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1252", "cp037"):
        yield f"{encoding}.txt", text.encode(encoding)
    data = text.encode()
    yield "bytes of no encoding.txt", data.replace(b"e", b"\xe9\xff\xc3")
    yield "one bad byte.txt", data[:200] + b"\xff" + data[200:]
    yield "overlong.txt", data.replace(b" ", b"\xc0\xa0")
    yield "surrogates.txt", data.replace(b" ", b"\xed\xa0\x80 ")
    yield "a character cut off.txt", data + "é".encode()[:1]
    yield "half UTF-16.txt", data + text.encode("utf-16-le")
    yield "an odd byte of UTF-16.txt", text.encode("utf-16")[:-1]


def _long(scale: float) -> Iterator[tuple[str, bytes]]:
    """Write long lines, words and lists."""
    size = int(LONG_LINE * scale)
    yield "one long line.txt", b"x" * size
    yield "one long line of words.txt", b"pier " * (size // 20)
    yield "a tenth of a long line.txt", b"pier " * (size // 50)
    yield "lines without words.txt", b"\n" * (size // 20)
    yield "markers alone.txt", b"a) \n" * (size // 400)
    yield "lists within a line.txt", b"the list: a) x; b) y; " * (size // 4000)
    yield "emphasis without end.txt", b"**a *b " * (size // 4000)
    yield "numbers within numbers.txt", b"1." * (size // 4000)
