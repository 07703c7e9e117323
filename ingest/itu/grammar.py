"""The grammar of ITU resolutions, decisions, recommendations and opinions, and of their annexes.

    number, title, formula
    { head  { recital | paragraph { item } } }
    { annex [title] { section | heading | group | paragraph | table | item } }

Whatever fits none of it becomes a paragraph where it stands. Nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.instruments import Kind
from ingest.grammar import Grammar
from ingest.identity import bare, number_line
from ingest.itu.building import Builder
from ingest.itu.cleanup import STEPS, opening_length
from ingest.itu.identity import identify
from ingest.itu.tables import is_caption, length_of_table
from ingest.lines import Line, ending, is_headline
from ingest.markers import Marked, Marker
from ingest.naming import RULES
from ingest.opening import (
    is_doc_number,
    is_formula,
    is_recommendation,
    names_instrument,
    read_division,
    read_head,
)
from ingest.status import is_banner
from ingest.tree import Node, Tree

_GROUP = re.compile(r"\A(?P<nouns>[A-Z][a-z]+s) for (?P<noun>[A-Z][a-z]+) (?P<n>[0-9]{1,3})\b.*:")
# "SECTION 1", "Section 1bis – Lanterns"
_SECTION = re.compile(
    r"(?:SECTION|Section) (?P<n>[0-9]{1,3}(?:bis|ter|quater)?|[IVX]{1,5}|[A-Z])"
    r"(?: ?[-–—:.] ?[A-Z].*)?"
)
_TITLE = 400  # characters of a title at most


class Reader(Builder):
    """Reads a text line by line and adds each unit to the tree."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.is_resolution = False
        self.recommends = False  # whether the text is a recommendation

    def read(self) -> Tree:
        """Read the opening, then everything that follows."""
        self.is_resolution = self._read_opening()
        while self.at < len(self.lines):
            self._read_unit(self.lines[self.at], self.marked[self.at])
        # paragraphs are operative if the text is titled a decision and has no head or recital
        nodes = [*self.root.walk()]
        titled = any(names_instrument(node.text) for node in nodes if node.ancestor("preface"))
        if titled and not any(node.head or node.kind is Kind.RECITAL for node in nodes):
            for node in nodes:
                if node.kind is Kind.PARAGRAPH and not node.ancestor("preface") and ending(node.text):
                    node.kind = Kind.OPERATIVE
        return self.tree

    def _read_opening(self) -> bool:
        opening = opening_length(self.lines)
        root = self.root
        preface = root.add(Node("preface"))
        if not opening:
            self.tree.warnings.append(
                "no resolution's number or opening sentence found: read as plain paragraphs"
            )
            self.lists.reset(root)
            self.at = self._read_plain_title(preface)
            return False
        for at, (line, marked) in enumerate(zip(self.lines[:opening], self.marked, strict=False), 1):
            if marked.reading("footnote"):
                self._add_note(line, marked)
            elif at == opening and line.text.endswith(","):  # "Congress,"
                self._preamble().add(self._node("formula", line, kind=Kind.FORMULA))
            else:
                self._add_opening(preface, line)
        self.at = opening
        self.lists.reset(root)
        self.before = ","
        return True

    def _read_plain_title(self, preface: Node) -> int:
        """Read the title of a text that is no resolution; return the number of lines it takes.

        Of several headings at the start, only the last may be part of the body.
        """
        is_heading = [is_headline(line.text) for line in self.lines]
        for line in self.lines[:1]:  # a title may be long
            is_whole = line.text[:1].isupper() and not ending(line.text) and "\t" not in line.text
            is_heading[0] = is_whole and len(line.text) <= _TITLE
        count = next((at for at, heading in enumerate(is_heading) if not heading), len(is_heading))
        if any(is_heading[count:]):  # the last has others beside it
            count -= 1
        for line, marked in zip(self.lines[: max(count, 0)], self.marked, strict=False):
            if marked.readings:
                break
            role = "docnumber" if not preface.children and _is_number(line.text) else "para_nn"
            preface.add(self._node(role, line, kind=Kind.HEADING))
        if preface.children and preface.children[-1].role != "docnumber":
            preface.children[-1].role = "title"
        return len(preface.children)

    def _add_opening(self, preface: Node, line: Line) -> None:
        if not preface.children and _is_number(line.text):
            preface.add(self._node("docnumber", line, kind=Kind.HEADING))
            self.recommends = is_recommendation(line.text)
        elif is_formula(line.text):
            self._preamble().add(self._node("formula", line, kind=Kind.FORMULA))
        elif is_banner(line.text) or any(child.role == "title" for child in preface.children):
            preface.add(self._node("para_nn", line, kind=Kind.PARAGRAPH))
        else:
            preface.add(self._node("title", line, kind=Kind.HEADING))

    def _read_unit(self, line: Line, marked: Marked) -> None:
        section = _SECTION.fullmatch(line.text)
        if read_division(line.text):
            self._open_division(line)
        elif marked.reading("footnote"):
            self._add_note(line, marked)
        elif rows := length_of_table(self.lines, self.at):
            self._add_table(rows)
        elif section and is_headline(line.text):
            if self.is_resolution:
                self.plain = Kind.OPERATIVE
            self._open_named_section(line, section["n"])
        elif self.division is None and self.is_resolution:
            self._read_body(line, marked)
        else:
            self._read_annex(line, marked)
        self.at += 1

    def _read_body(self, line: Line, marked: Marked) -> None:
        number = marked.reading("number", "decimal")
        if number and self._begins_section(line, marked, number):
            self.plain = Kind.OPERATIVE
            self._open_section(line, marked, number)
        elif marked.readings and not marked.reading("label", "code"):
            if number and self.lists.base is self.root:  # below no head: "1. The Assembly calls on …"
                self.plain = Kind.OPERATIVE
            self._add_item(line, marked)
        elif opened := read_head(
            line.text, before=self.before, may_recite=not self.decided, last=self.at + 1 == len(self.lines)
        ):
            self._open_head(line, *opened)
        elif self.sections and (is_caption(line.text) or is_headline(line.text)):
            self._open_heading(line)
        else:
            self._add_prose(line)

    def _begins_section(self, line: Line, marked: Marked, number: Marker) -> bool:
        """Return True for a numbered heading of the operative part, False for an item of a list."""
        if not is_headline(marked.text) or self._is_listed(number):
            return False
        return bool(self.sections or self.recommends or line.heading)

    def _read_annex(self, line: Line, marked: Marked) -> None:
        number = marked.reading("number", "decimal")
        group = _GROUP.fullmatch(line.text)
        if number and is_headline(marked.text) and not self._is_listed(number):
            self._open_section(line, marked, number)
        elif marked.readings:
            if not self.is_resolution and self.division is None and number and number.value == "1":
                owner = self.lists.last  # the numbers it introduces may run through the text
                if owner.role == "para_nn" and owner.parent is not None and self.lists.introduces():
                    self.plain = Kind.OPERATIVE
                    self.lists.reset(owner.parent)
            self._add_item(line, marked)
        elif group:
            self._open_group(line, group)
        elif is_caption(line.text) or is_headline(line.text):
            self._open_heading(line)
        else:
            self._add_prose(line)

    def _is_listed(self, number: Marker) -> bool:
        """Return True for an item of a list of headlines, not a section: the next number follows at once."""
        beside = self.marked[max(self.at - 1, 0) : self.at] + self.marked[self.at + 1 : self.at + 2]
        return any(
            reading.style == number.style
            and reading.value.rpartition("-")[0] == number.value.rpartition("-")[0]
            and abs(reading.order - number.order) == 1
            for marked in beside
            if is_headline(marked.text)
            for reading in marked.readings
        )


def _is_number(text: str) -> bool:
    """Return True for the line that has a text's number alone, whatever its body."""
    number = number_line((bare(text),))
    alone = number is not None and not number.title
    return is_doc_number(text) or alone


ITU = Grammar(
    "itu", lambda lines: opening_length(lines) > 0, STEPS, lambda lines: Reader(lines).read(), identify, RULES
)
