"""The grammar of United Nations resolutions: General Assembly, Security Council and their kin.

    masthead, number, title
    formula { recital { item } }
    { section } { paragraph { item } } | one paragraph without a number
    closing lines
    { annex [title] { section | heading | group | paragraph | table | item } }

A declaration that the body adopts may stand in an annex or go on where the paragraph that adopts
it ends. Whatever fits none of it becomes a paragraph where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.heads import Head, is_reciting, main_verb
from corpus.instruments import Kind
from corpus.mandates import base_of, head_of, list_head
from ingest.cleanup import Steps, drop_comments, lift_emphasis
from ingest.grammar import Grammar
from ingest.lines import Line, is_headline
from ingest.lists import OpenLists
from ingest.markers import Marked
from ingest.tree import Gap, Node, Tree
from ingest.un_joining import join_lines
from ingest.un_lines import (
    LEVELS,
    Section,
    cut,
    end_of,
    has_flags,
    is_day,
    is_flagged,
    is_meeting,
    is_vote,
    rank,
    read_annex,
    read_group,
    read_section,
    shifted,
)
from ingest.un_names import UN_RULES, settle_scopes
from ingest.un_opening import formula_at, identify, is_un_formula, read_heading, recognises
from ingest.un_pages import (
    drop_masthead,
    drop_ornaments,
    drop_running_heads,
    find_footnotes,
    read_heading_signs,
)

_LOOK_AHEAD = 40  # lines searched for the marker that tells (i) from (i)
_ADOPTING = ("adopts", "approves", "declares", "endorses", "proclaims")  # what a colon follows goes on below
UN_STEPS: Steps = (
    ("comments", drop_comments),
    ("heading signs", read_heading_signs),
    ("masthead", drop_masthead),
    ("running heads", drop_running_heads),
    ("footnotes", find_footnotes),
    ("ornaments", drop_ornaments),
    ("emphasis", lift_emphasis),
    ("line breaks", join_lines),
)


def read_tree(lines: Sequence[Line]) -> Tree:
    """Build the tree of a resolution."""
    return _Reader(lines).read()


class _Reader:
    """Reads line after line; where it stands is `self.place`, in it the open lists."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.marked = [cut(line) for line in lines]
        self.tree = Tree(Node("root"))
        self.root = self.tree.root
        self.flags = has_flags(list(lines[formula_at(lines) + 1 :]))  # whether headings are printed as such
        self.place = self.root  # the unit in which paragraphs stand: root, annex, section, group, heading
        self.division: Node | None = None
        self.sections: list[tuple[str, int, Node]] = []  # that are open: style, order, node
        self.containers: dict[str, Node] = {}
        self.ranks: dict[int, int] = {}  # of groups and headings, by their print
        self.lists = OpenLists(self.root)
        self.recitals: dict[int, int] = {}  # how many each section has, and the text
        self.recital: Node | None = None  # the last unit, where it is a recital
        self.numbered = False  # whether a numbered paragraph has come in this annex or section
        self.declares = False  # whether a declaration goes on in the body
        self.closed = False  # whether the closing lines have come
        self.at = 0

    def read(self) -> Tree:
        """Read the opening, then everything that follows."""
        self._read_opening()
        while self.at < len(self.lines):
            self._read_unit(self.lines[self.at], self.marked[self.at])
            self.at += 1
        settle_scopes(self.root)
        return self.tree

    # -- the opening -----------------------------------------------------------------------------

    def _read_opening(self) -> None:
        """Read what stands above the formula, or above a first section that has its own."""
        preface = self._container("preface")
        end = max(formula_at(self.lines), 0)
        titled = False
        while self.at < end:
            line = self.lines[self.at]
            heading = read_heading(line.text)
            if heading.role == "docnumber":
                self._add_number(preface, line, heading.title)
                titled = heading.title > 0 or line.text.startswith("R")
            elif preface.counts["docnumber"] and read_section(line, flagged=self._flagged(line)):
                return
            elif preface.counts["docnumber"] and not titled and heading.role == "masthead":
                preface.add(self._node("title", line, Kind.HEADING))
                titled = True
            else:
                kind = Kind.PARAGRAPH if heading.role == "statement" else Kind.HEADING
                preface.add(self._node("para_nn", line, kind))
            self.at += 1

    def _add_number(self, preface: Node, line: Line, title: int) -> None:
        """Add the instrument's number and, where its line has one, its title."""
        number = preface.add(self._node("docnumber", line, Kind.HEADING))
        if title:
            number.text = line.text[:title].rstrip()
            number.marks = tuple(one for one in number.marks if one.end <= len(number.text))
            preface.add(self._node("title", line, Kind.HEADING, offset=title))

    # -- units -----------------------------------------------------------------------------------

    def _read_unit(self, line: Line, marked: Marked) -> None:
        """Read the unit that begins at the line, by the first reading that fits."""
        flagged = self._flagged(line)
        if marked.reading("footnote", "star"):
            self._add_note(line, marked)
        elif is_un_formula(line.text):
            self._add_formula(line)
        elif division := read_annex(line, flagged=flagged):
            self._open_division(line, *division)
        elif self._closes(line):
            self._container("conclusions").add(self._node("para_nn", line, Kind.PARAGRAPH))
        elif rows := self._table_length():
            self._add_table(rows)
        elif section := self._section(line, flagged=flagged):
            self._open_section(line, section)
        elif group := read_group(line, flagged=flagged):
            self._open_group(line, group)
        elif marked.readings:
            self._add_item(line, marked)
        elif self._is_heading(line, flagged=flagged):
            self._open_heading(line)
        else:
            self._add_prose(line)

    def _flagged(self, line: Line) -> bool:
        """Tell a line that is printed as a heading."""
        return self.flags and is_flagged(line)

    def _is_heading(self, line: Line, *, flagged: bool) -> bool:
        """Tell a heading: by its print where the source has print, else by its form."""
        if flagged:
            return not (line.text.endswith((",", ";")) and not line.heading)
        if self.flags:
            return False
        titles = self.lists.last.role == "para_nn" and self.declares and not self.numbered
        short = is_headline(line.text) or (titles and line.text[:1].isupper())
        return short and not end_of(line.text)

    def _closes(self, line: Line) -> bool:
        """Tell a closing line: meeting, day, vote, and what follows them up to an annex."""
        first = is_meeting(line.text) or is_vote(line.text)
        if first or (is_day(line.text) and self.division is None):
            self.closed = True
        return self.closed

    # -- what opens ------------------------------------------------------------------------------

    def _add_formula(self, line: Line) -> None:
        """Add the sentence that says who adopts: the text's, or a section's own."""
        holder = self._container("preamble")
        if holder.counts["formula"]:
            holder = self.place
        holder.add(self._node("formula", line, Kind.FORMULA))
        self._enter(self.place)
        self.closed = self.numbered = False

    def _open_division(self, line: Line, segment: str, label: str, title: int) -> None:
        """Open an annex, or an appendix below the annex that is open."""
        below = not segment.startswith("annex") and self.division is not None
        upper = self.division if below and self.division is not None else self.root
        if upper.role == "division" and not upper.value.startswith("annex"):
            upper = _above(upper)
        node = self._node("division", line, Kind.HEADING, value=segment, noun=label)
        self.division = upper.add(node)
        self.sections.clear()
        self.closed = self.numbered = self.declares = False
        self._enter(node, restart=True)
        if title:
            node.text = line.text[:title].rstrip()
            node.marks = ()
            node.add(self._node("title", line, Kind.HEADING, offset=title))

    def _section(self, line: Line, *, flagged: bool) -> Section | None:
        """Read a section's number, in the way that goes on with the sections that are open."""
        found = read_section(line, flagged=flagged)
        if found and not found[0].title and not self._has_title_below():
            found = [one for one in found if one.style == "roman" or one.order == 1 or self._continues(one)]
        if not found:
            return None
        going_on = [one for one in found if self._continues(one)]
        return next(iter(going_on), found[0])

    def _continues(self, section: Section) -> bool:
        """Tell a section that is the next of those that are open."""
        return any(style == section.style and order + 1 == section.order for style, order, _ in self.sections)

    def _has_title_below(self) -> bool:
        """Tell whether the next line is a section's title."""
        if self.at + 1 >= len(self.lines):
            return False
        line = self.lines[self.at + 1]
        return not self.marked[self.at + 1].readings and (self._flagged(line) or is_headline(line.text))

    def _open_section(self, line: Line, section: Section) -> None:
        """Open a section; a number alone takes its title from the next line."""
        titled = section.title == 0 and self._has_title_below() and not is_un_formula(self._next().text)
        if titled:
            self.at += 1
            node = self._node("sec", self._next(0), Kind.HEADING)
            node.lines = (*line.numbers, *node.lines)
        else:
            node = self._node("sec", line, Kind.HEADING, offset=section.title)
        node.value, node.noun = section.value, section.style
        node.marker = section.raw if section.title or titled else ""
        self._push(section, node)
        self.numbered = False

    def _push(self, section: Section, node: Node) -> None:
        """Hang a section below those of other styles that are open, and enter it."""
        styles = [style for style, _, _ in self.sections]
        if section.style == "number":
            self._pop_numbers(section)
        elif section.style in styles:
            del self.sections[styles.index(section.style) :]
        elif section.name:  # a part closes the articles of the part before
            while self.sections and LEVELS.get(self.sections[-1][0], 0) > LEVELS[section.style]:
                self.sections.pop()
        upper = self.sections[-1][2] if self.sections else (self.division or self.root)
        upper.add(node)
        self.sections.append((section.style, section.order, node))
        self.closed = False
        self._enter(node)

    def _pop_numbers(self, section: Section) -> None:
        """Close the numbered sections that a numbered one is not below."""
        depth = section.value.count("-")
        for at, (style, _, node) in enumerate(self.sections):
            if style == "number" and node.value.count("-") >= depth:
                del self.sections[at:]
                return

    def _open_group(self, line: Line, group: Section) -> None:
        """Open "Goal 4. Ensure …", "Article 7", "Action 1. We will …"."""
        titled = group.title == 0 or self._is_heading(line, flagged=self._flagged(line))
        kind = Kind.HEADING if titled else self._kind(Kind.OPERATIVE)  # "Article 4. Everyone may …"
        node = self._node("group", line, kind, value=f"{group.style}_{group.value}", noun=group.name)
        self.ranks[id(node)] = rank(line)
        self._push(group, node)

    def _open_heading(self, line: Line) -> None:
        """Open an unnumbered heading; the first of an annex is its title."""
        division = self.division
        if division is not None and self.place is division and not division.children:
            division.add(self._node("title", line, Kind.HEADING))
            return
        while self.sections and self._ends_group(line):
            self.sections.pop()
        upper = self.sections[-1][2] if self.sections else (division or self.root)
        heading = upper.add(self._node("dvs", line, Kind.HEADING))
        self.ranks[id(heading)] = rank(line)
        self._enter(heading)

    def _ends_group(self, line: Line) -> bool:
        """Tell a heading that stands beside the open group, not below it, by its print and its targets."""
        group = self.sections[-1][2]
        if group.role != "group" or self._targets_follow():
            return False
        return not 0 < self.ranks[id(group)] < rank(line)

    def _targets_follow(self) -> bool:
        """Tell whether what follows a heading goes on with the open group's own numbers."""
        number = self.sections[-1][2].value.rsplit("_", 1)[-1]
        for marked in self.marked[self.at + 1 : self.at + 4]:
            if reading := marked.reading("decimal", "lettered"):
                return reading.value.split("-")[0] == number
            if marked.readings:
                return False
        return False

    def _enter(self, place: Node, *, restart: bool = False) -> None:
        """Stand in another unit: its lists are new."""
        self.place = place
        self.recital = None
        self.lists.reset(place, restart=restart)

    # -- what is added ---------------------------------------------------------------------------

    def _add_item(self, line: Line, marked: Marked) -> None:
        """Add a unit that has a marker, where its marker says."""
        reading = marked.readings[0]
        group = self.sections[-1][2] if self.sections and self.sections[-1][2].role == "group" else None
        if reading.style in ("decimal", "lettered") and group and _is_target(group, reading.value):
            self._add_target(line, marked, group)
            return
        if reading.style == "number" and self.lists.last.role in ("para_nn", "rec"):
            self.lists.reset(self.place)
        running = self.lists.running
        place = self.lists.place(marked, self.marked[self.at + 1 : self.at + 1 + _LOOK_AHEAD])
        if place.expected:
            self.tree.gaps.append(Gap(line.number, place.expected, place.marker.raw))
        role = _role(place.marker.style)
        node = self._node(role, line, Kind.LIST_ITEM, offset=marked.offset)
        node.value, node.marker = place.marker.value, place.marker.raw
        if role == "para" and place.parent.role not in ("para", "subpara"):
            node.kind = self._kind(Kind.OPERATIVE)
            decides = not self.declares and self.division is None
            node.head = head_of(node.text, decides=decides, declares=not decides)
            self.numbered = True
        else:
            node.head = _own_head(node.text) or _introducing(place.parent)
        self.recital = None
        self.lists.open(place, place.parent.add(node))
        if place.parent.role in ("para", "subpara"):
            self.lists.running = running  # numbers within a paragraph do not run on

    def _add_target(self, line: Line, marked: Marked, group: Node) -> None:
        """Add "4.1 By 2030, …" below its goal."""
        reading = marked.readings[0]
        node = self._node("item", line, Kind.TARGET, offset=marked.offset)
        node.value, node.marker = f"target_{reading.value}", reading.raw
        self.place.add(node)
        self.lists.reset(self.place)
        self.lists.unnumbered(node)
        del group

    def _add_prose(self, line: Line) -> None:
        """Add a paragraph without a marker: a recital, a decision, or one that goes on."""
        if self._goes_on(line):
            self._add_continuation(line)
            return
        if self.division is None and self._recites(line.text):
            self._add_recital(line)
            return
        node = self._node("para_nn", line, self._kind(Kind.OPERATIVE))
        node.head = head_of(node.text)
        adopts = main_verb(node.text) in _ADOPTING and end_of(node.text) == ":"
        if self.division is None and self.declares and self._numbers_follow():
            node.kind = Kind.RECITAL
        self.declares = self.declares or (adopts and self.division is None)
        self.recital = None
        self.lists.reset(self.place)
        self.lists.unnumbered(self.place.add(node))

    def _goes_on(self, line: Line) -> bool:
        """Tell a paragraph that belongs to the one before it."""
        if not self.lists.levels:
            return False
        owner = self.lists.levels[0].node
        if owner.role == "rec":
            return not self._recites(line.text) and not _decides(line.text)
        if owner.role in ("para_nn", "item"):
            return line.text[:1].islower()
        return not (self.division is None and self._acts(line.text))

    def _add_continuation(self, line: Line) -> None:
        """Add a paragraph below the one that it goes on with, or the end of a list's sentence."""
        levels = self.lists.levels
        closes = line.text[:1].islower() and len(levels) > 1
        owner = levels[0].node
        kind = Kind.LIST_ITEM if closes else owner.kind
        assert kind is not None
        owner.add(self._node("wrapup" if closes else "para_nn", line, kind))
        del levels[1:]

    def _recites(self, text: str) -> bool:
        """Tell a recital: it begins with a participle or an adjective, or ends as only a recital does."""
        if self.numbered:
            return self._acts(text)
        return text[:1].isupper() and (is_reciting(main_verb(text)) or end_of(text) == ",")

    def _acts(self, text: str) -> bool:
        """Tell "Acting under Chapter VII …,", which may stand between numbered paragraphs."""
        following = self.marked[self.at + 1 : self.at + 2]
        leads = any(marked.reading("number") for marked in following)
        return leads and end_of(text) == "," and text[:1].isupper() and is_reciting(main_verb(text))

    def _add_recital(self, line: Line) -> None:
        """Add a recital to the preamble, or to the section or heading in which it stands."""
        holder = self.place if self.place is not self.root else self._container("preamble")
        scope = id(self.place.ancestor("sec") or self.root)
        self.recitals[scope] = self.recitals.get(scope, 0) + 1
        node = self._node("rec", line, Kind.RECITAL)
        node.value = str(self.recitals[scope])
        node.head = head_of(node.text)
        self.recital = holder.add(node)
        self.lists.reset(self.place)
        self.lists.unnumbered(node)

    def _add_note(self, line: Line, marked: Marked) -> None:
        """Add a footnote where it stands; what carries its mark is found later."""
        note = marked.readings[0]
        base = self.division or self.root
        node = self._node("ftn", line, Kind.FOOTNOTE, offset=marked.offset)
        node.value, node.marker = note.value or f"star{len(note.raw)}", note.raw
        node.noun = "" if note.value else note.raw
        base.add(node)

    def _table_length(self) -> int:
        """Count the lines of the table that begins here: cells parted by tabs, two rows or more."""
        at = self.at
        while at < len(self.lines) and "\t" in self.lines[at].text and not self.lines[at].heading:
            if (at > self.at and self.lines[at].gap) or self.marked[at].reading("number"):
                break
            at += 1
        return at - self.at if at - self.at > 1 else 0

    def _add_table(self, rows: int) -> None:
        """Add a table, its first row as heading, below the unit before it."""
        owner = self.lists.last if self.lists.last is not self.root else (self.division or self.root)
        table = owner.add(self._node("table", self.lines[self.at], Kind.HEADING))
        for line in self.lines[self.at + 1 : self.at + rows]:
            table.add(self._node("row", line, Kind.TABLE_ROW))
        self.at += rows - 1

    # -- what a unit is --------------------------------------------------------------------------

    def _container(self, role: str) -> Node:
        """Return a container without words of its own: preface, preamble, conclusions."""
        if role not in self.containers:
            self.containers[role] = self.root.add(Node(role))
        return self.containers[role]

    def _kind(self, in_body: Kind) -> Kind:
        """Return a paragraph's kind: of the body, or of an annex."""
        return Kind.ANNEX_PARAGRAPH if self.division is not None else in_body

    def _numbers_follow(self) -> bool:
        """Tell whether numbered paragraphs come, before which a declaration recites."""
        return not self.numbered and any(one.reading("number") for one in self.marked[self.at + 1 :])

    def _next(self, step: int = 1) -> Line:
        """Return the line so many further on."""
        return self.lines[self.at + step]

    def _node(
        self, role: str, line: Line, kind: Kind, *, offset: int = 0, value: str = "", noun: str = ""
    ) -> Node:
        """Make a unit of a line's text from `offset` on, with its emphasis."""
        return Node(
            role,
            value=value,
            kind=kind,
            text=line.text[offset:],
            marks=shifted(line.marks, offset),
            lines=line.numbers,
            noun=noun,
        )


def _role(style: str) -> str:
    """Say what an item is to its parent, by its marker."""
    if style == "dash":
        return "indent"
    return "para" if style in ("number", "decimal", "lettered") else "subpara"


def _is_target(group: Node, value: str) -> bool:
    """Tell a target by its goal's number."""
    return group.value == f"goal_{value.split('-')[0]}"


def _own_head(text: str) -> Head | None:
    """Return the head of an item that decides for itself: "(a) Urges Member States to …"."""
    verb = main_verb(text)
    return head_of(text) if base_of(verb) not in ("", verb) else None


def _introducing(parent: Node) -> Head | None:
    """Return the verb of the paragraph that a list's items go on with."""
    return list_head(parent.text) if parent.role == "para" else None


def _decides(text: str) -> bool:
    """Tell a paragraph that opens with a decision."""
    verb = main_verb(text)
    return text[:1].isupper() and base_of(verb) not in ("", verb)


def _above(node: Node) -> Node:
    """Return the node above; only the root has none."""
    assert node.parent is not None
    return node.parent


UN = Grammar("un", recognises, UN_STEPS, read_tree, identify, UN_RULES)
