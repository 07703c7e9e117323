"""A sound text in every form that is read: what mutations start from, and what is read beside them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"
_LINE = 88  # characters on a printed line
_PAGE = 48  # lines on a page


def resolution(number: int = 950, subject: str = "cisterns", verb: str = "be cleaned") -> str:
    """Write a short invented resolution, a paragraph a line, parted by blank lines."""
    return "\n\n".join(
        [
            f"RESOLUTION {number} (REV. COIMBRA, 2031)",
            f"Care of the {subject} of the old towns",
            "The Plenipotentiary Conference of the International Telecommunication Union (Coimbra, 2031),",
            "considering",
            f"a) that {subject} were dug by those who came before;",
            f"b) that rain fills the {subject} in winter and that gutters carry it there,",
            "resolves",
            f"1 that the {subject} of each town shall {verb} every spring;",
            f"2 that a keeper of the {subject} shall be named by each town,",
            "instructs the Rain Council",
            f"1 to count the {subject} every four years;",
            f"2 to report on {subject} that run dry,",
            "invites Member States",
            f"to lend buckets and ropes to those who keep {subject}.",
        ]
    )


def as_text(text: str) -> bytes:
    """Write a text as plain text."""
    return f"{text}\n".encode()


def as_markdown(text: str) -> bytes:
    """Write a text as Markdown, its first line a heading."""
    first, _, rest = text.partition("\n")
    return f"# {first}\n{rest}\n".encode()


def as_html(text: str) -> bytes:
    """Write a text as a web page."""
    paragraphs = "".join(f"<p>{escape(one)}</p>\n" for one in text.split("\n\n"))
    head = "<head><meta charset=utf-8><title>x</title></head>"
    return f"<!DOCTYPE html>\n<html>{head}<body>\n{paragraphs}</body></html>\n".encode()


def as_word(text: str) -> bytes:
    """Write a text as a Word file."""
    return word("".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in text.split("\n\n")))


def as_akn(text: str) -> bytes:
    """Write a text as Akoma Ntoso, as the library exports it."""
    from ingest import parse_source, text_source
    from ingest.akn import print_akn

    return print_akn(parse_source(text_source(text), "sample").edition()).encode()


def as_json(text: str) -> bytes:
    """Write a text as the JSON that the library exports, which is read as plain text."""
    from corpus.canonical import to_json
    from ingest import parse_source, text_source

    return json.dumps(to_json(parse_source(text_source(text), "sample").edition()), indent=1).encode()


def as_pdf(text: str) -> bytes:
    """Write a text as a PDF, a printed line for each line."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        words, line = paragraph.split(" "), ""
        for one in words:
            if len(line) + len(one) > _LINE:
                lines.append(line)
                line = ""
            line = f"{line} {one}".strip()
        lines += [line, ""]
    pages = [lines[at : at + _PAGE] for at in range(0, len(lines), _PAGE)]
    return pdf([_printed(page) for page in pages])


KINDS = {
    "pdf": as_pdf,
    "docx": as_word,
    "html": as_html,
    "txt": as_text,
    "md": as_markdown,
    "xml": as_akn,
    "json": as_json,
}
"""How a text is written in each form, by the ending of its files."""


def word(body: str, document: str = "word/document.xml", **parts: str) -> bytes:
    """Write a Word file: its body's XML, and parts ("styles", "numbering", "footnotes") by their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        to_document = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="{document}"/>'
        archive.writestr(_dated("_rels/.rels"), RELATIONS.format(to_document))
        related = "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
        )
        archive.writestr(_dated(f"word/_rels/{document.rpartition('/')[2]}.rels"), RELATIONS.format(related))
        archive.writestr(_dated(document), f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(_dated(f"word/{name}.xml"), f"<w:{name} {NAMES}>{content}</w:{name}>")
    return file.getvalue()


def _dated(name: str) -> zipfile.ZipInfo:
    """Name a member of an archive whose bytes do not depend on the day."""
    made = zipfile.ZipInfo(name, (2031, 1, 1, 0, 0, 0))
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def pdf(contents: Sequence[str], more: Sequence[str] = (), trailer: str = "") -> bytes:
    """Write a PDF, a page for each content; `more` are objects after those of the pages."""
    count = len(contents)
    kids = " ".join(f"{3 + 2 * at} 0 R" for at in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 595 842] >>",
    ]
    for at, content in enumerate(contents):
        resources = f"/Resources << /Font << /F1 {FONT} >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /Contents {4 + 2 * at} 0 R {resources} >>")
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    return _numbered([*objects, *more], trailer)


def _numbered(objects: Sequence[str], trailer: str) -> bytes:
    """Write the objects of a PDF, the table of their places and the end."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def _printed(lines: Sequence[str]) -> str:
    """Print lines on a page."""
    shown = "".join(
        f"1 0 0 1 72 {760 - 14 * at} Tm ({one}) Tj\n"
        for at, one in enumerate(_literal(one) for one in lines)
        if one
    )
    return f"BT /F1 10 Tf\n{shown}ET"


def _literal(text: str) -> str:
    """Write the inside of a string of a PDF."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
