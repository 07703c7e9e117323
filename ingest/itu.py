"""The grammar of ITU resolutions, decisions, recommendations and opinions, and of their annexes.

    number, title, formula
    { head  { recital | paragraph { item } } }
    { annex [title] { section | heading | group | paragraph | table | item } }

Whatever fits none of it becomes a paragraph where it stands. Nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.heads import Head
from corpus.instruments import Kind, Mark
from ingest.cleanup import STEPS
from ingest.grammar import Grammar
from ingest.identity import identify
from ingest.inline import split_inline
from ingest.lines import Line, is_flat_row, is_headline
from ingest.lists import OpenLists
from ingest.markers import Marked, Marker, cut_marker
from ingest.naming import RULES
from ingest.opening import is_doc_number, is_formula, read_division, read_head
from ingest.preface import opening_length
from ingest.tree import Gap, Node, Tree
from ingest.units import kind_of, noun_of, role_of

_GROUP = re.compile(r"(?P<nouns>[A-Z][a-z]+s) for (?P<noun>[A-Z][a-z]+) (?P<n>[0-9]{1,3})\b.*:")
_LOOK_AHEAD = 40  # lines searched for the marker that tells i) from i)


def read_tree(lines: Sequence[Line]) -> Tree:
    """Build the tree of a text, resolution or not."""
    return Reader(lines).read()


class Reader:
    """Reads line after line; where it stands is `self.place`, `self.base` and the open lists."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.marked = [cut_marker(line.text) for line in lines]
        self.tree = Tree(Node("root"))
        self.division: Node | None = None  # the annex that is open
        self.divisions: dict[str, Node] = {}  # the annexes by their segments
        self.sections: dict[str, Node] = {}  # of the open annex, by their numbers
        self.lists = OpenLists(self.tree.root)
        self.preamble: Node | None = None
        self.before = "."  # the text of the unit before
        self.flat = False  # whether a table without columns has come
        self.decided = False  # whether an operative head has come
        self.at = 0

    def read(self) -> Tree:
        """Read the opening, then everything that follows."""
        self.is_resolution = self._read_opening()
        while self.at < len(self.lines):
            self._read_unit(self.lines[self.at], self.marked[self.at])
        return self.tree

    # -- the opening ---------------------------------------------------------------------------

    def _read_opening(self) -> bool:
        """Read number, title and formula; tell whether the text is a resolution."""
        opening = opening_length(self.lines)
        root = self.tree.root
        preface = root.add(Node("preface"))
        if not opening:
            self.tree.warnings.append(
                "no resolution's number or opening sentence found: read as plain paragraphs"
            )
            self.lists.reset(root)
            return False
        for line in self.lines[:opening]:
            if is_doc_number(line.text) and not preface.children:
                preface.add(self._node("docnumber", line, kind=Kind.HEADING))
            elif is_formula(line.text):
                self._preamble().add(self._node("formula", line, kind=Kind.FORMULA))
            elif any(child.role == "title" for child in preface.children):
                preface.add(self._node("para_nn", line, kind=Kind.PARAGRAPH))
            else:
                preface.add(self._node("title", line, kind=Kind.HEADING))
        self.at = opening
        self.lists.reset(root)
        self.before = ","
        return True

    # -- units ---------------------------------------------------------------------------------

    def _read_unit(self, line: Line, marked: Marked) -> None:
        """Read the unit that begins at the line, by the first reading that fits."""
        division = read_division(line.text)
        if division:
            self._open_division(line)
        elif marked.reading("footnote"):
            self._add_note(line, marked)
        elif rows := self._table_length():
            self._add_table(rows)
            return
        elif self.division is None and self.is_resolution:
            self._read_body(line, marked)
        else:
            self._read_annex(line, marked)
        self.at += 1

    def _read_body(self, line: Line, marked: Marked) -> None:
        """Read a unit of the preamble or of the operative part."""
        if marked.readings and not marked.reading("label", "code"):
            self._add_item(line, marked)
            return
        opened = read_head(
            line.text,
            before=self.before,
            may_recite=not self.decided,
            last=self.at + 1 == len(self.lines),
        )
        if opened:
            self._open_head(line, *opened)
        else:
            self._add_prose(line)

    def _read_annex(self, line: Line, marked: Marked) -> None:
        """Read a unit of an annex, or of a text that is no resolution."""
        number = marked.reading("number", "decimal")
        group = _GROUP.fullmatch(line.text)
        if number and is_headline(marked.text) and not self._is_listed(number):
            self._open_section(line, marked, number)
        elif marked.readings:
            self._add_item(line, marked)
        elif group:
            self._open_group(line, group)
        elif is_headline(line.text):
            self._open_heading(line)
        else:
            self._add_prose(line)

    def _is_listed(self, number: Marker) -> bool:
        """Tell an item of a list of headlines from a section: the next number follows at once."""
        if self.lists.counts_to(number):
            return True
        beside = self.marked[max(self.at - 1, 0) : self.at] + self.marked[self.at + 1 : self.at + 2]
        return any(
            one.style == number.style
            and one.value.rpartition("-")[0] == number.value.rpartition("-")[0]
            and abs(one.order - number.order) == 1
            for marked in beside
            if is_headline(marked.text)
            for one in marked.readings
        )

    # -- what opens ----------------------------------------------------------------------------

    def _open_division(self, line: Line) -> None:
        """Open an annex, below the one that its line names."""
        division = read_division(line.text)
        assert division is not None
        upper = self.divisions.get(division.parent, self.tree.root)
        self.division = upper.add(
            self._node("division", line, kind=Kind.HEADING, value=division.segment, noun=division.label)
        )
        self.divisions.setdefault(division.segment, self.division)
        self.sections.clear()
        self.lists.restarts = True
        self.lists.reset(self.division, restart=True)

    def _open_head(self, line: Line, head: Head, rest: str) -> None:
        """Open a head; what it runs into is its first paragraph."""
        self.decided = self.decided or not head.is_preambular
        container = self.tree.root
        if head.is_preambular:
            container = self._preamble()
        node = container.add(self._node("head", line, kind=Kind.HEADING, text=head.text, head=head))
        node.marks = tuple(one for one in node.marks if one.end <= len(head.text))
        self.lists.reset(node, restart=True)
        self.before = head.text
        if rest:
            self._add_prose(line, offset=len(line.text) - len(rest))

    def _open_section(self, line: Line, marked: Marked, number: Marker) -> None:
        """Open a numbered section, below the one whose number it continues."""
        base = self.division or self.tree.root
        parent, prefix = base, number.value
        while "-" in prefix and parent is base:
            prefix = prefix.rsplit("-", 1)[0]
            parent = self.sections.get(prefix, base)
        section = self._node(
            "sec", line, kind=Kind.HEADING, offset=marked.offset, value=number.value, marker=number.raw
        )
        self.sections.setdefault(number.value, section)
        self.lists.reset(parent.add(section))

    def _open_heading(self, line: Line) -> None:
        """Open an unnumbered heading; the first line of an annex is its title."""
        base = self.division or self.tree.root
        if self.division is not None and self.lists.last is self.division and not self._has_title():
            self.division.add(self._node("title", line, kind=Kind.HEADING))
            return
        section = self.lists.base.ancestor("sec") or base
        self.lists.reset(section.add(self._node("dvs", line, kind=Kind.HEADING)))

    def _open_group(self, line: Line, group: re.Match[str]) -> None:
        """Open a group of numbered items: "Targets for Goal 1: …"."""
        base = self.lists.base.ancestor("sec") or self.division or self.tree.root
        node = self._node("group", line, kind=Kind.HEADING, value=f"{group['noun'].lower()}_{group['n']}")
        node.noun = group["nouns"].lower()
        self.lists.reset(base.add(node))

    # -- what is added -------------------------------------------------------------------------

    def _add_item(self, line: Line, marked: Marked) -> None:
        """Add a unit that has a marker, where its marker says."""
        if marked.reading("number") and self.lists.base.role == "group":
            self.lists.reset(self.lists.base.ancestor("sec") or self.division or self.tree.root)
        place = self.lists.place(marked, self.marked[self.at + 1 : self.at + 1 + _LOOK_AHEAD])
        if place.expected:
            self.tree.gaps.append(Gap(line.number, place.expected, place.marker.raw))
        role = role_of(place.parent, place.marker)
        noun = noun_of(place.parent, place.marker) if role == "item" else ""
        node = self._node(
            role,
            line,
            kind=kind_of(place.parent, role, in_annex=self.division is not None, noun=noun),
            offset=marked.offset,
            value=place.marker.value,
            marker=place.marker.raw,
            noun=noun,
        )
        self.lists.open(place, place.parent.add(node))
        split_inline(node)

    def _add_prose(self, line: Line, offset: int = 0) -> None:
        """Add a paragraph without a marker: it closes the list above it, or stands alone."""
        text = line.text[offset:]
        if text[:1].islower() and len(self.lists.levels) > 1 and not self.lists.introduces():
            owner = self.lists.levels[-1].node.parent
            assert owner is not None
            owner.add(self._node("wrapup", line, kind=Kind.LIST_ITEM, offset=offset))
            return
        if self.lists.base.role == "group":
            self.lists.reset(self.lists.base.ancestor("sec") or self.division or self.tree.root)
        base = self.lists.base
        node = base.add(
            self._node(
                "para_nn",
                line,
                kind=kind_of(base, "para_nn", in_annex=self.division is not None),
                offset=offset,
            )
        )
        if is_flat_row(text):
            self._add_flat_row(line)
            return
        self.lists.unnumbered(node)
        split_inline(node)

    def _add_flat_row(self, line: Line) -> None:
        """Close the lists after a row of a table whose columns are lost, and tell of the first."""
        self.lists.reset(self.lists.base)
        if not self.flat:
            self.flat = True
            self.tree.warnings.append(
                f"line {line.number}: a table whose columns are lost: its rows are read as paragraphs"
            )

    def _add_note(self, line: Line, marked: Marked) -> None:
        """Add a footnote where it stands; what carries its mark is found later."""
        note = marked.reading("footnote")
        assert note is not None
        before = self.before
        base = self.division or self.tree.root
        base.add(
            self._node(
                "ftn", line, kind=Kind.FOOTNOTE, offset=marked.offset, value=note.value, marker=note.raw
            )
        )
        self.before = before

    def _table_length(self) -> int:
        """Count the lines of the table that begins here: cells parted by tabs, two rows or more."""
        at = self.at
        while at < len(self.lines) and "\t" in self.lines[at].text:
            if at > self.at and self.lines[at].gap:
                break
            at += 1
        return at - self.at if at - self.at > 1 else 0

    def _add_table(self, rows: int) -> None:
        """Add a table, its first row as heading, below the unit before it."""
        owner = (
            self.lists.last if self.lists.last is not self.tree.root else (self.division or self.tree.root)
        )
        table = owner.add(self._node("table", self.lines[self.at], kind=Kind.HEADING))
        for line in self.lines[self.at + 1 : self.at + rows]:
            table.add(self._node("row", line, kind=Kind.TABLE_ROW))
        self.before = "."
        self.at += rows

    # -- what a unit is ------------------------------------------------------------------------

    def _preamble(self) -> Node:
        """Return the container of the recitals."""
        if self.preamble is None:
            self.preamble = self.tree.root.add(Node("preamble"))
        return self.preamble

    def _has_title(self) -> bool:
        """Tell whether the open annex has its title."""
        return self.division is not None and bool(self.division.children)

    def _node(
        self, role: str, line: Line, *, kind: Kind, offset: int = 0, text: str | None = None, **values: object
    ) -> Node:
        """Make a unit of a line's text from `offset` on, with its emphasis."""
        words = line.text[offset:] if text is None else text
        marks = tuple(
            Mark(max(one.start - offset, 0), one.end - offset, one.style)
            for one in line.marks
            if one.end > offset
        )
        self.before = words
        return Node(role, kind=kind, text=words, marks=marks, lines=line.numbers, **values)  # type: ignore[arg-type]


ITU = Grammar("itu", lambda lines: opening_length(lines) > 0, STEPS, read_tree, identify, RULES)
