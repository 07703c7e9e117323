"""Provisions by their marginal numbers: where each hangs, which numbers are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.instruments import Kind
from ingest.itu.grammar import Reader
from ingest.lines import Line
from ingest.lists import Level, split_inline
from ingest.markers import Marked, Marker
from ingest.treaty.margin import NONE, Margin, Order, expected, is_next, may_come, read_margin
from ingest.treaty.opening import has_margin
from ingest.tree import Gap, Node, kind_of

_LOOK_AHEAD = 40  # lines searched for the marker that tells i) from i)


class ProvisionReader(Reader):
    """Reads provisions that have marginal numbers; `holders` are the open chapter, section, article."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.margins = [read_margin(line.text) for line in lines] if has_margin(lines) else []
        self.last: Order = NONE  # the last marginal number
        self.leaps = True  # whether a heading has come, after which numbers may leap
        self.provision: Node | None = None  # the last that has a marginal number
        self.holders: list[Node] = []
        self.stamps: Counter[str] = Counter()

    def _in_opening(self) -> bool:
        concluded = self.lists.base.role == "conclusions"
        return not (self.holders or concluded) and self.division is None

    def _margin(self) -> Margin | None:
        margin = self.margins[self.at] if self.margins else None
        if margin is None or is_next(margin.order, self.last):
            return margin
        return margin if may_come(margin, self.last, leaps=self.leaps) else None

    def _add_provision(self, line: Line, margin: Margin) -> None:
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
            noun=f"{'Nos.' if margin.last != margin.order else 'No.'} {margin.printed}",
        )
        parent = self._place(node, margin)
        listed = parent.kind is not None and parent.kind is not Kind.HEADING
        node.kind = Kind.LIST_ITEM if listed else kind_of(parent, "no", in_annex=self.division is not None)
        if not margin.suppressed:
            self.provision = node
            split_inline(node)

    def _count_number(self, line: Line, margin: Margin) -> None:
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
            last = self.lists.last
            beside = last is not self.lists.base and not self.lists.introduces()
            above = last.parent if beside and last.parent is not None else last
            above.add(node)
            return above
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
        levels = self.lists.levels
        alone = [at for at, level in enumerate(levels) if level.style == "none" and level.node.role == "no"]
        if alone:
            above = levels[alone[0]].node.parent or self.lists.base
            del levels[alone[0] :]
        elif margin.is_inserted and self.provision is not None and self.provision.parent is not None:
            above = self.provision.parent
        else:
            above = self.lists.base
            levels.clear()
        levels.append(Level("none", node, 0))
        above.add(node)
        return above

    def _settled(self, readings: tuple[Marker, ...]) -> tuple[Marker, ...]:
        """Read "3 bis)" as a sub-paragraph where 3) is open, else as a paragraph."""
        first = readings[0]
        if first.style != "paren" or first.value.isdigit():
            return readings
        if any(level.style == "paren" and level.order == first.order for level in self.lists.levels):
            return readings
        return (replace(first, style="number"),)

    def _following(self) -> list[Marked]:
        upto = min(self.at + 1 + _LOOK_AHEAD, len(self.lines))
        found: list[Marked] = []
        for at in range(self.at + 1, upto):
            margin = self.margins[at]
            found.append(Marked(margin.markers[-1], "", 0) if margin and margin.markers else self.marked[at])
        return found

    def _add_prose(self, line: Line, offset: int = 0) -> None:
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
