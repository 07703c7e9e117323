"""Python-docx: a comparison → a Word file with tracked changes.

Accepting all changes gives the new text, rejecting all the old one: a paragraph for each clause, its
marker before a tab. An annex that one of the texts lacks is in neither; the header says so. What
moved is deleted where it was and inserted where it is. python-docx writes no tracked changes: their elements
are made here (ECMA-376-1, 17.13.5).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count, pairwise

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from assistant.comparison.chains import heaviest_chain
from assistant.comparison.comparison import Comparison
from assistant.comparison.redline import Edit, tracked
from assistant.comparison.sequence import NumberedEdition
from corpus.instruments import Kind, Provision

AUTHOR = "Resolutions"
"""Who made the changes, as Word names the person."""

_NO_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = {"+": "w:ins", "-": "w:del"}
_DEEPEST = 4  # levels of indentation; deeper items stand as far in as these
_APART = timedelta(minutes=2)
_LONGEST_PROPERTY = 255  # characters that python-docx lets a property have
_STEP = 0.9  # cm by which a level is indented


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file: a clause of the old text, of the new one, or of both.

    `sign` is "=" for both, "-" or "+".
    """

    old: Provision | None
    new: Provision | None

    @property
    def sign(self) -> str:
        """Which of the two texts has it."""
        return "=" if self.old and self.new else "-" if self.old else "+"

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What becomes of its marker and its words, to the letter."""
        if self.old is None or self.new is None:
            only = self.old or self.new
            return ((self.sign, line_of(only)),) if only else ()
        old_marker, new_marker = _marker(self.old), _marker(self.new)
        marker = (("=", old_marker),) if old_marker == new_marker else (("-", old_marker), ("+", new_marker))
        return (*marker, *tracked(self.old.text, self.new.text))


def with_tracked_changes(comparison: Comparison, at: datetime | None = None) -> bytes:
    """Return the Word file; `at` is when the changes were made, now if it is not given."""
    document = docx.Document()
    _describe(document, comparison)
    changes = _Changes(at or datetime.now(UTC))
    lines = list(lines_of(comparison))
    for line, mark in zip(lines, _marks([line.sign for line in lines]), strict=True):
        paragraph = _paragraph(document, line, comparison)
        changes.write(paragraph, line.edits, mark)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def line_of(provision: Provision) -> str:
    """Return the paragraph of a clause: its marker, a tab, its words."""
    return _marker(provision) + _printable(provision.text)


def lines_of(comparison: Comparison) -> Iterator[Line]:
    """Walk the clauses of both texts, each in its own order; of what crossed, as little as possible."""
    old = _clauses(comparison.before, comparison.old_only)
    new = _clauses(comparison.after, comparison.new_only)
    old_place = {provision.eid: at for at, provision in enumerate(old)}
    new_place = {provision.eid: at for at, provision in enumerate(new)}
    weights = {
        (old_place[change.old.eid], new_place[change.new.eid]): 1.0 + len(change.new.text)
        for change in comparison.changes
        if change.old and change.new and change.old.eid in old_place and change.new.eid in new_place
    }
    for (old_at, new_at), (next_old, next_new) in pairwise(
        [(-1, -1), *heaviest_chain(weights), (len(old), len(new))]
    ):
        if old_at >= 0:
            yield Line(old[old_at], new[new_at])
        yield from (Line(gone, None) for gone in old[old_at + 1 : next_old])
        yield from (Line(None, added) for added in new[new_at + 1 : next_new])


def _clauses(text: NumberedEdition, not_compared: Collection[int]) -> list[Provision]:
    """Return the clauses of a text without items inside a sentence, and without what is not compared."""
    return [
        provision
        for place, provision in enumerate(text.provisions)
        if not provision.inline and place not in not_compared
    ]


def _marks(signs: Sequence[str]) -> list[str]:
    """Return what becomes of the mark that ends each paragraph.

    The last mark of a file cannot be deleted. So where the file ends in clauses that only one text has,
    each of them goes with the mark before it.
    """
    last_kept = max((at for at, sign in enumerate(signs) if sign == "="), default=-1)
    if last_kept < 0:
        return [*signs[:-1], "="][: len(signs)]
    return [*signs[:last_kept], *signs[last_kept + 1 :], "="]


def _marker(provision: Provision) -> str:
    return f"{_printable(provision.marker)}\t" if provision.marker else ""


def _printable(text: str) -> str:
    """Return text with a blank for each character that XML cannot have (XML 1.0, production 2)."""
    return _NO_XML.sub(" ", text)


def _describe(document: Document, comparison: Comparison) -> None:
    """Name the two texts, and what is not compared, in the properties and at the top of each page.

    The body has nothing but the two texts, so that accepting or rejecting all leaves one of them.
    """
    title = f"{comparison.old.name} → {comparison.new.name}"
    notes = [_printable(sentence) for sentence in comparison.not_compared]
    document.core_properties.title, document.core_properties.author = title, AUTHOR
    document.core_properties.comments = " ".join(notes)[:_LONGEST_PROPERTY]
    header = document.sections[0].header
    header.paragraphs[0].text = title
    for note in notes:
        header.add_paragraph().add_run(note).bold = True


def _paragraph(document: Document, line: Line, comparison: Comparison) -> Paragraph:
    """Add an empty paragraph that looks as its clause does: a heading, or indented as deep as it lies."""
    provision = line.new or line.old
    assert provision is not None, "a line without a clause"
    edition = comparison.new if line.new else comparison.old
    above = edition.ancestors(provision.eid)
    headings = sum(ancestor.kind == Kind.HEADING for ancestor in above)
    if provision.kind == Kind.HEADING:
        return document.add_paragraph(style=f"Heading {min(1 + headings, 4)}")
    paragraph = document.add_paragraph()
    level = min(len(above) - headings, _DEEPEST)
    paragraph.paragraph_format.left_indent = Cm(_STEP * (level + bool(provision.marker)))
    if provision.marker:
        paragraph.paragraph_format.first_line_indent = Cm(-_STEP)
    return paragraph


class _Changes:
    """Writes tracked changes: each has a number of its own, the author and the time.

    LibreOffice takes an insertion at the end of a paragraph and one at the beginning of the next for one
    that includes the mark between, unless their times are more than a minute apart. So two times are used.
    """

    def __init__(self, at: datetime) -> None:
        self.times = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (at, at - _APART)]
        self.numbers = count(1)
        self.last = "="  # what became of what was written last

    def write(self, paragraph: Paragraph, edits: Sequence[Edit], mark: str) -> None:
        """Write the words of a paragraph, and whether the mark that ends it came or went."""
        edits = [edit for edit in edits if edit[1]]
        if edits and edits[0][0] == self.last != "=":
            self.times.reverse()
        self.last = "=" if mark in _MARKS or not edits else edits[-1][0]
        if mark in _MARKS:
            properties = OxmlElement("w:rPr")
            properties.append(self._element(mark))
            paragraph._p.get_or_add_pPr().append(properties)
        for sign, words in edits:
            run = _run(words, "w:delText" if sign == "-" else "w:t")
            if sign in _MARKS:
                wrapped = self._element(sign)
                wrapped.append(run)
                run = wrapped
            paragraph._p.append(run)

    def _element(self, sign: str) -> Element:
        element: Element = OxmlElement(_MARKS[sign])
        element.set(qn("w:id"), str(next(self.numbers)))
        element.set(qn("w:author"), AUTHOR)
        element.set(qn("w:date"), self.times[0])
        return element


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
                text.text = _printable(piece)
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(text)
    return run
