"""Python-docx: headings, paragraphs and quoted clauses → a Word file, each citation in a footnote.

Notes are a part of their own, which python-docx does not write: their XML is here.
"""

from __future__ import annotations

from html import escape
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from assistant.plain_text import printable, with_escapes
from assistant.quotation import Item, Quotation

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FIRST = 2  # ids 0 and 1 are the lines that separate notes from the text
_STEP = Cm(0.75)  # of indentation, for each level below a clause
_INTRODUCTION = "Quote Introduction"  # of what governs a clause
_BAR = f'<w:pBdr xmlns:w="{_W}"><w:left w:val="single" w:sz="12" w:space="8" w:color="808080"/></w:pBdr>'
_SEPARATORS = "".join(
    f'<w:footnote w:type="{type_}" w:id="{id_}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for id_, (type_, mark) in enumerate(
        (("separator", "separator"), ("continuationSeparator", "continuationSeparator"))
    )
)


class WordFile:
    """A Word file that is written from top to bottom, with real styles and footnotes."""

    def __init__(self, title: str = "") -> None:
        """Start an empty file; the title is a property of the file, not part of its text."""
        self._document = docx.Document()
        self._document.core_properties.title = printable(title)
        self._document.core_properties.author = ""
        self._notes: list[str] = []
        self._style_ids: dict[str, str] = {}
        _add_styles(self._document)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading, of level 0 for a title."""
        self._document.add_heading(printable(text), level=level)

    def paragraph(
        self, text: str, style: str = "Normal", *, italic: bool = False, bold: bool = False, but: str = ""
    ) -> None:
        """Add a paragraph; invisible characters in `but` stay."""
        run = self._added(style).add_run(with_escapes(text, but=f"\n{but}"))
        run.italic, run.bold = italic or None, bold or None

    def clause(self, quotation: Quotation, note: str) -> None:
        """Add a clause with what governs it and the items below it, `note` in a footnote."""
        if quotation.above:
            self.paragraph(f"{quotation.above} …", _INTRODUCTION)
        last = self._added("Quote")
        last.add_run(printable(quotation.words))
        for item in quotation.below:
            last = self._item(item)
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(_FIRST + len(self._notes)))
        run = last.add_run()
        run._r.style = self._style_id("Footnote Reference")
        run._r.append(mark)
        self._notes.append(printable(note))

    def saved(self) -> bytes:
        """Return the file."""
        rows = "".join(
            f'<w:footnote w:id="{at}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(note, quote=False)}</w:t></w:r></w:p></w:footnote>'
            for at, note in enumerate(self._notes, _FIRST)
        )
        opening = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_W}">{_SEPARATORS}'
        xml, own = f"{opening}{rows}</w:footnotes>".encode(), self._document.part
        notes = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml, own.package)
        own.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _added(self, style: str) -> Paragraph:
        """Add a paragraph. Python-docx looks through all styles for each one, which takes 2 ms."""
        added = self._document.add_paragraph()
        added._p.style = self._style_id(style)
        return added

    def _style_id(self, name: str) -> str:
        if name not in self._style_ids:
            self._style_ids[name] = self._document.styles[name].style_id
        return self._style_ids[name]

    def _item(self, item: Item) -> Paragraph:
        """Add an item, its marker hanging before its words; a note of the text is smaller."""
        marker = f"{printable(item.marker)}\t" if item.marker else ""
        added = self._added("Quote")
        run = added.add_run(f"{marker}{printable(item.text)}")
        added.paragraph_format.left_indent = _STEP * (item.depth + 1)
        added.paragraph_format.first_line_indent = -_STEP if marker else None
        added.paragraph_format.tab_stops.add_tab_stop(_STEP * (item.depth + 1))
        run.font.size = Pt(9) if item.is_note else None
        return added


def _add_styles(document: Document) -> None:
    """Add the styles of notes, which a new document has not; put a bar beside whatever is quoted."""
    quote = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = _STEP
    quote.element.get_or_add_pPr().insert(0, parse_xml(_BAR))
    introduction = document.styles.add_style(_INTRODUCTION, WD_STYLE_TYPE.PARAGRAPH)
    introduction.base_style, introduction.font.italic = quote, True
    text = document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = document.styles["Normal"], Pt(9)
    document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
