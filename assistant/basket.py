"""Adopted clauses that a drafter keeps → a Word file or Markdown: each quoted, its citation in a footnote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.library import Library
from corpus.errors import ResolutionsError
from corpus.instruments import Provision
from corpus.keys import ProvisionId

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_DRAFT, _KEPT = "Draft", "Adopted language"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FIRST = 2  # ids 0 and 1 are the lines that separate notes from the text
_SEPARATORS = "".join(
    f'<w:footnote w:type="{type_}" w:id="{id_}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for id_, (type_, mark) in enumerate(
        (("separator", "separator"), ("continuationSeparator", "continuationSeparator"))
    )
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A clause that is kept: the head above it, its words, its citation, whether it is in force."""

    head: str
    text: str
    citation: str
    in_force: bool

    @property
    def note(self) -> str:
        """What its footnote says."""
        return f"{self.citation}{'' if self.in_force else ' (superseded)'}."


def kept(ids: Sequence[str], library: Library) -> tuple[Kept, ...]:
    """Return the clauses of some ids, in order. Raises ResolutionsError: none, or one that is not held."""
    if not ids:
        raise ResolutionsError("nothing is kept; tick a clause first")
    found: list[Kept] = []
    for one in dict.fromkeys(ids):
        id_ = ProvisionId.parse(one)
        held = library.provision(id_)
        if held is None:
            raise ResolutionsError(f"the clause {one} is not in the library any more; find it again")
        edition, provision = held
        in_force = library.is_in_force(edition.key)
        found.append(Kept(head_above(provision), provision.text, edition.citation(provision), in_force))
    return tuple(found)


def head_above(provision: Provision) -> str:
    """Return the head under which a clause stands, or '' where its own words say it."""
    head = provision.head
    return "" if head is None or provision.text.startswith(head.verb) else head.text


def markdown(draft: str, clauses: Sequence[Kept]) -> str:
    """Write a draft and the clauses that are kept as Markdown, citations as footnotes."""
    quotes = [
        f"{f'*{_plain(one.head)}* …' + chr(10) * 2 if one.head else ''}> {_plain(one.text)}[^{at}]"
        for at, one in enumerate(clauses, 1)
    ]
    notes = [f"[^{at}]: {_plain(one.note)}" for at, one in enumerate(clauses, 1)]
    drafted = [f"## {_DRAFT}", _plain(draft)] if draft.strip() else []
    return "\n\n".join([*drafted, f"## {_KEPT}", *quotes, *notes]) + "\n"


def _plain(text: str) -> str:
    """Return text in one line in which nothing is markup."""
    marks = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})
    return " ".join(text.split()).translate(marks)


def word(draft: str, clauses: Sequence[Kept]) -> bytes:
    """Write them as a Word file, with real styles and footnotes."""
    import docx

    document = docx.Document()
    _add_styles(document)
    if draft.strip():
        document.add_heading(_DRAFT, level=1)
        document.add_paragraph(_printable(" ".join(draft.split())))
    document.add_heading(_KEPT, level=1)
    for at, one in enumerate(clauses, _FIRST):
        if one.head:
            document.add_paragraph(style="Body Text").add_run(f"{_printable(one.head)} …").italic = True
        _mark(document.add_paragraph(_printable(one.text), style="Quote"), at)
    _add_notes(document, [_printable(one.note) for one in clauses])
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _printable(text: str) -> str:
    """Return text without the characters that XML cannot have."""
    return "".join(one if one.isprintable() or one in "\t\n" else " " for one in text)


def _add_styles(document: Document) -> None:
    """Add the styles of notes, which a new document has not."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text = document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = document.styles["Normal"], Pt(9)
    document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True


def _mark(paragraph: Paragraph, id_: int) -> None:
    """Put the mark of a note at the end of a paragraph."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(style="Footnote Reference")
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(id_))
    run._r.append(mark)


def _add_notes(document: Document, notes: Sequence[str]) -> None:
    """Add the part that holds the notes."""
    from xml.sax.saxutils import escape

    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

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


FORMS: dict[str, tuple[str, Callable[[str, Sequence[Kept]], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    "md": ("text/markdown; charset=utf-8", lambda draft, clauses: markdown(draft, clauses).encode()),
}
"""What a basket can be taken away as: by the ending of the file, its media type and who writes it."""
