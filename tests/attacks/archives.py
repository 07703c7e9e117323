"""Word files and other archives that unpack into too much, lack parts, nest too deep, or are no archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from attacks.samples import RELATIONS, W, as_word, resolution, word


def zipped(**files: str | bytes) -> bytes:
    """Write an archive; in the names of its members `__` is a slash and `_xml` an ending."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            named = zipfile.ZipInfo(name.replace("__", "/").replace("_xml", ".xml"), (2031, 1, 1, 0, 0, 0))
            named.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(named, content)
    return file.getvalue()


def bombs() -> Iterator[tuple[str, bytes]]:
    """Make archives that unpack into far more than they are."""
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    yield "one paragraph that grows", word(paragraph.format("x" * 200_000_000))
    yield "paragraphs that grow", word(paragraph.format("pier") * 3_000_000)
    yield "styles that grow", word(paragraph.format("pier"), styles=" " * 200_000_000)
    inner = zipped(a=b"\0" * 10_000_000)
    for _ in range(4):
        inner = zipped(**{f"a{at}": inner for at in range(10)})
    yield "archives within archives", inner
    yield "a hundred thousand members", zipped(**{f"a{at}": b"" for at in range(60_000)})
    yield "members over each other", _overlapping()


def _overlapping() -> bytes:
    """Write an archive whose list names one member a thousand times, under other names."""
    data = zipped(word__document_xml=b"0" * 10_000_000)
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, tail = data[start:end], bytearray(data[end:])
    tail[8:12] = (1000).to_bytes(2, "little") * 2
    tail[12:16] = (1000 * len(entry)).to_bytes(4, "little")
    return data[:start] + entry * 1000 + bytes(tail)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Make all of them, each with its name."""
    yield from bombs()
    whole = as_word(resolution())
    yield from ((f"cut at {part} of 32", whole[: len(whole) * part // 32]) for part in range(1, 32))
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    entities = f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>'
    yield "entities", _document(f'{entities}<w:document xmlns:w="{W}">&l9;</w:document>')
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    yield "a file of the machine", _document(f'{outside}<w:document xmlns:w="{W}">&x;</w:document>')
    deep = "<w:sdt><w:sdtContent>" * 100_000
    yield "elements without end", word(deep)
    cell = "<w:tbl><w:tr><w:tc>" * 5_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5_000
    yield "tables within tables", word(cell)
    yield "a document that is none", zipped(word__document_xml="pier")
    yield "a document without bytes", zipped(word__document_xml="")
    yield "no document", zipped(**{"_rels/.rels": RELATIONS.format("")})
    yield "a document that is elsewhere", word("<w:p/>", document="../../../etc/passwd")
    yield "a spreadsheet", zipped(xl__workbook_xml="<a/>")
    yield "an archive and nothing more", zipped(pier="x")
    yield "an empty archive", zipped()
    yield "old Office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
    yield (
        "levels without end",
        word(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='99999999999'/><w:numId w:val='1'/></w:numPr></w:pPr></w:p>"
            * 1000
        ),
    )
    span = "<w:tc><w:tcPr><w:gridSpan w:val='100000000'/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    yield "a cell as wide as a book", word(f"<w:tbl><w:tr>{span}</w:tr></w:tbl>")


def _document(xml: str) -> bytes:
    """Write a Word file of this XML."""
    data = word("<w:p/>")
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.infolist():
            new.writestr(one, xml if one.filename == "word/document.xml" else old.read(one))
    return file.getvalue()
