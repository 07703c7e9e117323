"""What all grammars build a text's tree with; the builder of those of numbered paragraphs.

`TreeBuilder` keeps track of the open annex and its lists, and hangs footnotes and tables; `Builder` opens
annexes, heads, sections and items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import shorten

from corpus.heads import Head
from corpus.instruments import Kind
from ingest.itu.tables import is_bare_caption, is_caption, is_data_row, rows_follow
from ingest.lines import Line, is_flat_row, is_headline
from ingest.lists import OpenLists, split_inline
from ingest.markers import Marked, Marker, cut_lettered, cut_marker
from ingest.opening import read_division
from ingest.tree import Gap, Node, Tree, holds_notes, kind_of, noun_of, role_of, unit

# "(to Resolution 1 (Rev. Lisbon, 2030))", below an annex's name
_OWNER = re.compile(r"\A\((?:to|of) (?:the |this )?[A-Z].*\)", re.IGNORECASE)
_NAME = 40  # characters of a table's caption in a warning
_LOOK_AHEAD = 40  # lines searched for the marker that tells i) from i)


class TreeBuilder:
    """Adds unit after unit to the tree of a text; `marked` are its lines, cut at their markers."""

    def __init__(self, lines: Sequence[Line], marked: list[Marked]) -> None:
        self.lines = lines
        self.marked = marked
        self.tree = Tree(Node("root"))
        self.root = self.tree.root
        self.division: Node | None = None  # the annex that is open
        self.lists = OpenLists(self.root)
        self.at = 0

    def _add_note(self, line: Line, marked: Marked) -> None:
        """Add a footnote, numbered or starred, in printed order; its unit is found later."""
        note = marked.readings[0]
        node = unit("ftn", line, Kind.FOOTNOTE, offset=marked.offset, marker=note.raw)
        node.value = note.value or f"star{len(note.raw)}"
        node.noun = "" if note.value else note.raw
        (self.division or self.root).add(node)

    def _add_table(self, rows: int) -> None:
        """Add a table's rows; the first has the headings of its columns, unless it holds amounts."""
        owner = self.lists.last if self.lists.last is not self.root else (self.division or self.root)
        first = self.lines[self.at]
        headed = not is_data_row(first.text)
        table = owner.add(unit("table", first, Kind.HEADING) if headed else Node("table"))
        for line in self.lines[self.at + headed : self.at + rows]:
            table.add(unit("row", line, Kind.TABLE_ROW))
        self.at += rows - 1


class Builder(TreeBuilder):
    """Opens annexes, heads, sections and items."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines, [cut_marker(line.text) for line in lines])
        self.divisions: dict[str, Node] = {}  # the annexes by their segments
        self.sections: dict[str, Node] = {}  # of the open annex, by their numbers
        self.preamble: Node | None = None
        self.before = "."  # the text of the unit before
        self.plain = Kind.PARAGRAPH  # what a paragraph is outside heads and annexes
        self.told = -1  # the line of the last table whose columns are told to be lost
        self.decided = False  # whether an operative head has come

    def _open_division(self, line: Line) -> None:
        division = read_division(line.text)
        assert division is not None
        upper = self.divisions.get(division.parent, self._upper(division.segment))
        self.division = upper.add(
            self._node("division", line, kind=Kind.HEADING, value=division.segment, noun=division.label)
        )
        self.divisions.setdefault(division.segment, self.division)
        self.sections.clear()
        self.lists.restarts = True
        self.lists.reset(self.division, restart=True)
        self._mark_letters(division.segment.rpartition("_")[2])
        following = self.lines[self.at + 1 : self.at + 2]
        if following and _OWNER.fullmatch(following[0].text):
            self.at += 1
            self.division.add(self._node("para_nn", following[0], kind=Kind.ANNEX_PARAGRAPH))

    def _mark_letters(self, letter: str) -> None:
        """Read the numbers that begin with the annex's own letter: "A.1", "I.2.1"."""
        if not letter.isalpha() or letter in ("annex", "app", "att"):
            return
        for at in range(self.at + 1, len(self.lines)):
            text = self.lines[at].text
            if read_division(text):
                return
            self.marked[at] = cut_lettered(text, letter.upper()) or self.marked[at]

    def _upper(self, segment: str) -> Node:
        annex = self.division.ancestor("division") if self.division is not None else None
        while annex is not None and not annex.value.startswith("annex"):
            annex = annex.parent.ancestor("division") if annex.parent is not None else None
        if annex is None or segment.startswith("annex"):
            return self.root
        return annex

    def _open_head(self, line: Line, head: Head, rest: str) -> None:
        self.decided = self.decided or not head.is_preambular
        container = self.root
        if head.is_preambular:
            container = self._preamble()
        node = container.add(unit("head", line, Kind.HEADING))
        node.head, node.text, self.before = head, head.text, head.text
        node.marks = tuple(mark for mark in node.marks if mark.end <= len(head.text))
        self.lists.reset(node, restart=True)
        if rest:
            self._add_prose(line, offset=len(line.text) - len(rest))

    def _open_section(self, line: Line, marked: Marked, number: Marker) -> None:
        base = self.division or self.root
        parent, prefix = base, number.value
        while "-" in prefix and parent is base:
            prefix = prefix.rsplit("-", 1)[0]
            parent = self.sections.get(prefix, base)
        section = self._node(
            "sec", line, kind=Kind.HEADING, offset=marked.offset, value=number.value, marker=number.raw
        )
        self._enter_section(parent, section)

    def _open_named_section(self, line: Line, number: str) -> None:
        """Open "SECTION 3", with its title on the same line or the next."""
        base = self.division or self.root
        self._enter_section(base, self._node("sec", line, kind=Kind.HEADING, value=number.lower()))
        following = self.lines[self.at + 1 : self.at + 2]
        if following and is_headline(following[0].text) and not self.marked[self.at + 1].readings:
            self.at += 1
            self.lists.base.add(self._node("title", following[0], kind=Kind.HEADING))

    def _enter_section(self, parent: Node, section: Node) -> None:
        self.sections[section.value] = section
        self.lists.reset(parent.add(section))

    def _open_heading(self, line: Line) -> None:
        base = self.division or self.root
        if is_caption(line.text) or (self.at and is_bare_caption(self.lines[self.at - 1].text)):
            self._add_caption(line)
            return
        if self._add_annex_title(line):
            return
        section = self.lists.base.ancestor("sec") or base
        self.lists.reset(section.add(self._node("dvs", line, kind=Kind.HEADING)))

    def _add_caption(self, line: Line) -> None:
        """Add a table's caption. Rows without columns go below it, a whole table below the last unit."""
        if not is_caption(line.text):  # its words, on a line of their own
            self.lists.base.add(self._node("dvs", line, kind=Kind.HEADING))
            return
        is_table = line.text.lower().startswith("table")  # not a figure
        lost = is_table and not rows_follow(self.lines[self.at + 1 :])
        if lost or holds_notes(self.lists.base) or is_caption(self.lists.base.text):
            self.lists.reset(self.lists.base.ancestor("sec") or self.division or self.root)
        caption = self.lists.base.add(self._node("dvs", line, kind=Kind.HEADING))
        if lost:
            self.lists.reset(caption)
            self._warn_lost_columns(line)

    def _warn_lost_columns(self, line: Line) -> None:
        if is_flat_row(line.text) and self.told >= 0:
            return
        self.told = line.number
        table = "a table" if is_flat_row(line.text) else f"'{shorten(line.text, _NAME, placeholder=' …')}'"
        self.tree.warnings.append(
            f"line {line.number}: the columns of {table} are lost: its rows are read as paragraphs"
        )

    def _open_group(self, line: Line, group: re.Match[str]) -> None:
        base = self.lists.base.ancestor("sec") or self.division or self.root
        node = self._node("group", line, kind=Kind.HEADING, value=f"{group['noun'].lower()}_{group['n']}")
        node.noun = group["nouns"].lower()
        self.lists.reset(base.add(node))

    def _close_group(self) -> None:
        """Close a goal: a paragraph after its targets is not a target."""
        if self.lists.base.role == "group":
            self.lists.reset(self.lists.base.ancestor("sec") or self.division or self.root)

    def _add_item(self, line: Line, marked: Marked) -> None:
        if marked.reading("number"):
            self._close_group()
        place = self.lists.place(marked, self.marked[self.at + 1 : self.at + 1 + _LOOK_AHEAD])
        if place.expected:
            self.tree.gaps.append(Gap(line.number, place.expected, place.marker.raw))
        role = role_of(place.parent, place.marker)
        noun = noun_of(place.parent, place.marker) if role == "item" else ""
        node = self._node(
            role,
            line,
            kind=kind_of(place.parent, role, in_annex=self.division is not None, noun=noun, plain=self.plain),
            offset=marked.offset,
            value=place.marker.value,
            marker=place.marker.raw,
            noun=noun,
        )
        self.lists.open(place, place.parent.add(node))
        split_inline(node)

    def _add_prose(self, line: Line, offset: int = 0) -> None:
        text = line.text[offset:]
        if text[:1].islower() and len(self.lists.levels) > 1 and not self.lists.introduces():
            owner = self.lists.levels[-1].node.parent
            assert owner is not None
            owner.add(self._node("wrapup", line, kind=Kind.LIST_ITEM, offset=offset))
            return
        self._close_group()
        base = self.lists.base
        node = base.add(
            self._node(
                "para_nn",
                line,
                kind=kind_of(base, "para_nn", in_annex=self.division is not None, plain=self.plain),
                offset=offset,
            )
        )
        if is_flat_row(text):  # a row of a table
            self.lists.reset(base)
            self._warn_lost_columns(line)
            return
        self.lists.unnumbered(node)
        split_inline(node)

    def _add_table(self, rows: int) -> None:
        super()._add_table(rows)
        self.before = "."

    def _preamble(self) -> Node:
        if self.preamble is None:
            self.preamble = self.root.add(Node("preamble"))
        return self.preamble

    def _add_annex_title(self, line: Line) -> Node | None:
        """Add the title of an annex, if a heading stands right below its name."""
        if self.division is None or self.lists.last is not self.division:
            return None
        if any(child.kind is Kind.HEADING for child in self.division.children):
            return None
        return self.division.add(self._node("title", line, kind=Kind.HEADING))

    def _node(self, role: str, line: Line, *, kind: Kind, offset: int = 0, **values: str) -> Node:
        """Make a unit and remember its words, which the next head may follow."""
        node = unit(role, line, kind, offset=offset, **values)
        self.before = node.text
        return node
