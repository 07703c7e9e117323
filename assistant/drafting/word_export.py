"""Python-docx: a draft and clauses that are kept → a Word file, each citation in a footnote.

Notes are a part of their own, which python-docx does not write: their XML stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from assistant.drafting.export import DRAFT, SELECTION, SelectedClause

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FIRST = 2  # ids 0 and 1 are the lines that separate notes from the text
_SEPARATORS = "".join(
    f'<w:footnote w:type="{type_}" w:id="{id_}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for id_, (type_, mark) in enumerate(
        (("separator", "separator"), ("continuationSeparator", "continuationSeparator"))
    )
)


def written(draft: str, clauses: Sequence[SelectedClause]) -> bytes:
    """Return the Word file, with real styles and footnotes."""
    document = docx.Document()
    _add_styles(document)
    if draft.strip():
        document.add_heading(DRAFT, level=1)
        document.add_paragraph(_printable(" ".join(draft.split())))
    document.add_heading(SELECTION, level=1)
    for at, one in enumerate(clauses, _FIRST):
        if one.head:
            document.add_paragraph(style="Body Text").add_run(f"{_printable(one.head)} …").italic = True
        _mark(document.add_paragraph(_printable(one.text), style="Quote"), at)
    _add_notes(document, [_printable(one.note) for one in clauses])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _printable(text: str) -> str:
    """Return text without the characters that XML cannot have."""
    return "".join(one if one.isprintable() or one in "\t\n" else " " for one in text)


def _add_styles(document: Document) -> None:
    """Add the styles of notes, which a new document has not."""
    text = document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = document.styles["Normal"], Pt(9)
    document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True


def _mark(paragraph: Paragraph, id_: int) -> None:
    """Put the mark of a note at the end of a paragraph."""
    run = paragraph.add_run(style="Footnote Reference")
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(id_))
    run._r.append(mark)


def _add_notes(document: Document, notes: Sequence[str]) -> None:
    """Add the part that holds the notes."""
    rows = "".join(
        f'<w:footnote w:id="{at}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
        for at, note in enumerate(notes, _FIRST)
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_W}">{_SEPARATORS}{rows}</w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
