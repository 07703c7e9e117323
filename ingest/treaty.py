"""The grammar of treaties: constitutions, conventions, charters, statutes, agreements.

    title, [preamble]
    { chapter or section { article { heading | numbered provision { item } } } }
    [concluding words] { annex }

Numbers are marginal and run through the whole text ("8 2 1) If, between …"), or begin anew in every
article. What "2 1)" opens goes on with "2)" beside it; "1)" and "a)" hang on what introduces them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.instruments import Kind
from ingest.grammar import Grammar
from ingest.inline import split_inline
from ingest.itu import Reader
from ingest.joining import joined
from ingest.lines import Line, ending, is_headline
from ingest.lists import Level
from ingest.markers import Marked, Marker
from ingest.opening import read_division
from ingest.treaty_cleanup import STEPS
from ingest.treaty_headings import Heading, is_preamble, read_heading
from ingest.treaty_lines import STAR_NOTE
from ingest.treaty_margin import NONE, Margin, Order, expected, follows, is_next, read_margin
from ingest.treaty_names import BELOW, TREATY_RULES, identify
from ingest.treaty_opening import CONCLUDES, has_margin, is_treaty, title_length, title_start
from ingest.tree import Gap, Node, Tree
from ingest.units import kind_of

_TELLS = re.compile(  # what a title page tells beside the title
    r"\(.*\)|(?:as |last )?(?:adopted|amended|revised|done|signed|concluded|opened|entered)\b.*",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300  # characters
_LOOK_AHEAD = 40  # lines searched for the marker that tells i) from i)


def read_tree(lines: Sequence[Line]) -> Tree:
    """Build the tree of a treaty."""
    return TreatyReader(lines).read()


class TreatyReader(Reader):
    """Reads line after line; `holders` are the open chapter, section and article, outermost first."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.margins = [read_margin(line.text) for line in lines] if has_margin(lines) else []
        self.last: Order = NONE  # the last marginal number
        self.leaps = True  # whether a heading has come, after which numbers may leap
        self.provision: Node | None = None  # the last that has a marginal number
        self.holders: list[Node] = []
        self.article = 0
        self.untitled: Heading | None = None  # the heading whose title may come next
        self.stamps: Counter[str] = Counter()

    def read(self) -> Tree:
        """Read the title, then everything that follows."""
        self.at = self._read_title()
        while self.at < len(self.lines):
            self._read_unit(self.lines[self.at], self.marked[self.at])
        self._tell_recurring()
        if self.stamps:
            self.tree.warnings.append(
                f"marks of amendment ({', '.join(sorted(self.stamps))}) stand beside the numbers "
                f"that they amend, not in the texts: {self.stamps.total()}"
            )
        return self.tree

    def _read_title(self) -> int:
        """Read the title; return how many lines are read."""
        start = title_start(self.lines)
        if start is None:
            self.tree.warnings.append("no treaty's title found")
            return 0
        preface = self.tree.root.add(Node("preface"))
        for line in self.lines[:start]:
            preface.add(self._node("para_nn", line, kind=Kind.PARAGRAPH))
        end = start + title_length(self.lines, start)
        preface.add(self._node("title", joined(self.lines[start:end]), kind=Kind.HEADING))
        return end

    # -- units ---------------------------------------------------------------------------------

    def _read_unit(self, line: Line, marked: Marked) -> None:
        """Read the unit that begins at the line, by the first reading that fits."""
        untitled, self.untitled = self.untitled, None
        heading = read_heading(line.text)
        margin = self._margin()
        if read_division(line.text):
            self._open_division(line)
        elif heading is not None:
            self._open_holder(line, heading)
        elif is_preamble(line.text) and not self.holders and self.preamble is None:
            self._open_preamble(line)
        elif marked.reading("footnote"):
            self._add_note(line, marked)
        elif self._is_star_note(line):
            self._add_star_note(line)
        elif rows := self._table_length():
            self._add_table(rows)
            return
        elif margin is not None:
            self._add_provision(line, margin)
        elif untitled is not None and _is_title(line.text, marked):
            self._add_title(line, untitled)
        else:
            self._read_words(line, marked)
        self.at += 1

    def _read_words(self, line: Line, marked: Marked) -> None:
        """Read an item, a heading or a paragraph."""
        if self._in_opening():
            self._add_recital(line, marked)
        elif CONCLUDES.match(line.text) and self.holders and self.division is None:
            self._conclude(line)
        elif marked.readings and not (self.margins and marked.reading("number", "decimal")):
            self._add_item(line, marked)
        elif self._is_heading(line):
            self._open_heading(line)
        else:
            self._add_prose(line)

    def _in_opening(self) -> bool:
        """Tell what stands before the first chapter or article."""
        concluded = self.lists.base.role == "conclusions"
        return not (self.holders or concluded) and self.division is None

    def _is_heading(self, line: Line) -> bool:
        """Tell a heading without a number; among marginal numbers, paragraphs begin anew below it."""
        if not (is_headline(line.text) and line.text[0].isupper()):
            return False
        if self.lists.base.role == "conclusions":  # who signs
            return False
        if not self.margins or self.lists.last is self.division:
            return True
        following = self.margins[self.at + 1] if self.at + 1 < len(self.margins) else None
        if following is None or not following.sure:
            return False
        return not following.markers or following.markers[0][0].order == 1

    # -- what opens ----------------------------------------------------------------------------

    def _open_division(self, line: Line) -> None:
        """Open an annex; articles begin anew in it."""
        super()._open_division(line)
        self.holders.clear()
        self.article, self.leaps, self.provision = 0, True, None

    def _open_holder(self, line: Line, heading: Heading) -> None:
        """Open an article, or what holds articles, below what holds it."""
        roles = [one.role for one in self.holders]
        same = roles.index(heading.role) if heading.role in roles else len(roles) - roles.count("art")
        holders = self.holders[:same]
        above = holders[-1] if holders else self.division or self.tree.root
        bare = heading.bare
        node = self._node(
            heading.role,
            line,
            kind=Kind.HEADING,
            offset=0 if bare else heading.offset,
            text=heading.own if bare else None,
            value=heading.value,
            marker=heading.stamps if bare else _before_title(heading),
            noun=heading.label,
        )
        above.add(node)
        self._count_heading(line, heading)
        if heading.suppressed:
            return
        self.untitled = heading if bare else None
        self.holders = [*holders, node]
        self.lists.reset(node, restart=True)
        self.leaps, self.provision = True, None

    def _count_heading(self, line: Line, heading: Heading) -> None:
        """Tell of articles that do not follow each other, and of what was taken out."""
        self.stamps.update(heading.stamps.split())
        if heading.suppressed:
            label = heading.label.replace("s ", " ").split(" to ")[0]
            self.tree.gaps.append(Gap(line.number, label, heading.own))
        elif heading.role == "art" and heading.number > self.article + 1:
            self.tree.gaps.append(Gap(line.number, f"Article {self.article + 1}", heading.label))
        if heading.role == "art":
            self.article = heading.last

    def _add_title(self, line: Line, heading: Heading) -> None:
        """Give the heading that was read before its title."""
        holder = self.holders[-1]
        holder.marker = _before_title(heading)
        holder.text, holder.marks = line.text, line.marks
        holder.lines += line.numbers
        self.before = line.text

    def _open_preamble(self, line: Line) -> None:
        """Open the preamble by its own line."""
        self.preamble = self.tree.root.add(self._node("preamble", line, kind=Kind.HEADING))
        self.lists.reset(self.preamble)

    def _open_heading(self, line: Line) -> None:
        """Open a heading without a number; the first line of an annex is its title."""
        if self.division is not None and self.lists.last is self.division and not self._has_title():
            self.division.add(self._node("title", line, kind=Kind.HEADING))
            return
        above = self.holders[-1] if self.holders else self.division or self.tree.root
        self.lists.reset(above.add(self._node("dvs", line, kind=Kind.HEADING)))
        self.provision = None

    def _conclude(self, line: Line) -> None:
        """Open the concluding words, below which signatures stand."""
        self.holders.clear()
        container = self.tree.root.add(Node("conclusions"))
        self.lists.reset(container)
        self.provision = None
        self._add_prose(line)

    # -- what is added -------------------------------------------------------------------------

    def _margin(self) -> Margin | None:
        """Return the marginal number with which the line begins, if its turn has come."""
        margin = self.margins[self.at] if self.margins else None
        if margin is None or is_next(margin.order, self.last):
            return margin
        later = margin.order > self.last if self.leaps else follows(margin.order, self.last)
        return margin if margin.sure and later else None

    def _add_provision(self, line: Line, margin: Margin) -> None:
        """Add a provision by its marginal number, where its paragraph's own number says."""
        self._count_number(line, margin)
        if self._in_opening():
            self.lists.reset(self._preamble())
        node = self._node(
            "no",
            line,
            kind=Kind.PARAGRAPH,
            offset=margin.offset,
            value=margin.value,
            marker=margin.raw,
            noun=f"{'Nos.' if margin.is_several else 'No.'} {margin.printed}",
        )
        parent = self._place(node, margin)
        listed = parent.kind is not None and parent.kind is not Kind.HEADING
        node.kind = Kind.LIST_ITEM if listed else kind_of(parent, "no", in_annex=self.division is not None)
        if not margin.suppressed:
            self.provision = node
            split_inline(node)

    def _count_number(self, line: Line, margin: Margin) -> None:
        """Tell of numbers that are left out, and of those that were taken out."""
        self.stamps.update(margin.amendments)
        if margin.suppressed:
            found = f"{margin.printed} {line.text[margin.offset :]}"
            self.tree.gaps.append(Gap(line.number, margin.printed.split(" ")[0], found))
        elif not is_next(margin.order, self.last) and not (self.leaps and self.division is not None):
            self.tree.gaps.append(Gap(line.number, expected(margin.order, self.last), margin.printed))
        self.last, self.leaps = margin.last, False

    def _place(self, node: Node, margin: Margin) -> Node:
        """Hang a provision where it belongs and return what it hangs on."""
        if margin.suppressed:
            return _below(self._last_or_above(), node)
        if not margin.markers:
            return self._place_unmarked(node, margin)
        for depth, readings in enumerate(margin.markers):
            marked = Marked(self._settled(readings), node.text, 0)
            if depth:  # the same provision opens the list of a deeper level
                self.lists.levels.append(Level(marked.readings[0].style, node, marked.readings[0].order))
                continue
            place = self.lists.place(marked, self._following())
            self.lists.open(place, place.parent.add(node))
        assert node.parent is not None
        return node.parent

    def _place_unmarked(self, node: Node, margin: Margin) -> Node:
        """Hang a provision that has only its marginal number beside the one before it."""
        levels = self.lists.levels
        alone = [at for at, one in enumerate(levels) if one.style == "none" and one.node.role == "no"]
        if alone:
            above = levels[alone[0]].node.parent or self.lists.base
            del levels[alone[0] :]
        elif margin.is_inserted and self.provision is not None and self.provision.parent is not None:
            above = self.provision.parent
        else:
            above = self.lists.base
            levels.clear()
        levels.append(Level("none", node, 0))
        return _below(above, node)

    def _last_or_above(self) -> Node:
        """Return what introduces a list, else what the last unit hangs on."""
        last = self.lists.last
        if last is self.lists.base or self.lists.introduces() or last.parent is None:
            return last
        return last.parent

    def _settled(self, readings: tuple[Marker, ...]) -> tuple[Marker, ...]:
        """Read "3 bis)" as a sub-paragraph where 3) is open, else as a paragraph."""
        first = readings[0]
        if first.style != "paren" or first.value.isdigit():
            return readings
        if any(one.style == "paren" and one.order == first.order for one in self.lists.levels):
            return readings
        return (replace(first, style="number"),)

    def _following(self) -> list[Marked]:
        """Return the markers of the next lines."""
        upto = min(self.at + 1 + _LOOK_AHEAD, len(self.lines))
        found: list[Marked] = []
        for at in range(self.at + 1, upto):
            margin = self.margins[at]
            found.append(Marked(margin.markers[-1], "", 0) if margin and margin.markers else self.marked[at])
        return found

    def _add_prose(self, line: Line, offset: int = 0) -> None:
        """Add a paragraph without a number: it closes a list, or goes on with a numbered provision."""
        closes = line.text[offset : offset + 1].islower() and len(self.lists.levels) > 1
        if self.provision is None or (closes and not self.lists.introduces()):
            super()._add_prose(line, offset)
            return
        levels = self.lists.levels
        if levels and levels[-1].style == "none" and levels[-1].node.role == "para_nn":
            levels.pop()
        kind = kind_of(self.provision, "para_nn", in_annex=self.division is not None)
        node = self.provision.add(self._node("para_nn", line, kind=kind, offset=offset))
        levels.append(Level("none", node, 0))

    def _add_recital(self, line: Line, marked: Marked) -> None:
        """Add a paragraph of the preamble, or what the title page tells beside the title."""
        if self.preamble is None and _TELLS.fullmatch(line.text):
            preface = next((one for one in self.tree.root.children if one.role == "preface"), None)
            above = preface or self.tree.root.add(Node("preface"))
            above.add(self._node("para_nn", line, kind=Kind.PARAGRAPH))
            return
        if self.preamble is None:
            self.lists.reset(self._preamble())
        if marked.readings:
            self._add_item(line, marked)
            return
        node = self._preamble().add(self._node("para_nn", line, kind=Kind.RECITAL))
        self.lists.unnumbered(node)

    def _is_star_note(self, line: Line) -> bool:
        """Tell a footnote that a star calls for: words before carry it."""
        return STAR_NOTE.match(line.text) is not None and any(
            "*" in node.text for node in self.tree.root.walk()
        )

    def _add_star_note(self, line: Line) -> None:
        """Add a footnote where it stands; what carries its star is found later."""
        words = line.text.lstrip("*")
        stars = line.text[: len(line.text) - len(words)]
        offset = len(line.text) - len(words.lstrip())
        before = self.before
        above = self.division or self.tree.root
        above.add(
            self._node(
                "ftn",
                line,
                kind=Kind.FOOTNOTE,
                offset=offset,
                value=f"star{len(stars)}",
                marker=stars,
                noun=stars,
            )
        )
        self.before = before

    def _tell_recurring(self) -> None:
        """Mark the units whose numbers recur: they are named below what holds them."""
        for role in ("art", "no"):
            nodes = [node for node in self.tree.root.walk() if node.role == role]
            scoped = [(node.ancestor("division") if role == "art" else None, node.value) for node in nodes]
            counts = Counter(scoped)
            for node, scope in zip(nodes, scoped, strict=True):
                if counts[scope] > 1:
                    node.role = role + BELOW


def _is_title(text: str, marked: Marked) -> bool:
    """Tell the title that follows an article's number from the article's words."""
    return (
        not (marked.readings or ending(text) or "\t" in text)
        and len(text) <= _LONGEST_TITLE
        and (text[0].isupper() or text[0] in "(“\"'")
    )


def _before_title(heading: Heading) -> str:
    """Print what stands before a title: "ARTICLE 17A PP-98"."""
    return f"{heading.own} {heading.stamps}".rstrip()


def _below(above: Node, node: Node) -> Node:
    """Hang a unit below another and return that."""
    above.add(node)
    return above


TREATY = Grammar("treaty", is_treaty, STEPS, read_tree, identify, TREATY_RULES)
