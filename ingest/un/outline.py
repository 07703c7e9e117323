"""Where the units of a United Nations resolution stand: its annexes, sections, groups and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.heads import main_verb
from corpus.instruments import Kind
from corpus.mandates import is_third_person
from ingest.itu.building import TreeBuilder
from ingest.lines import Line, is_headline
from ingest.tree import Node, unit
from ingest.un.lines import (
    Section,
    end_of,
    is_lone_head,
    is_printed_as_heading,
    rank,
    read_annex,
    read_section,
    split_marker,
)
from ingest.un.opening import body_at, clause_of, formula_at, is_un_formula, opens_in_lower_case
from ingest.un.preamble import recitals_in
from ingest.un.sections import OpenSections
from ingest.un.units import decides, shorten

DASHES = ("-", "–", "—", "−", "•", "●", "▪", "·", "◦")
THEREFORE = re.compile(r"now,? therefore\b", re.IGNORECASE)
_HEADINGS = 4  # numbered headings that follow each other at most, "1" and "1.1"


class Outline(TreeBuilder):
    """Opens annexes, sections, groups and headings; `self.place` is the open one, with its lists."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines, [split_marker(line) for line in lines])
        self.flags = any(  # whether headings are printed as such
            line.heading or any(mark.style == "strong" for mark in line.marks)
            for line in lines[body_at(lines) + 1 :]
        )
        self.sections = OpenSections()
        self.place = self.root  # where paragraphs stand: root, annex, section, group or heading
        self.heading: tuple[Node | None, int] = (None, 0)  # the last unnumbered one, how deep it is printed
        self.containers: dict[str, Node] = {}
        self.governor: Node | None = None  # the unnumbered paragraph that introduces the numbered ones
        self.numbered = False  # whether a numbered paragraph has come in this annex or section
        self.declares = False  # whether a declaration goes on in the body
        self.closed = False  # whether the closing lines have come
        self.formula = formula_at(lines)
        recitals = recitals_in(lines)  # by form; up to the sentence that says who adopts, if it is below
        below = recitals and recitals.start < self.formula
        self.recitals_by_form = range(recitals.start, self.formula) if below else recitals
        in_small = any(lines[at].text[:1].islower() for at in self.recitals_by_form[:1])
        self.is_lower = in_small or opens_in_lower_case(lines)  # whether paragraphs begin with a small letter
        self.printed = False  # whether the paragraph prints the verb that opens it in bold or italics

    def _is_flagged(self, line: Line) -> bool:
        return self.flags and is_printed_as_heading(line)

    def _is_heading(self, line: Line, *, flagged: bool) -> bool:
        is_clause = clause_of(line.text) and end_of(line.text) != ":"
        if is_clause or self.at in self.recitals_by_form or self._heads_list(line.text):
            return False
        if self.flags:
            printed = flagged and (line.heading > 0 or not line.text.endswith((",", ";")))
            return printed or self._leads(line)
        titles = self.declares and not self.numbered and self.lists.last.role == "para_nn"
        short = is_headline(line.text.replace("\t", " ")) or (titles and line.text[:1].isupper())
        return short and not end_of(line.text)

    def _heads_list(self, text: str) -> bool:
        """Return True for a verb alone, "Resolves", with what it governs below."""
        is_first = not self.numbered or self.governor is not None
        if self.division is not None or not is_first or not is_lone_head(text):
            return False
        below = zip(
            self.lines[self.at + 1 : self.at + 2], self.marked[self.at + 1 : self.at + 2], strict=True
        )
        return any(marked.readings or line.text[:1].islower() for line, marked in below)

    def _leads(self, line: Line) -> bool:
        """Return True for a heading that is printed plain or underlined: it parts two numbered paragraphs."""
        following = self.marked[self.at + 1 : self.at + 2]
        ended = end_of(self.lists.last.text) in (".", ";")
        return ended and is_headline(line.text) and any(marked.reading("number") for marked in following)

    def _read_section(self, line: Line, *, flagged: bool) -> Section | None:
        """Read a section's number; a letter alone needs a title below, or the letter before it."""
        found = read_section(line, flagged=flagged or self._interrupts())
        if found and not found[0].title and not self._has_title_below():
            found = [
                section for section in found if section.style == "roman" or self.sections.continues(section)
            ]
        return self.sections.settle([section for section in found if not self._counts_on(section)])

    def _counts_on(self, section: Section) -> bool:
        """Return True for a number in print that is the next of the paragraphs': "46. [Placeholder …]"."""
        running = self.lists.running
        return (
            section.style == "number"
            and running > 0
            and section.order == running + 1
            and "-" not in section.value
        )

    def _interrupts(self) -> bool:
        """Return True for a numbered heading: the paragraphs' own numbers go on after it."""
        marker = self.marked[self.at].reading("number", "decimal") if self.sections.group is None else None
        if marker is not None and marker.style == "decimal" and self._leads_prose():
            return True
        numbers = [marked.reading("number") for marked in self.marked[self.at + 1 : self.at + _HEADINGS]]
        after = next((number.order for number in numbers if number is not None and number.order > 1), 0)
        following = self.lists.running + 1
        return (
            marker is not None
            and marker.order != following == after > 1
            and is_headline(self.marked[self.at].text)
        )

    def _leads_prose(self) -> bool:
        """Return True for the words of a heading, below which a paragraph without a number stands."""
        text = self.marked[self.at].text
        following = self.lines[self.at + 1 : self.at + 2]
        is_prose = any(
            end_of(line.text) in (".", ":") and not split_marker(line).readings for line in following
        )
        return is_prose and is_headline(text) and not decides(text)

    def _has_title_below(self) -> bool:
        if self.at + 1 >= len(self.lines) or self.marked[self.at + 1].readings:
            return False
        line = self.lines[self.at + 1]
        return not is_un_formula(line.text) and (self._is_flagged(line) or is_headline(line.text))

    def _open_division(self, line: Line, segment: str, label: str, title: int) -> None:
        below = self.root
        if self.division is not None and not segment.startswith("annex"):
            annexes = (child for child in self.root.children if child.role == "division")
            below = [*annexes][-1]
        self.division = below.add(unit("division", line, Kind.HEADING, value=segment, noun=label))
        if title:
            shorten(self.division, title)
            self.division.add(unit("title", line, Kind.HEADING, offset=title))
        self.sections.close()
        self.heading = (None, 0)
        self.closed = self.numbered = self.declares = False
        self._enter(self.division, restart=True)

    def _open_section(self, line: Line, section: Section) -> None:
        below = not section.title and self._has_title_below()
        if below:
            self.at += 1
        node = unit("sec", self.lines[self.at], Kind.HEADING, offset=section.title)
        if below:
            node.lines = (*line.numbers, *node.lines)
        node.value, node.noun = section.value, section.style
        node.marker = section.raw if section.title or below else ""
        self._enter(self.sections.hang(section, node, self.division or self.root, rank(line)))
        self.heading = (None, 0)
        self.closed = self.numbered = False

    def _open_group(self, line: Line, group: Section, *, flagged: bool) -> None:
        titled = flagged or not group.title or not end_of(line.text)
        kind = Kind.HEADING if titled else self._kind()  # "Article 4. Everyone may …"
        node = unit("group", line, kind, value=f"{group.style}_{group.value}", noun=group.name)
        heading, depth = self.heading
        below = heading if 0 < depth < rank(line) or depth == rank(line) == 0 else None
        self._enter(self.sections.hang(group, node, below or self.division or self.root, rank(line)))

    def _open_heading(self, line: Line) -> None:
        if self.division is not None and self.place is self.division and not self.division.children:
            self.division.add(unit("title", line, Kind.HEADING))
            return
        if self.place.role == "group" and self.place.text == self.place.noun and not self.place.children:
            self.place.add(unit("title", line, Kind.HEADING))  # below "Part I", which stands alone
            return
        self.sections.close_groups(rank(line), self.marked[self.at + 1 : self.at + 4])
        upper = self.sections.innermost or self.division or self.root
        heading = upper.add(unit("dvs", line, Kind.HEADING))
        self.heading = heading, rank(line)
        self._enter(heading)

    def _enter(self, place: Node, *, restart: bool = False) -> None:
        self.place = place
        self.lists.reset(place, restart=restart)

    def _opens_part(self, line: Line) -> bool:
        flagged = self._is_flagged(line)
        opened = read_annex(line, flagged=flagged) or read_section(line, flagged=flagged)
        return bool(opened) or is_un_formula(line.text)

    def _capitalised(self, text: str) -> str:
        """Return the text with a capital if it opens a paragraph and the text prints these in lower case."""
        last = self.lists.last
        opens = self.is_lower and (end_of(last.text or ".") in (",", ";", ".") or last.marker in DASHES)
        return f"{text[:1].upper()}{text[1:]}" if opens or self.printed or self._enacts(text) else text

    def _enacts(self, text: str) -> bool:
        """Return True for the words that close a preamble: "adopts the following …:", "HAS ADOPTED …:"."""
        verb = main_verb(text)
        opens = (
            text.isupper()
            or THEREFORE.match(text) is not None
            or (text[:1].islower() and is_third_person(verb))
        )
        return opens and end_of(self.lists.last.text) in (",", ";", ".")

    def _container(self, role: str) -> Node:
        if role not in self.containers:
            self.containers[role] = self.root.add(Node(role))
        return self.containers[role]

    def _kind(self) -> Kind:
        return Kind.OPERATIVE if self.division is None else Kind.ANNEX_PARAGRAPH
