"""Converts other publishers' Akoma Ntoso to HTML, keeping every word.

An element that marks a stretch of words stays within its line; any other is a block. A number
stands before the words that it counts, a footnote after the block that carries its mark, or after
the table. The metadata has no words of the text.
"""

from __future__ import annotations

import re
from html import escape, unescape

from lxml import etree

from ingest.akn.names import UNMARKED, Element, local
from ingest.markers import cut_marker, superscript

DOCUMENTS = frozenset("act bill statement judgment doc debate debateReport amendment portion".split())
_STRETCHES = frozenset(
    "a abbr affectedDocument argument b br change concept courtType date decoration def del docAuthority"
    " docCommittee docDate docIntroducer docJurisdiction docNumber docProponent docPurpose docStage"
    " docStatus docTitle docType docketNumber em embeddedText entity eol eop event fillIn i img inline ins"
    " judge lawyer legislature location marker mmod mod mref neutralCitation noteRef object omissis"
    " opinion organization outcome party person placeholder process quantity quotedText recordedTime ref"
    " relatedDocument remark rmod role rref session shortTitle signature span strong sub sup term time u"
    " vote".split()
)
_SAME = frozenset("table caption thead tbody tr td th ul ol li b strong i em".split())  # on a web page
_SPANS = ("colspan", "rowspan", "value")
_HEADINGS = ("heading", "subheading", "crossHeading")
_BREAKS = ("br", "eol", "eop")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\A\W*(?P<word>[^\W\d_]{3,})")
_ROMAN = re.compile(r"[ivxlc]+|[IVXLC]+")


class Page:
    """A document as a web page: `html`, and its `documents`, each in an element with its place as id."""

    def __init__(self, root: Element) -> None:
        self.documents: list[Element] = []
        self._space = etree.QName(root).namespace
        self._html: list[str] = []
        self._numbers: list[str] = []  # that stand before the next words
        self._notes: list[tuple[str, Element]] = []  # footnotes that follow, with their marks
        self._unmarked = 0  # footnotes that have no mark of their own
        self._headings = 0  # how deep the headings are
        self._enclosed = 0  # how deep in tables and numbers, which footnotes follow
        self._block(root)
        self.html = "".join(self._html)

    def _block(self, element: Element) -> None:
        """Write an element that is more than a stretch of words, and the footnotes that are due."""
        name = local(element)
        if name == "meta":
            return
        if name == "num":
            self._number(element)
            return
        waiting = len(self._numbers)
        below = any(local(child) == "heading" for child in element)
        self._headings += below
        self._enclosed += name == "table"
        tag, attributes = self._tag(element, name)
        self._html.append(f"<{tag}{attributes}>")
        self._inside(element)
        if len(self._numbers) > waiting:
            self._print_numbers()  # which count no words
        self._html.append(f"</{tag}>")
        self._headings -= below
        self._enclosed -= name == "table"
        self._print_notes()

    def _tag(self, element: Element, name: str) -> tuple[str, str]:
        """Return the element of a web page that a block becomes, and its attributes."""
        if name in _SAME:
            spans = [(attribute, element.get(attribute)) for attribute in _SPANS if element.get(attribute)]
            return name, "".join(f' {attribute}="{escape(value)}"' for attribute, value in spans)
        if name in _HEADINGS:
            return "div", f' role="heading" aria-level="{min(max(self._headings, 1), 6)}"'
        if name in DOCUMENTS:
            self.documents.append(element)
            return "div", f' id="{len(self.documents)}"'
        return "div", ' role="doc-toc"' * (name == "toc")

    def _inside(self, element: Element) -> None:
        self._text(element.text)
        for child in element:
            name = local(child)
            if name == "authorialNote":
                mark = child.get("marker", "").strip()
                if not mark:
                    self._unmarked += 1
                    mark = str(self._unmarked)
                alone = not self._enclosed and not self._numbers and _stands_alone(child)
                if child.get("class") != UNMARKED and not alone:
                    self._text(_mark(mark))
                self._notes.append((_mark(mark), child))
                if alone:
                    self._print_notes()
            elif name in _STRETCHES or etree.QName(child).namespace != self._space:
                self._stretch(child, name)
            else:
                self._block(child)
            self._text(child.tail)

    def _stretch(self, element: Element, name: str) -> None:
        """Write a stretch of words within a line, with its emphasis."""
        words = "".join(element.itertext()).strip()
        if name in _BREAKS:
            self._html.append(" ")
        elif name == "noteRef":
            self._text(_mark(element.get("marker", "")))
        if words:
            self._print_numbers()  # that are no part of the stretch
        if name == "sup" and _mark(words) != words:
            self._html.append(_mark(words))
            return
        tag = name if name in _SAME else "span"
        self._html.append(f"<{tag}>")
        self._inside(element)
        self._html.append(f"</{tag}>")

    def _number(self, element: Element) -> None:
        """Keep a number for the words that it counts; "Article 19" is a line of its own."""
        outer, self._html = self._html, []
        numbers, self._numbers = self._numbers, []
        self._enclosed += 1
        self._inside(element)
        self._print_numbers()
        self._enclosed -= 1
        number = " ".join(unescape(_TAG.sub("", "".join(self._html))).split())
        self._html, self._numbers = outer, numbers
        word = _WORD.match(number)
        if word and not _ROMAN.fullmatch(word["word"]) and not cut_marker(f"{number} x").readings:
            self._html.append(f"<div>{escape(number)}</div>")
            self._print_notes()
        elif number:
            self._numbers.append(number)

    def _print_notes(self) -> None:
        if self._enclosed:
            return
        due, self._notes = self._notes, []
        waiting = self._numbers
        for mark, note in due:
            self._numbers = [mark]
            self._html.append("<div>")
            self._inside(note)
            self._print_numbers()
            self._html.append("</div>")
        self._numbers = waiting

    def _text(self, text: str | None) -> None:
        """Write characters, after the numbers that wait for them."""
        if text and text.strip():
            self._print_numbers()
        self._html.append(escape(text or ""))

    def _print_numbers(self) -> None:
        numbers, self._numbers = self._numbers, []
        self._html += [f"{escape(number)} " for number in numbers]


def _stands_alone(note: Element) -> bool:
    """Return True for a footnote with no words beside it that could carry its mark."""
    before, after, around = note.getprevious(), note.getnext(), note.getparent()
    neighbours = [neighbour for neighbour in (before, after, around) if neighbour is not None]
    text = around.text if before is None else before.tail
    return not any(local(neighbour) in (*_STRETCHES, "authorialNote") for neighbour in neighbours) and not (
        (text or "").strip() or (note.tail or "").strip()
    )


def _mark(marker: str) -> str:
    """Return a footnote's mark as a text prints it: a number is raised."""
    return superscript(marker) if marker.isascii() and marker.isdigit() else marker
