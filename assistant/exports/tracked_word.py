"""Python-docx: a Word file whose changes can be accepted and rejected.

Accepting all changes leaves what is kept and inserted, rejecting all what is kept and deleted. python-docx
writes no tracked changes: their elements are made here (ECMA-376-1, 17.13.5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from assistant.exports.word_file import WordFile

Run = tuple[str, str]
"""What happened to a run of words, "=", "-" or "+", and the words."""

_NO_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = {"+": "w:ins", "-": "w:del"}
_DEEPEST = 4  # levels of indentation; deeper items stand as far in as these
_APART = timedelta(minutes=2)
_LONGEST_PROPERTY = 255  # characters that python-docx lets a property have
_STEP = 0.9  # cm by which a level is indented


@dataclass(frozen=True, slots=True)
class TrackedParagraph:
    """A paragraph of the old text, of the new one, or of both; `sign` says of which: "-", "+" or "=".

    `level` is how far it is indented; one that `hangs` begins with a number and a tab.
    """

    runs: tuple[Run, ...]
    sign: str = "="
    style: str = "Normal"
    level: int = 0
    hangs: bool = False


class TrackedFile(WordFile):
    """A Word file with tracked changes; each has a number, the author and the time.

    LibreOffice takes an insertion at the end of a paragraph and one at the beginning of the next for one
    that includes the mark between, unless their times are more than a minute apart. So two times are used.
    """

    def __init__(self, title: str, author: str, at: datetime | None = None) -> None:
        """Start an empty file; `at` is when the changes were made, now if it is not given."""
        super().__init__(title)
        self._author = without_controls(author)
        self._document.core_properties.author = self._author[:_LONGEST_PROPERTY]
        at = (at or datetime.now(UTC)).astimezone(UTC)
        self._times = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (at, at - _APART)]
        self._numbers = count(1)
        for level in range(1, 5):
            self._document.styles[f"Heading {level}"].font.color.rgb = RGBColor(
                0, 0, 0
            )  # changes have colours

    def page_header(self, title: str, notes: Sequence[str]) -> None:
        """Write a title and notes at the top of each page, the notes in the file's properties too."""
        notes = [without_controls(note) for note in notes]
        self._document.core_properties.comments = " ".join(notes)[:_LONGEST_PROPERTY]
        header = self._document.sections[0].header
        header.paragraphs[0].text = without_controls(title)
        for note in notes:
            header.add_paragraph().add_run(note).bold = True

    def add_style(self, name: str, *, bold: bool = False) -> None:
        """Add a style of paragraphs; bold ones stay with the paragraph after them, and have a tab at 2 cm."""
        style = self._document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self._document.styles["Normal"]
        style.font.bold = bold or None
        style.paragraph_format.keep_with_next = bold
        style.paragraph_format.space_before = Pt(12 if bold else 0)
        style.paragraph_format.tab_stops.add_tab_stop(Cm(2))

    def columns(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Add lines on the left and lines on the right, side by side."""
        table = self._document.add_table(1, 2)
        for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
            cell.text = without_controls("\n".join(lines))
        table.rows[0].cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def centred(self, lines: Sequence[str]) -> None:
        """Add bold lines in the middle of the page."""
        for line in lines:
            self.paragraph(line, bold=True)
            self._document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER

    def tracked(self, paragraphs: Sequence[TrackedParagraph]) -> None:
        """Write the last paragraphs of the file."""
        marks = _marks([paragraph.sign for paragraph in paragraphs])
        last = "="  # what became of what was written last
        for paragraph, mark in zip(paragraphs, marks, strict=True):
            runs = [run for run in paragraph.runs if run[1]]
            if runs and runs[0][0] == last != "=":
                self._times.reverse()
            last = "=" if mark in _MARKS or not runs else runs[-1][0]
            self._write(self._added(paragraph.style), paragraph, runs, mark)

    def _write(self, added: Paragraph, paragraph: TrackedParagraph, runs: Sequence[Run], mark: str) -> None:
        """Write the words of a paragraph, and whether the mark that ends it came or went."""
        if paragraph.level:
            added.paragraph_format.left_indent = Cm(_STEP * min(paragraph.level, _DEEPEST + 1))
        if paragraph.hangs:
            added.paragraph_format.first_line_indent = Cm(-_STEP)
        if mark in _MARKS:
            properties = OxmlElement("w:rPr")
            properties.append(self._change(mark))
            added._p.get_or_add_pPr().append(properties)
        for sign, words in runs:
            run = _run(words, "w:delText" if sign == "-" else "w:t")
            if sign in _MARKS:
                change = self._change(sign)
                change.append(run)
                run = change
            added._p.append(run)

    def _change(self, sign: str) -> Element:
        element: Element = OxmlElement(_MARKS[sign])
        element.set(qn("w:id"), str(next(self._numbers)))
        element.set(qn("w:author"), self._author)
        element.set(qn("w:date"), self._times[0])
        return element


def without_controls(text: str) -> str:
    """Return text with a blank for each character that XML cannot have (XML 1.0, production 2)."""
    return _NO_XML.sub(" ", text)


def _marks(signs: Sequence[str]) -> list[str]:
    """Return what becomes of the mark that ends each paragraph.

    The last mark of a file cannot be deleted. So where the file ends in paragraphs that only one text has,
    each of them goes with the mark before it.
    """
    last_kept = max((at for at, sign in enumerate(signs) if sign == "="), default=-1)
    if last_kept < 0:
        return [*signs[:-1], "="][: len(signs)]
    return [*signs[:last_kept], *signs[last_kept + 1 :], "="]


def _run(words: str, name: str) -> Element:
    """Make a run of words; tabs and breaks are elements of their own."""
    run: Element = OxmlElement("w:r")
    for at, line in enumerate(words.split("\n")):
        if at:
            run.append(OxmlElement("w:br"))
        for tab, piece in enumerate(line.split("\t")):
            if tab:
                run.append(OxmlElement("w:tab"))
            if piece:
                text = OxmlElement(name)
                text.text = without_controls(piece)
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(text)
    return run
